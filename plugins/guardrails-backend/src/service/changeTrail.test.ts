import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { startChanging, type Changing } from '../__testUtils__/changes';
import { freezeClock } from '../__testUtils__/frozenClock';
import { seedAlert, seedRecommendation } from '../__testUtils__/seed';
import {
  ANA,
  BOB,
  type RunningGuardrails,
} from '../__testUtils__/startGuardrails';
import type { Database, ProjectRecord } from '../database';
import { ENGINES, testDatabases } from '../database/__testUtils__/engines';

jest.setTimeout(60_000);
freezeClock();

const databases = testDatabases();
const auditor = mockServices.auditor.mock();
const succeeded = jest.fn();
const failed = jest.fn();

beforeEach(() => {
  jest.clearAllMocks();
  auditor.createEvent.mockResolvedValue({ success: succeeded, fail: failed });
});

describe.each(ENGINES)('versions and trail of changes on %s', engine => {
  let guardrails: RunningGuardrails;
  let knex: Knex;
  let database: Database;
  let project: ProjectRecord;
  let patch: Changing['patch'];
  let eventsOf: Changing['eventsOf'];

  beforeAll(async () => {
    ({ guardrails, knex, database, project, patch, eventsOf } =
      await startChanging(databases, engine, [auditor.factory]));
  });
  afterAll(() => guardrails.stop());

  describe('of a version', () => {
    it.each(['alerts', 'recommendations'])(
      'are made to the %s that the caller saw, and to no other',
      async kind => {
        const alert = await seedAlert(database, project);
        const { id } =
          kind === 'alerts' ? alert : await seedRecommendation(database, alert);
        const path = `/${kind}/${id}`;
        const seen = await guardrails.api.get(`/api/guardrails${path}`);
        expect(seen.get('etag')).toBe(seen.body.etag);

        const first = await patch(path, { status: 'open' }).set(
          'If-Match',
          '"older"',
        );
        expect(first.status).toBe(412);
        expect(first.body.error).toMatchObject({
          name: 'PreconditionFailedError',
          message: `If-Match: got "older", the current version is ${seen.body.etag}; it was changed since, so read it again and decide anew`,
        });

        const status = kind === 'alerts' ? 'acknowledged' : 'in_progress';
        const second = await patch(path, { status }).set(
          'If-Match',
          seen.body.etag,
        );
        expect(second.status).toBe(200);
        expect(second.get('etag')).toBe(second.body.etag);
        expect(second.body.etag).not.toBe(seen.body.etag);

        const third = await patch(path, { status: 'open' }).set(
          'If-Match',
          seen.body.etag,
        );
        expect(third.status).toBe(412);

        const weak = await patch(path, { status: 'open' }).set(
          'If-Match',
          `"other", W/${second.body.etag}`,
        );
        expect(weak.status).toBe(200);
        const any = await patch(path, { status }).set('If-Match', '*');
        expect(any.status).toBe(200);
      },
    );

    it('lets one of two people win who acknowledge at once', async () => {
      const { id } = await seedAlert(database, project);
      const { body } = await guardrails.api.get(`/api/guardrails/alerts/${id}`);
      const answers = await Promise.all(
        [ANA, BOB].map(user =>
          patch(`/alerts/${id}`, { status: 'acknowledged' }, user).set(
            'If-Match',
            body.etag,
          ),
        ),
      );
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses[0]).toBe(200);
      expect([409, 412]).toContain(statuses[1]);
      expect(await eventsOf('alert', id)).toHaveLength(2);
    });
  });

  describe('in the trail', () => {
    it('names a person without an email by the entity ref', async () => {
      const { id } = await seedAlert(database, project);
      const { body } = await patch(
        `/alerts/${id}`,
        { status: 'acknowledged' },
        BOB,
      );
      expect(body.events.at(-1).actor).toBe('user:default/bob');
    });

    it.each(['user:default/mallory', 'user:default/trudy'])(
      'does not name %s by what is no email and may be somebody else’s name',
      async ref => {
        const { id } = await seedAlert(database, project);
        const { body } = await patch(
          `/alerts/${id}`,
          { status: 'acknowledged' },
          mockCredentials.user(ref),
        );
        expect(body.events.at(-1).actor).toBe(ref);
      },
    );

    it('names a service by its subject', async () => {
      const { id } = await seedAlert(database, project);
      const { body } = await guardrails.api
        .patch(`/api/guardrails/alerts/${id}`)
        .set('Authorization', mockCredentials.service.header())
        .send({ status: 'acknowledged' });
      expect(body.events.at(-1).actor).toBe('external:test-service');
    });

    /** Changes an alert and a recommendation while the database is broken; answers both with their events, before and after. */
    const changeWhile = async (breaking: string[], mending: string[]) => {
      const { id } = await seedAlert(database, project);
      const alert = await database.alerts.byId(id);
      const advice = await seedRecommendation(database, alert!);
      const everything = async () => [
        await database.alerts.byId(id),
        await eventsOf('alert', id),
        await database.recommendations.byId(advice.id),
        await eventsOf('recommendation', advice.id),
      ];
      const before = await everything();
      for (const statement of breaking) await knex.raw(statement);
      const answers = [
        await patch(`/alerts/${id}`, { status: 'acknowledged' }),
        await patch(`/recommendations/${advice.id}`, {
          status: 'in_progress',
          owner: 'bob',
        }),
      ];
      for (const statement of mending) await knex.raw(statement);
      return {
        statuses: answers.map(({ status }) => status),
        before,
        after: await everything(),
      };
    };

    it('has no change without its event', async () => {
      const [breaking, mending] = {
        SQLITE_3: [
          `create trigger broken before insert on events begin select raise(abort, 'no more events'); end`,
          'drop trigger broken',
        ],
        POSTGRES_18: [
          'alter table events add constraint broken check (false) not valid',
          'alter table events drop constraint broken',
        ],
      }[engine];
      const { statuses, before, after } = await changeWhile(
        [breaking],
        [mending],
      );
      expect(statuses).toEqual([500, 500]);
      expect(after).toEqual(before);
    });

    // Nothing of the product fails at the commit on SQLite.
    if (engine === 'POSTGRES_18') {
      it('has no event without its change, even when the change fails last of all', async () => {
        const tables = ['alerts', 'recommendations'];
        const { statuses, before, after } = await changeWhile(
          [
            `create function broken() returns trigger language plpgsql as $$ begin raise exception 'not today'; end $$`,
            ...tables.map(
              table =>
                `create constraint trigger broken_${table} after update on ${table} deferrable initially deferred for each row execute function broken()`,
            ),
          ],
          [
            ...tables.map(table => `drop trigger broken_${table} on ${table}`),
            'drop function broken()',
          ],
        );
        expect(statuses).toEqual([500, 500]);
        expect(after).toEqual(before);
      });
    }
  });

  describe('before the portal’s auditor', () => {
    it('tells of a change', async () => {
      const { id } = await seedAlert(database, project);
      await patch(`/alerts/${id}`, {
        status: 'resolved',
        note: 'what people write is in the trail, and not in logs',
      });
      expect(auditor.createEvent).toHaveBeenCalledWith({
        eventId: 'alert-update',
        severityLevel: 'medium',
        request: expect.objectContaining({ method: 'PATCH' }),
        meta: { alertId: id, status: 'resolved' },
      });
      expect(succeeded).toHaveBeenCalledTimes(1);
      expect(failed).not.toHaveBeenCalled();
    });

    it('tells of a refused change', async () => {
      const { id } = await seedRecommendation(
        database,
        await seedAlert(database, project),
      );
      await patch(`/recommendations/${id}`, { status: 'open', owner: 'bob' });
      expect(auditor.createEvent).toHaveBeenCalledWith(
        expect.objectContaining({
          eventId: 'recommendation-update',
          meta: { recommendationId: id, status: 'open', owner: 'bob' },
        }),
      );
      expect(failed).toHaveBeenCalledWith({
        error: expect.objectContaining({ name: 'ConflictError' }),
      });
      expect(succeeded).not.toHaveBeenCalled();
    });

    it('tells of a request that is refused before anybody asks what it would change, and not what was written', async () => {
      const { id } = await seedAlert(database, project);
      const note = 'a word of mine'.repeat(200);
      for (const send of [
        () => patch(`/alerts/${id}`, { status: 'shut', note }),
        () => patch(`/alerts/${id}`, { status: 'open', note: '\0' }),
        () =>
          patch(`/alerts/${id}`, {})
            .set('Content-Type', 'text/plain')
            .send(note),
        () => patch(`/alerts/${id}`, { note: 'n'.repeat(60_000) }),
        () => patch('/alerts/7', { status: 'open' }),
      ]) {
        jest.clearAllMocks();
        auditor.createEvent.mockResolvedValue({
          success: succeeded,
          fail: failed,
        });
        const { status } = await send();
        expect(status).toBeGreaterThanOrEqual(400);
        expect(auditor.createEvent).toHaveBeenCalledTimes(1);
        expect(auditor.createEvent).toHaveBeenCalledWith(
          expect.objectContaining({
            eventId: 'request-refused',
            severityLevel: 'medium',
            meta: {
              method: 'PATCH',
              path: expect.stringMatching(/^\/alerts\//),
            },
          }),
        );
        expect(failed).toHaveBeenCalledTimes(1);
        const [[{ error }]] = failed.mock.calls;
        expect(`${error}`).toMatch(
          /^\w+Error: not (as described: |to be read)/,
        );
        expect(`${error} ${error.stack}`).not.toContain('a word of mine');
      }
    });

    it.each<[number, string, (id: string, etag: string) => any[]]>([
      [409, 'ConflictError', id => [id, { status: 'open' }]],
      [412, 'PreconditionFailedError', id => [id, { note: 'x' }, '"old"']],
      [400, 'InputError', id => [id, { snoozedUntil: '2001-01-01T00:00:00Z' }]],
      [
        404,
        'NotFoundError',
        () => ['00000000-0000-4000-8000-000000000000', { status: 'open' }],
      ],
    ])('tells of a change that is refused with %s', async (code, name, of) => {
      const alert = await seedAlert(database, project);
      const [id, body, ifMatch] = of(alert.id, '');
      const sent = patch(`/alerts/${id}`, body);
      const { status } = await (ifMatch ? sent.set('If-Match', ifMatch) : sent);
      expect(status).toBe(code);
      expect(auditor.createEvent).toHaveBeenCalledTimes(1);
      expect(auditor.createEvent).toHaveBeenCalledWith(
        expect.objectContaining({ eventId: 'alert-update' }),
      );
      expect(failed).toHaveBeenCalledWith({
        error: expect.objectContaining({ name }),
      });
      expect(succeeded).not.toHaveBeenCalled();
    });

    it('tells of every alert of a change in bulk that is refused as a whole', async () => {
      const ids = [
        (await seedAlert(database, project)).id,
        (await seedAlert(database, project)).id,
      ];
      const { status } = await guardrails.api
        .post('/api/guardrails/alerts/bulk')
        .send({ ids, snoozedUntil: '2001-01-01T00:00:00Z', note: 'later' });
      expect(status).toBe(400);
      expect(
        auditor.createEvent.mock.calls.map(([{ eventId, meta }]) => [
          eventId,
          meta,
        ]),
      ).toEqual(
        ids.map(alertId => [
          'alert-update',
          { alertId, snoozedUntil: '2001-01-01T00:00:00Z' },
        ]),
      );
      expect(failed).toHaveBeenCalledTimes(2);
      expect(succeeded).not.toHaveBeenCalled();
    });

    it('tells of a job that was asked for too often', async () => {
      const run = () =>
        guardrails.api.post('/api/guardrails/jobs/ingest-metrics/run');
      await run();
      jest.clearAllMocks();
      auditor.createEvent.mockResolvedValue({
        success: succeeded,
        fail: failed,
      });
      expect([409, 429]).toContain((await run()).status);
      expect(auditor.createEvent).toHaveBeenCalledWith(
        expect.objectContaining({ eventId: 'job-run' }),
      );
      expect(failed).toHaveBeenCalledTimes(1);
    });

    it('tells nothing of a question', async () => {
      await guardrails.api.get('/api/guardrails/alerts');
      expect(auditor.createEvent).not.toHaveBeenCalled();
    });
  });
});
