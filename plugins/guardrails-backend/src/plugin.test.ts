import {
  coreServices,
  createBackendModule,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  guardrailsPlaybooksExtensionPoint,
  guardrailsSourcesExtensionPoint,
  type CostSource,
} from '@cloudops/plugin-guardrails-node';
import type { JsonObject } from '@backstage/types';
import {
  startGuardrails,
  type RunningGuardrails,
} from './__testUtils__/startGuardrails';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from './database/__testUtils__/engines';
import { version } from '../package.json';

jest.setTimeout(60_000);

const databases = testDatabases();

/** Another plugin of the same portal. */
const neighbour = createBackendPlugin({
  pluginId: 'neighbour',
  register(env) {
    env.registerInit({
      deps: { httpRouter: coreServices.httpRouter },
      async init({ httpRouter }) {
        httpRouter.use((_, response) => void response.json({ alive: true }));
      },
    });
  },
});

describe('a portal with Guardrails', () => {
  describe('whose configuration cannot be used', () => {
    const logger = mockServices.logger.mock();
    let guardrails: RunningGuardrails;
    let tables: string[];
    const message =
      "The configuration of Guardrails cannot be used; correct it in app-config and restart:\n- guardrails.costs.backfillDays: got 400, takes a whole number from 1 to 395\n- guardrails.projects[0].accountId: got 1234, takes an AWS account's twelve digits in quotes, e.g. '111122223333'";

    beforeAll(async () => {
      const knex = await databases.init('SQLITE_3');
      guardrails = await startGuardrails({
        knex,
        config: {
          guardrails: {
            costs: { backfillDays: 400 },
            projects: [{ name: 'a', accountId: 1234 }],
          },
        },
        features: [neighbour, logger.factory],
      });
      tables = await knex('sqlite_master').pluck('name');
    });
    afterAll(() => guardrails.stop());

    it('runs', async () => {
      const response = await guardrails.bare.get('/api/neighbour');
      expect(response.body).toEqual({ alive: true });
    });

    it('tells the log everything that is wrong', () => {
      expect(logger.error).toHaveBeenCalledWith(message);
    });

    it.each(['/projects', '/alerts', '/jobs', '/nothing'])(
      'tells everyone who signed in and asks for %s',
      async path => {
        const response = await guardrails.bare.get(`/api/guardrails${path}`);
        expect(response.status).toBe(503);
        expect(response.body.error).toMatchObject({
          name: 'ServiceUnavailableError',
          message,
        });
      },
    );

    it('tells nobody else', async () => {
      const stranger = await guardrails.bare
        .get('/api/guardrails/alerts')
        .set('Authorization', mockCredentials.none.header());
      expect(stranger.status).toBe(401);
      const health = await guardrails.bare
        .get('/api/guardrails/health')
        .set('Authorization', mockCredentials.none.header());
      expect([health.status, health.body.error.message]).toEqual([
        503,
        'Guardrails is not configured correctly',
      ]);
    });

    it('touches no database', () => {
      expect(tables).toEqual([]);
    });
  });

  it.each<[string, JsonObject, string]>([
    [
      'a rule’s parameter',
      { guardrails: { detection: { rules: { cost_spike: { limit: 1 } } } } },
      'guardrails.detection.rules.cost_spike.limit: is not known',
    ],
    [
      'the section aws',
      {
        aws: {
          accounts: [{ accountId: '111122223333', accessKeyId: 'AKIA' }],
        },
      },
      'aws: Error: AWS integration account 111122223333 has an access key ID configured, but no secret access key.',
    ],
  ])('says what is wrong with %s', async (_, config, message) => {
    const guardrails = await startGuardrails({
      knex: await databases.init('SQLITE_3'),
      config,
    });
    const response = await guardrails.bare.get('/api/guardrails/alerts');
    expect(response.status).toBe(503);
    expect(response.body.error.message).toContain(message);
    await guardrails.stop();
  });

  it('creates every configured project', async () => {
    const { knex, database } = await openDatabase(databases, 'SQLITE_3');
    const guardrails = await startGuardrails({
      knex,
      config: { guardrails: { projects: [{ name: 'b' }, { name: 'a' }] } },
    });
    expect((await database.projects.list()).map(({ name }) => name)).toEqual([
      'a',
      'b',
      'default',
    ]);
    await guardrails.stop();
  });

  it('starts again on the same database', async () => {
    const { knex } = await openDatabase(databases, 'SQLITE_3');
    for (const start of ['first', 'second']) {
      const guardrails = await startGuardrails({ knex });
      const { status } = await guardrails.api.get('/api/guardrails/projects');
      expect([start, status]).toEqual([start, 200]);
      await guardrails.stop();
    }
  });

  it('lets one module only set a source', async () => {
    const source = (name: string): CostSource => ({
      name,
      async *fetchDailyCosts() {},
    });
    const another = createBackendModule({
      pluginId: 'guardrails',
      moduleId: 'another-source',
      register(env) {
        env.registerInit({
          deps: { sources: guardrailsSourcesExtensionPoint },
          async init({ sources }) {
            sources.setCostSource(source('Billing export'));
          },
        });
      },
    });
    await expect(
      startGuardrails({
        knex: await databases.init('SQLITE_3'),
        features: [another],
      }),
    ).rejects.toThrow(/cost source of Guardrails was set to/);
  });

  it('takes playbooks of other modules', async () => {
    const module = createBackendModule({
      pluginId: 'guardrails',
      moduleId: 'own-playbook',
      register(env) {
        env.registerInit({
          deps: { playbooks: guardrailsPlaybooksExtensionPoint },
          async init({ playbooks }) {
            playbooks.addPlaybook({
              name: 'own',
              applies: () => false,
              recommend: () => [],
            });
          },
        });
      },
    });
    const guardrails = await startGuardrails({
      knex: await databases.init('SQLITE_3'),
      features: [module],
    });
    const { status } = await guardrails.api.get('/api/guardrails/projects');
    expect(status).toBe(200);
    await guardrails.stop();
  });

  describe.each(ENGINES)('says how it is on %s', engine => {
    it('to everyone while the database answers, and no more when it does not', async () => {
      const { knex } = await openDatabase(databases, engine);
      const guardrails = await startGuardrails({ knex });
      const ask = () =>
        guardrails.api
          .get('/api/guardrails/health')
          .set('Authorization', mockCredentials.none.header());

      const well = await ask();
      expect([well.status, well.body]).toEqual([
        200,
        { status: 'ok', database: 'ok', version },
      ]);

      await knex.destroy();
      const ill = await ask();
      expect([ill.status, ill.body.error]).toEqual([
        503,
        {
          name: 'ServiceUnavailableError',
          message: 'The database does not answer',
        },
      ]);
      const question = await guardrails.api.get('/api/guardrails/alerts');
      expect([question.status, question.body.error]).toEqual([
        503,
        {
          name: 'ServiceUnavailableError',
          message:
            'The database, or another service that Guardrails needs, does not answer; try again later',
          retryAfter: 30,
        },
      ]);
      await guardrails.stop();
    });
  });
});
