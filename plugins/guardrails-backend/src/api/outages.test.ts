/** What a database that is restarted leaves behind: refusals that say so, no half of a change, no half of a file. */
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Knex } from 'knex';
import {
  seedAlert,
  seedProject,
  seedRecommendation,
} from '../__testUtils__/seed';
import {
  startGuardrails,
  type RunningGuardrails,
} from '../__testUtils__/startGuardrails';
import type { AlertRecord, Database, ProjectRecord } from '../database';
import { DatabaseLine } from '../database/__testUtils__/DatabaseLine';
import { openDatabase, testDatabases } from '../database/__testUtils__/engines';

const UNAVAILABLE = {
  name: 'ServiceUnavailableError',
  message:
    'The database, or another service that Guardrails needs, does not answer; try again later',
  retryAfter: 30,
};

// SQLite has no line that could be cut.
const databases = testDatabases(['POSTGRES_18']);

describe('a database that is restarted', () => {
  const logger = mockServices.logger.mock();
  const auditor = mockServices.auditor.mock();
  const audited = { success: jest.fn(), fail: jest.fn() };
  const registry = actionsRegistryServiceMock();
  let guardrails: RunningGuardrails;
  let database: Database;
  let project: ProjectRecord;
  let alert: AlertRecord;
  let line: DatabaseLine;
  let knex: Knex;

  beforeAll(async () => {
    logger.child.mockReturnValue(logger);
    const opened = await openDatabase(databases, 'POSTGRES_18');
    database = opened.database;
    ({ line, knex } = await DatabaseLine.to(opened.knex));
    auditor.createEvent.mockResolvedValue(audited);
    guardrails = await startGuardrails({
      knex,
      features: [
        logger.factory,
        auditor.factory,
        createServiceFactory({
          service: actionsRegistryServiceRef,
          deps: {},
          factory: () => registry,
        }),
      ],
    });
    project = await seedProject(database, 'payments-api');
  });
  beforeEach(async () => {
    alert = await seedAlert(database, project);
    // A connection hears the words of a statement once, and then its name.
    line.cut();
    jest.clearAllMocks();
  });
  afterAll(async () => {
    await guardrails.stop();
    await knex.destroy();
    await line.stop();
  });

  const stateOf = async () => ({
    alert: await database.alerts.byId(alert.id),
    events: await database.events.byEntity('alert', alert.id),
  });

  const untilStatus = async (status: string) => {
    while ((await stateOf()).alert?.status !== status) await pause(10);
  };

  const untilSomebodyWaits = async (trx: Knex.Transaction) => {
    for (;;) {
      const { rows } = await trx.raw(
        `select 1 from pg_locks
         where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))`,
      );
      if (rows.length > 0) return;
      await pause(10);
    }
  };

  it.each<[string, string, () => PromiseLike<any>]>([
    [
      'a question',
      'total_items',
      () => guardrails.api.get('/api/guardrails/alerts'),
    ],
    [
      'a change',
      'update "alerts"',
      () =>
        guardrails.api
          .patch(`/api/guardrails/alerts/${alert.id}`)
          .send({ status: 'acknowledged' }),
    ],
    [
      'a change in bulk',
      'insert into events',
      () =>
        guardrails.api
          .post('/api/guardrails/alerts/bulk')
          .send({ ids: [alert.id], status: 'acknowledged' }),
    ],
  ])('refuses %s, and takes it afterwards', async (_, words, ask) => {
    const before = await stateOf();
    const inVain = line.goDeadAt(words);
    const asked = Promise.resolve(ask());
    await inVain;
    line.cut();

    const { status, body, headers } = await asked;
    expect([status, body.error]).toEqual([503, UNAVAILABLE]);
    expect(headers['retry-after']).toBe('30');
    expect(await stateOf()).toEqual(before);
    expect((await ask()).status).toBe(200);
  });

  it('is told to the log with its reason, and to the auditor without statements', async () => {
    const inVain = line.goDeadAt('update "alerts"');
    const asked = Promise.resolve(
      guardrails.api
        .patch(`/api/guardrails/alerts/${alert.id}`)
        .send({ status: 'acknowledged', note: 'nobody’s business' }),
    );
    await inVain;
    line.cut();
    await asked;

    expect(audited.fail.mock.calls).toEqual([
      [{ error: expect.objectContaining(UNAVAILABLE) }],
    ]);
    expect(audited.success).not.toHaveBeenCalled();
    expect(String(logger.error.mock.calls)).toContain('is not queryable');
    expect(String(logger.error.mock.calls)).not.toContain('business');
  });

  it.each<[string, (advice: string) => PromiseLike<any>, string[]]>([
    [
      'an alert',
      () =>
        guardrails.api
          .patch(`/api/guardrails/alerts/${alert.id}`)
          .send({ status: 'acknowledged' }),
      ['acknowledged', 'open'],
    ],
    [
      'a recommendation',
      advice =>
        guardrails.api
          .patch(`/api/guardrails/recommendations/${advice}`)
          .send({ status: 'done' }),
      ['open', 'done'],
    ],
  ])(
    'that is gone when a stored change of %s is read back has refused nothing',
    async (_, change, stored) => {
      const { id } = await seedRecommendation(database, alert);
      const inVain = line.goDeadAt('project_currency');
      const asked = Promise.resolve(change(id));
      await inVain;
      line.cut();

      const { status, body, headers } = await asked;
      // Nobody is to be led to do it twice.
      expect(headers).not.toHaveProperty('retry-after');
      expect([status, body.error]).toEqual([
        503,
        expect.objectContaining({
          name: 'NotReadBackError',
          message:
            'The change is stored, and could not be read back; read it again, do not repeat it',
        }),
      ]);
      expect(JSON.stringify(body)).not.toContain('select');
      expect(String(logger.error.mock.calls)).toContain('terminated');
      expect(audited.success).toHaveBeenCalledTimes(1);
      expect(audited.fail).not.toHaveBeenCalled();
      const [moved, advice] = [
        await database.alerts.byId(alert.id),
        await database.recommendations.byId(id),
      ];
      expect([moved?.status, advice?.status]).toEqual(stored);
    },
  );

  it.each<[string, 'goDeadAt' | 'goDeadAfter', string]>([
    ['before', 'goDeadAt', 'open'],
    ['after', 'goDeadAfter', 'acknowledged'],
  ])(
    'that is gone %s a change is kept says that nobody knows whether it is',
    async (_, goDead, stored) => {
      const inVain = line[goDead]('COMMIT');
      const asked = Promise.resolve(
        guardrails.api
          .patch(`/api/guardrails/alerts/${alert.id}`)
          .send({ status: 'acknowledged' }),
      );
      await inVain;
      await untilStatus(stored);
      line.cut();

      const { status, body, headers } = await asked;
      expect([status, body.error]).toEqual([
        503,
        expect.objectContaining({
          name: 'OutcomeUnknownError',
          message:
            'The database was lost while it stored the change; read it again to see whether it is stored before you repeat it',
        }),
      ]);
      expect(headers).not.toHaveProperty('retry-after');
      expect(audited.fail.mock.calls).toEqual([
        [{ error: expect.objectContaining({ name: 'OutcomeUnknownError' }) }],
      ]);
      expect(String(logger.error.mock.calls)).toContain('terminated');
      expect((await stateOf()).alert?.status).toBe(stored);
    },
  );

  it('refuses all of a change in bulk that it cannot read back', async () => {
    const before = await stateOf();
    const inVain = line.goDeadAt('project_currency');
    const asked = Promise.resolve(
      guardrails.api
        .post('/api/guardrails/alerts/bulk')
        .send({ ids: [alert.id], status: 'acknowledged' }),
    );
    await inVain;
    line.cut();

    const { status, body } = await asked;
    expect([status, body.error]).toEqual([503, UNAVAILABLE]);
    expect(audited.fail).toHaveBeenCalledTimes(1);
    expect(await stateOf()).toEqual(before);
  });

  it('is told to an assistant in the same words', async () => {
    const inVain = line.goDeadAt('total_items');
    const asked = registry
      .invoke({
        id: 'test:list-alerts',
        input: {},
        credentials: mockCredentials.user(),
      })
      .catch(error => error.cause ?? error);
    await inVain;
    line.cut();

    expect(await asked).toMatchObject(UNAVAILABLE);
  });

  it('is nobody’s fault who waited for somebody that waited for them', async () => {
    const other = await seedAlert(database, project);
    const before = await stateOf();
    const [first, second] = [alert.id, other.id].sort();
    const lock = 'select 1 from alerts where id = ? for update';
    const trx = await knex.transaction();
    // The other one is to be let down.
    await trx.raw(`set local deadlock_timeout = '1h'`);
    await trx.raw(lock, [second]);
    const asked = Promise.resolve(
      guardrails.api
        .post('/api/guardrails/alerts/bulk')
        .send({ ids: [first, second], status: 'acknowledged' }),
    );
    await untilSomebodyWaits(trx);
    await trx.raw(lock, [first]).finally(() => trx.rollback());

    const bulk = await asked;
    expect([bulk.status, bulk.body.error]).toEqual([503, UNAVAILABLE]);
    expect(await stateOf()).toEqual(before);
  });

  it('cuts off an export that it interrupts, so that nobody takes a part for the whole', async () => {
    await database.events.append(
      Array.from({ length: 3000 }, (_, i) => ({
        projectId: project.id,
        entityType: 'job' as const,
        eventType: 'cost_restated',
        message: `number ${i}`,
        actor: 'system',
        // Larger than all that lies between the database and who reads slowly.
        metadata: { text: 'x'.repeat(5_000) },
      })),
      new Date('2026-11-01T00:00:00Z'),
    );
    const sent = get(
      `${guardrails.baseUrl}/api/guardrails/events.csv?eventType=cost_restated`,
      { headers: { Authorization: mockCredentials.user.header() } },
    );
    const [response]: IncomingMessage[] = await once(sent, 'response');
    // Of the second page.
    const inVain = line.goDeadAt('created_at, id) <');
    let text = '';
    response.setEncoding('utf8').on('data', chunk => {
      text += chunk;
    });
    await inVain;
    line.cut();

    await expect(once(response, 'end')).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    expect(text).toContain('number 2999');
    expect(text).not.toContain('number 0,');
    const { status } = await guardrails.api.get('/api/guardrails/alerts');
    expect(status).toBe(200);
  });
});
