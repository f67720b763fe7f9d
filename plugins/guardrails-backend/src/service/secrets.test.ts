/** What is secret is looked for wherever the product writes, logs and answers. */
import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { CALLERS, mockPolicy } from '../__testUtils__/people';
import { describedRoutes } from '../__testUtils__/routes';
import {
  seedAlert,
  seedProject,
  seedRecommendation,
} from '../__testUtils__/seed';
import {
  startGuardrails,
  type RunningGuardrails,
} from '../__testUtils__/startGuardrails';
import { AuditTrail } from '../audit';
import type { AlertRecord, Database } from '../database';
import { openDatabase, testDatabases } from '../database/__testUtils__/engines';

jest.setTimeout(60_000);

const databases = testDatabases(['SQLITE_3']);

/** In every place of the configuration that has something secret, a word that stands nowhere else. */
const WEBHOOK_KEY = 'd2ViaG9vay1rZXktdGhhdC1ub2JvZHktbWF5LXJlYWQ=';
const SECRETS = {
  webhookKey: WEBHOOK_KEY,
  previousKey: Buffer.from('the-key-of-the-year-before').toString('base64'),
  webhookToken: 'token-in-the-address',
  databasePassword: 'password-of-the-database',
  externalId: 'external-id-of-the-role',
};

describe('secrets', () => {
  let guardrails: RunningGuardrails;
  let database: Database;
  let knex: Knex;
  let receiver: Server;
  let alert: AlertRecord;
  const logger = mockServices.logger.mock();
  const auditor = mockServices.auditor.mock();
  const finished = { success: jest.fn(), fail: jest.fn() };
  const answers: string[] = [];

  beforeAll(async () => {
    logger.child.mockReturnValue(logger);
    auditor.createEvent.mockResolvedValue(finished);
    // Refuses everything, so that the failure is logged, kept and told on the timeline.
    receiver = createServer((_, response) => response.writeHead(410).end());
    await new Promise<void>(resolve => {
      receiver.listen(0, '127.0.0.1', resolve);
    });
    const { port } = receiver.address() as AddressInfo;
    const opened = await openDatabase(databases, 'SQLITE_3');
    ({ database, knex } = opened);
    guardrails = await startGuardrails({
      knex,
      config: {
        backend: {
          database: {
            client: 'pg',
            connection: { password: SECRETS.databasePassword },
          },
        },
        guardrails: {
          projects: [
            {
              name: 'payments-api',
              accountId: '111122223333',
              role: { name: 'Reader', externalId: SECRETS.externalId },
            },
          ],
          notify: {
            webhook: {
              url: `http://127.0.0.1:${port}/hooks/${SECRETS.webhookToken}`,
              secret: `whsec_${WEBHOOK_KEY}`,
              previousSecret: `whsec_${SECRETS.previousKey}`,
            },
          },
        },
      },
      features: [
        mockPolicy().permissions.factory,
        logger.factory,
        auditor.factory,
      ],
    });
    const project = await seedProject(database, 'payments-api');
    const now = new Date();
    alert = await seedAlert(database, project, {}, now);
    await new AuditTrail(database, now).alertEscalated(alert, {
      from: 'medium',
      to: 'high',
      decision: {
        rule: 'cost_spike',
        ruleVersion: 1,
        parameters: {},
        unit: 'USD',
        inputs: { from: '', to: '', points: 0, periodSeconds: 86_400 },
        verdict: { at: '', observed: 3, baseline: 1, threshold: 2 },
      },
    });
    const advice = await seedRecommendation(database, alert);
    for (const { method, path } of describedRoutes()) {
      const id = path.startsWith('/recommendations') ? advice.id : alert.id;
      for (const caller of ['admin', 'guest', 'anonymous'] as const) {
        const { text, headers } = await (guardrails.bare as any)
          [method.toLocaleLowerCase('en-US')](
            `/api/guardrails${path
              .replace('/jobs/{id}', '/jobs/ingest-costs')
              .replace('{id}', id)
              .replace('{name}', 'payments-api')}`,
          )
          .set('Authorization', CALLERS[caller])
          .query(
            method === 'GET'
              ? { project: 'payments-api', metric: '5xx_count' }
              : {},
          )
          .send(
            method === 'GET'
              ? undefined
              : { status: 'acknowledged', note: 'looked at it' },
          );
        answers.push(JSON.stringify(headers) + text);
      }
    }
    await isGivenUp();
  });
  afterAll(async () => {
    await guardrails?.stop();
    await new Promise(resolve => receiver.close(resolve));
  });

  /** The webhook refused an event, and the timeline of the alert says so. */
  async function isGivenUp() {
    for (let i = 0; i < 1500; i += 1) {
      const failed = await knex('events')
        .where({ event_type: 'announcement_failed' })
        .first('id');
      if (failed) return;
      await pause(20);
    }
    throw new Error('the webhook was not given up');
  }

  const told: Record<string, () => Promise<string> | string> = {
    'an answer': () => answers.join('\n'),
    'the trail': async () => JSON.stringify(await knex('events')),
    'what is kept of deliveries': async () =>
      JSON.stringify(await knex('deliveries')),
    'what the auditor hears': () =>
      JSON.stringify([
        auditor.createEvent.mock.calls.map(([{ request, ...event }]) => event),
        finished.fail.mock.calls.map(([{ error }]) => [
          String(error),
          error.stack,
        ]),
      ]),
    'the log': () =>
      JSON.stringify(
        [logger.error, logger.warn, logger.info, logger.debug].flatMap(
          ({ mock }) => mock.calls.map(call => call.map(String)),
        ),
      ),
  };

  it.each(Object.keys(told))('stand nowhere in %s', async place => {
    const text = await told[place]();
    // Otherwise it would say nothing.
    expect(text.length).toBeGreaterThan(100);
    for (const secret of Object.values(SECRETS)) {
      expect(text).not.toContain(secret);
    }
    // Nor the caller's token.
    expect(text).not.toContain(String(CALLERS.admin).replace('Bearer ', ''));
  });
});
