import { mockServices } from '@backstage/backend-test-utils';
import { startChanging, type Changing } from '../__testUtils__/changes';
import { freezeClock } from '../__testUtils__/frozenClock';
import { NOW, seedAlert, seedRecommendation } from '../__testUtils__/seed';
import { ANA, BOB } from '../__testUtils__/startGuardrails';
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

const TOMORROW = new Date(NOW.getTime() + 86_400_000).toISOString();
const YESTERDAY = new Date(NOW.getTime() - 86_400_000).toISOString();

describe.each(ENGINES)('changes of alerts on %s', engine => {
  let changing: Changing;

  beforeAll(async () => {
    changing = await startChanging(databases, engine, [auditor.factory]);
  });
  afterAll(() => changing.guardrails.stop());

  const seeded = () => seedAlert(changing.database, changing.project);
  const patch = (id: string, body: object) =>
    changing.patch(`/alerts/${id}`, body);
  const listed = async (query: string) => {
    const { body } = await changing.guardrails.api.get(
      `/api/guardrails/alerts?limit=200&${query}`,
    );
    return body.items.map((each: { id: string }) => each.id);
  };

  describe('snoozing', () => {
    it('mutes an alert until a time, and leaves its status as it is', async () => {
      const { id } = await seeded();
      const { status, body } = await patch(id, {
        snoozedUntil: TOMORROW,
        note: 'after the migration',
      });
      expect(status).toBe(200);
      expect(body).toMatchObject({ status: 'open', snoozedUntil: TOMORROW });
      expect(body.events.at(-1)).toMatchObject({
        eventType: 'snoozed',
        actor: 'ana@example.com',
        message: `ana@example.com snoozed "Amazon RDS cost doubled" until ${TOMORROW}: "after the migration"`,
        metadata: { until: TOMORROW, note: 'after the migration' },
      });
    });

    it('is a new version of the alert', async () => {
      const { id } = await seeded();
      const first = await patch(id, { snoozedUntil: TOMORROW });
      const second = await patch(id, { snoozedUntil: null }).set(
        'If-Match',
        first.body.etag,
      );
      expect(second.status).toBe(200);
      const third = await patch(id, { snoozedUntil: TOMORROW }).set(
        'If-Match',
        first.body.etag,
      );
      expect(third.status).toBe(412);
    });

    it('sorts the list into what is snoozed and what is not', async () => {
      const [snoozed, awake, ended, over] = [
        await seeded(),
        await seeded(),
        await seeded(),
        await seeded(),
      ];
      await patch(snoozed.id, { snoozedUntil: TOMORROW });
      await patch(ended.id, { snoozedUntil: TOMORROW });
      await patch(ended.id, { snoozedUntil: null });
      await patch(over.id, { snoozedUntil: TOMORROW });
      await patch(over.id, { status: 'resolved' });
      const asleep = await listed('snoozed=true');
      const others = await listed('snoozed=false');
      expect(asleep).toContain(snoozed.id);
      expect(others).not.toContain(snoozed.id);
      for (const { id } of [awake, ended, over]) {
        expect(asleep).not.toContain(id);
        expect(others).toContain(id);
      }
    });

    it('ends by itself', async () => {
      const { id } = await seeded();
      await patch(id, { snoozedUntil: TOMORROW });
      jest.setSystemTime(new Date(TOMORROW));
      const { body } = await changing.guardrails.api.get(
        `/api/guardrails/alerts/${id}`,
      );
      const asleep = await listed('snoozed=true');
      jest.setSystemTime(NOW);
      expect(body).not.toHaveProperty('snoozedUntil');
      expect(asleep).not.toContain(id);
    });

    it('is replaced by a later one, also by a shorter one', async () => {
      const { id } = await seeded();
      const soon = new Date(NOW.getTime() + 3_600_000).toISOString();
      await patch(id, { snoozedUntil: TOMORROW });
      const { body } = await patch(id, { snoozedUntil: soon });
      expect(body.snoozedUntil).toBe(soon);
      const all = await listed('');
      expect(all.filter((each: string) => each === id)).toEqual([id]);
      jest.setSystemTime(new Date(soon));
      const asleep = await listed('snoozed=true');
      jest.setSystemTime(NOW);
      expect(asleep).not.toContain(id);
    });

    it('ends when somebody says so, and nothing happens when there is none', async () => {
      const { id } = await seeded();
      await patch(id, { snoozedUntil: TOMORROW });
      const { body } = await patch(id, { snoozedUntil: null, note: 'now' });
      expect(body).not.toHaveProperty('snoozedUntil');
      expect(body.events.at(-1)).toMatchObject({
        eventType: 'snooze_ended',
        message:
          'ana@example.com ended the snooze of "Amazon RDS cost doubled": "now"',
        metadata: { until: TOMORROW, note: 'now' },
      });
      const again = await patch(id, { snoozedUntil: null });
      expect(again.body.etag).toBe(body.etag);
      expect(again.body.events).toEqual(body.events);
    });

    it('ends with the resolution, also for the alert that is reopened', async () => {
      const { id } = await seeded();
      await patch(id, { snoozedUntil: TOMORROW });
      const resolved = await patch(id, { status: 'resolved' });
      expect(resolved.body).not.toHaveProperty('snoozedUntil');
      const reopened = await patch(id, { status: 'open' });
      expect(reopened.body).not.toHaveProperty('snoozedUntil');
    });

    it('goes together with an acknowledgement, whose event has the note', async () => {
      const { id } = await seeded();
      const { body } = await patch(id, {
        status: 'acknowledged',
        snoozedUntil: TOMORROW,
        note: 'known',
      });
      expect(body).toMatchObject({
        status: 'acknowledged',
        snoozedUntil: TOMORROW,
      });
      expect(
        body.events
          .slice(-2)
          .map((each: any) => [each.eventType, each.metadata.note]),
      ).toEqual([
        ['status_changed', 'known'],
        ['snoozed', undefined],
      ]);
    });

    it('is refused for what is resolved', async () => {
      const { id } = await seeded();
      const both = await patch(id, {
        status: 'resolved',
        snoozedUntil: TOMORROW,
      });
      expect([both.status, both.body.error.message]).toEqual([
        409,
        `snoozedUntil: got '${TOMORROW}' for an alert that is resolved; only one that is open or acknowledged can be snoozed`,
      ]);
      expect(await changing.database.alerts.byId(id)).toMatchObject({
        status: 'open',
      });
    });

    it.each([YESTERDAY, NOW.toISOString(), '2027-03-01T00:00:00Z'])(
      'is refused until %s',
      async snoozedUntil => {
        const { id } = await seeded();
        const { status, body } = await patch(id, { snoozedUntil });
        expect([status, body.error.message]).toEqual([
          400,
          `snoozedUntil: got '${snoozedUntil}', takes a time from now on until '2027-02-18T12:00:00.000Z', 90 days ahead; or null, which ends the snooze`,
        ]);
      },
    );
  });

  describe('notes', () => {
    it('stand in the timeline and leave the version as it is', async () => {
      const { id } = await seeded();
      const before = await changing.guardrails.api.get(
        `/api/guardrails/alerts/${id}`,
      );
      const { status, body } = await changing.post(
        `/alerts/${id}/notes`,
        { note: 'asked the team' },
        BOB,
      );
      expect(status).toBe(201);
      expect(body.etag).toBe(before.body.etag);
      expect(body.events.at(-1)).toMatchObject({
        eventType: 'note_added',
        actor: 'user:default/bob',
        message:
          'user:default/bob noted on "Amazon RDS cost doubled": "asked the team"',
        metadata: { note: 'asked the team' },
      });
    });

    it.each([{}, { note: ' ' }, { note: 'x'.repeat(2001) }, { note: 1 }])(
      'are refused without text that fits: %p',
      async body => {
        const { id } = await seeded();
        const response = await changing.post(`/alerts/${id}/notes`, body);
        expect(response.status).toBe(400);
      },
    );
  });

  describe('in bulk', () => {
    const bulk = (ids: string[], change: object) =>
      changing.post('/alerts/bulk', { ids, ...change });

    it('answer every id for itself, in the order asked for', async () => {
      const [open, resolved] = [await seeded(), await seeded()];
      await patch(resolved.id, { status: 'resolved' });
      const nobody = '00000000-0000-4000-8000-000000000000';
      jest.clearAllMocks();

      const { status, body } = await bulk([resolved.id, open.id, nobody], {
        status: 'acknowledged',
        note: 'all of them',
      });

      expect(status).toBe(200);
      expect(body.items).toMatchObject([
        {
          id: resolved.id,
          status: 409,
          error: {
            name: 'ConflictError',
            message:
              "status: got 'acknowledged' for an alert that is 'resolved'; from there it may move to 'open'",
          },
        },
        { id: open.id, status: 200, alert: { status: 'acknowledged' } },
        {
          id: nobody,
          status: 404,
          error: { message: `No alert has the id '${nobody}'` },
        },
      ]);
      expect(await changing.eventsOf('alert', open.id)).toMatchObject([
        {},
        { eventType: 'status_changed', metadata: { note: 'all of them' } },
      ]);
      expect(succeeded).toHaveBeenCalledTimes(1);
      expect(failed.mock.calls.map(([{ error }]) => error.name)).toEqual([
        'ConflictError',
        'NotFoundError',
      ]);
      expect(auditor.createEvent).toHaveBeenCalledWith(
        expect.objectContaining({
          eventId: 'alert-update',
          meta: { alertId: open.id, status: 'acknowledged' },
        }),
      );
    });

    it('change 500 at once', async () => {
      const ids: string[] = [];
      for (let i = 0; i < 500; i++) ids.push((await seeded()).id);
      const { status, body } = await bulk(ids, { snoozedUntil: TOMORROW });
      expect(status).toBe(200);
      expect(body.items.map((each: any) => [each.id, each.status])).toEqual(
        ids.map(id => [id, 200]),
      );
    });

    it('reopen one of two alerts of one series, and say why not the other', async () => {
      const series = { serviceName: 'Amazon Bulk' };
      const older = await seedAlert(
        changing.database,
        changing.project,
        series,
      );
      await patch(older.id, { status: 'resolved' });
      const newer = await seedAlert(
        changing.database,
        changing.project,
        series,
      );
      await patch(newer.id, { status: 'resolved' });
      const { body } = await bulk([older.id, newer.id], { status: 'open' });
      expect(body.items.map((each: any) => each.status).sort()).toEqual([
        200, 409,
      ]);
    });

    it('change nothing when the database fails', async () => {
      const [first, second] = [await seeded(), await seeded()];
      const [breaking, mending] = {
        SQLITE_3: [
          `create trigger broken before insert on events when new.entity_id = '${second.id}' begin select raise(abort, 'no more events'); end`,
          'drop trigger broken',
        ],
        POSTGRES_18: [
          `alter table events add constraint broken check (entity_id <> '${second.id}') not valid`,
          'alter table events drop constraint broken',
        ],
      }[engine];
      await changing.knex.raw(breaking);
      const { status } = await bulk([first.id, second.id], {
        status: 'acknowledged',
      });
      await changing.knex.raw(mending);
      expect(status).toBe(500);
      for (const { id } of [first, second]) {
        expect(await changing.database.alerts.byId(id)).toMatchObject({
          status: 'open',
        });
        expect(await changing.eventsOf('alert', id)).toHaveLength(1);
      }
    });

    it.each([
      ['no id', { ids: [], status: 'resolved' }],
      ['no change', { ids: ['00000000-0000-4000-8000-000000000000'] }],
      [
        'an id twice',
        {
          ids: Array(2).fill('00000000-0000-4000-8000-000000000000'),
          status: 'resolved',
        },
      ],
      [
        'more than 500',
        {
          ids: Array.from(
            { length: 501 },
            (_, i) => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
          ),
          status: 'resolved',
        },
      ],
      ['no id', { ids: [], status: 'resolved' }],
      [
        // The database would take it for the same alert, and the answer for another one.
        'an id in capitals',
        {
          ids: ['01A2063E-BDA4-7120-BD47-8DF26EE263BC'],
          status: 'resolved',
        },
      ],
    ])('are refused with %s', async (_, body) => {
      const response = await changing.post('/alerts/bulk', body);
      expect(response.status).toBe(400);
    });
  });

  it('are found by when they were resolved', async () => {
    const { id } = await seeded();
    await patch(id, { status: 'resolved' });
    expect(await listed(`resolvedFrom=${NOW.toISOString()}`)).toContain(id);
    expect(await listed(`resolvedTo=${NOW.toISOString()}`)).not.toContain(id);
    const { status, body } = await changing.guardrails.api.get(
      `/api/guardrails/alerts?resolvedFrom=${TOMORROW}&resolvedTo=${YESTERDAY}`,
    );
    expect([status, body.error.message]).toEqual([
      400,
      `resolvedFrom: got '${TOMORROW}', takes a time before '${YESTERDAY}', which is resolvedTo`,
    ]);
  });

  describe('of the owner of a recommendation', () => {
    const assign = async (owner: string) => {
      const { id } = await seedRecommendation(
        changing.database,
        await seeded(),
      );
      return changing.patch(`/recommendations/${id}`, { owner }, ANA);
    };

    it.each([
      ['user:default/bob', 'user:default/bob'],
      ['User:Bob', 'user:default/bob'],
      ['bob@example.com', 'bob@example.com'],
      ['Bob, from: the other team', 'Bob, from: the other team'],
    ])('take %s as %s', async (owner, stored) => {
      const { status, body } = await assign(owner);
      expect([status, body.owner]).toEqual([200, stored]);
      const { body: list } = await changing.guardrails.api
        .get('/api/guardrails/recommendations')
        .query({ owner });
      expect(list.items.map((each: any) => each.id)).toContain(body.id);
    });

    it.each([
      ['group:default/nobody', 'of which the catalog knows nothing'],
      ['user:', 'takes a user or group as kind:namespace/name'],
      ['two\nlines', 'takes one line of text'],
    ])('refuse %j', async (owner, why) => {
      const { status, body } = await assign(owner);
      expect([status, body.error.message]).toEqual([
        400,
        expect.stringContaining(why),
      ]);
    });
  });
});
