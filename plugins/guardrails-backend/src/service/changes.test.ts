import { startChanging, type Changing } from '../__testUtils__/changes';
import { freezeClock } from '../__testUtils__/frozenClock';
import { NOW, seedAlert, seedRecommendation } from '../__testUtils__/seed';
import { type RunningGuardrails } from '../__testUtils__/startGuardrails';
import type { Database, ProjectRecord } from '../database';
import { ENGINES, testDatabases } from '../database/__testUtils__/engines';

jest.setTimeout(60_000);
freezeClock();

const databases = testDatabases();
describe.each(ENGINES)('changes on %s', engine => {
  let guardrails: RunningGuardrails;
  let database: Database;
  let project: ProjectRecord;
  let patch: Changing['patch'];
  let eventsOf: Changing['eventsOf'];

  beforeAll(async () => {
    ({ guardrails, database, project, patch, eventsOf } = await startChanging(
      databases,
      engine,
    ));
  });
  afterAll(() => guardrails.stop());

  describe('of an alert', () => {
    it('acknowledges with a note: row, stamp and event together', async () => {
      const { id } = await seedAlert(database, project);

      const response = await patch(`/alerts/${id}`, {
        status: 'acknowledged',
        note: 'new batch job, checking',
      });

      expect(response.status).toBe(200);
      expect(response.body).toMatchObject({
        id,
        project: 'payments-api',
        status: 'acknowledged',
        acknowledgedAt: NOW.toISOString(),
        updatedAt: NOW.toISOString(),
        allowedTransitions: ['resolved', 'open'],
      });
      expect(response.body).not.toHaveProperty('resolvedAt');
      expect(response.body.events.at(-1)).toMatchObject({
        entityType: 'alert',
        entityId: id,
        eventType: 'status_changed',
        actor: 'ana@example.com',
        message:
          'ana@example.com acknowledged "Amazon RDS cost doubled": "new batch job, checking"',
        metadata: {
          from: 'open',
          to: 'acknowledged',
          note: 'new batch job, checking',
        },
        createdAt: NOW.toISOString(),
      });
      expect(await database.alerts.byId(id)).toMatchObject({
        status: 'acknowledged',
        acknowledgedAt: NOW,
      });
      expect(await eventsOf('alert', id)).toHaveLength(2);
    });

    it('resolves, and clears the stamps when it is reopened', async () => {
      const { id } = await seedAlert(database, project);
      await patch(`/alerts/${id}`, { status: 'acknowledged' });
      const resolved = await patch(`/alerts/${id}`, { status: 'resolved' });
      expect(resolved.body).toMatchObject({
        acknowledgedAt: NOW.toISOString(),
        // The second change of a moment is the later one by a millisecond.
        resolvedAt: new Date(NOW.getTime() + 1).toISOString(),
      });
      const reopened = await patch(`/alerts/${id}`, { status: 'open' });
      expect(reopened.body.status).toBe('open');
      expect(reopened.body).not.toHaveProperty('acknowledgedAt');
      expect(reopened.body).not.toHaveProperty('resolvedAt');
    });

    it.each([
      ['open', 'open', ['acknowledged', 'resolved']],
      ['acknowledged', 'acknowledged', ['resolved', 'open']],
      ['resolved', 'acknowledged', ['open']],
      ['resolved', 'resolved', ['open']],
    ] as const)(
      'does not move from %s to %s and names where it may go',
      async (from, to, allowed) => {
        const { id } = await seedAlert(database, project);
        if (from !== 'open') await patch(`/alerts/${id}`, { status: from });
        const before = await eventsOf('alert', id);

        const response = await patch(`/alerts/${id}`, { status: to });

        expect(response.status).toBe(409);
        expect(response.body.error).toMatchObject({
          name: 'ConflictError',
          message: `status: got '${to}' for an alert that is '${from}'; from there it may move to ${allowed
            .map(each => `'${each}'`)
            .join(', ')}`,
        });
        expect(await eventsOf('alert', id)).toEqual(before);
      },
    );

    it('does not reopen beside a newer alert of the same series', async () => {
      const older = await seedAlert(database, project, { serviceName: 'S3' });
      await patch(`/alerts/${older.id}`, { status: 'resolved' });
      await seedAlert(database, project, { serviceName: 'S3' });

      const response = await patch(`/alerts/${older.id}`, { status: 'open' });

      expect([response.status, response.body.error.message]).toEqual([
        409,
        'status: this alert cannot be reopened, because a newer alert of the same series is not resolved yet; work on that one',
      ]);
      expect(await database.alerts.byId(older.id)).toMatchObject({
        status: 'resolved',
      });
    });
  });

  describe('of a recommendation', () => {
    const seeded = async () =>
      seedRecommendation(database, await seedAlert(database, project));

    it('moves, assigns and notes in one change, with an event for each', async () => {
      const { id, alertId } = await seeded();

      const response = await patch(`/recommendations/${id}`, {
        status: 'in_progress',
        owner: 'Ana Silva',
        note: 'this sprint',
      });

      expect(response.status).toBe(200);
      expect(response.body).toMatchObject({
        status: 'in_progress',
        owner: 'Ana Silva',
        allowedTransitions: ['done', 'dismissed', 'open'],
        alertTitle: 'Amazon RDS cost doubled',
        alertSeverity: 'high',
      });
      expect(await eventsOf('recommendation', id)).toEqual([
        {
          eventType: 'status_changed',
          actor: 'ana@example.com',
          message:
            'ana@example.com started "Find the slow queries": "this sprint"',
          metadata: {
            alertId,
            from: 'open',
            to: 'in_progress',
            note: 'this sprint',
          },
        },
        {
          eventType: 'owner_changed',
          actor: 'ana@example.com',
          message:
            'ana@example.com assigned "Find the slow queries" to Ana Silva',
          metadata: { alertId, from: null, to: 'Ana Silva' },
        },
      ]);
    });

    it.each([
      ['done', 'doneAt', 'dismissedAt'],
      ['dismissed', 'dismissedAt', 'doneAt'],
    ] as const)(
      'stamps %s, and clears the stamp when it is reopened',
      async (status, stamp, other) => {
        const { id } = await seeded();
        const ended = await patch(`/recommendations/${id}`, { status });
        expect(ended.body[stamp]).toBe(NOW.toISOString());
        expect(ended.body).not.toHaveProperty(other);
        const reopened = await patch(`/recommendations/${id}`, {
          status: 'open',
        });
        expect(reopened.body).not.toHaveProperty(stamp);
      },
    );

    it('gives and takes back an owner without moving it', async () => {
      const { id, alertId } = await seeded();
      await patch(`/recommendations/${id}`, { owner: 'bob@example.com' });
      const response = await patch(`/recommendations/${id}`, {
        owner: null,
        note: 'Bob left',
      });
      expect(response.body.status).toBe('open');
      expect(response.body).not.toHaveProperty('owner');
      expect((await eventsOf('recommendation', id)).at(-1)).toEqual({
        eventType: 'owner_changed',
        actor: 'ana@example.com',
        message:
          'ana@example.com removed bob@example.com as owner of "Find the slow queries": "Bob left"',
        metadata: {
          alertId,
          from: 'bob@example.com',
          to: null,
          note: 'Bob left',
        },
      });
    });

    it('keeps a note on its own', async () => {
      const { id, alertId, updatedAt } = await seeded();
      const response = await patch(`/recommendations/${id}`, { note: 'hm' });
      expect(response.body.updatedAt).toBe(updatedAt.toISOString());
      expect(await eventsOf('recommendation', id)).toEqual([
        {
          eventType: 'note_added',
          actor: 'ana@example.com',
          message: 'ana@example.com noted on "Find the slow queries": "hm"',
          metadata: { alertId, note: 'hm' },
        },
      ]);
    });

    it('records nothing when the owner stays the same', async () => {
      const { id } = await seeded();
      await patch(`/recommendations/${id}`, { owner: 'bob' });
      const before = await eventsOf('recommendation', id);
      const response = await patch(`/recommendations/${id}`, { owner: 'bob' });
      expect(response.status).toBe(200);
      expect(await eventsOf('recommendation', id)).toEqual(before);
    });

    it('stores an owner without the spaces around it', async () => {
      const { id } = await seeded();
      const { body } = await patch(`/recommendations/${id}`, {
        owner: '  bob@example.com ',
      });
      expect(body.owner).toBe('bob@example.com');
      const before = await eventsOf('recommendation', id);
      await patch(`/recommendations/${id}`, { owner: 'bob@example.com' });
      expect(await eventsOf('recommendation', id)).toEqual(before);
    });

    it('changes nothing at all when the status may not follow', async () => {
      const { id } = await seeded();
      await patch(`/recommendations/${id}`, { status: 'done' });
      const response = await patch(`/recommendations/${id}`, {
        status: 'dismissed',
        owner: 'bob',
      });
      expect([response.status, response.body.error.message]).toEqual([
        409,
        "status: got 'dismissed' for a recommendation that is 'done'; from there it may move to 'open'",
      ]);
      expect(await database.recommendations.byId(id)).not.toHaveProperty(
        'owner',
        'bob',
      );
    });
  });
});
