import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { startChanging, type Changing } from '../__testUtils__/changes';
import { freezeClock } from '../__testUtils__/frozenClock';
import { NOW, seedCosts, seedProject } from '../__testUtils__/seed';
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

const DAY_MS = 86_400_000;
const inDays = (count: number) =>
  new Date(NOW.getTime() + count * DAY_MS).toISOString();
const PLAN = {
  project: 'payments-api',
  from: inDays(0),
  to: inDays(2),
  reason: 'load test',
};

describe.each(ENGINES)('planned activities on %s', engine => {
  let changing: Changing;
  let count = 0;

  beforeAll(async () => {
    changing = await startChanging(databases, engine, [auditor.factory]);
    await seedCosts(
      changing.database,
      changing.project,
      { 'Amazon RDS': '10' },
      { from: 30, to: 1 },
    );
  });
  afterAll(() => changing.guardrails.stop());

  /** A project that nothing was planned for. */
  const fresh = async () => {
    const name = `project-${count++}`;
    await seedProject(changing.database, name);
    return name;
  };
  const plan = (body: object = {}) =>
    changing.post('/planned-activities', { ...PLAN, ...body });
  const listed = async (query: string) => {
    const { status, body } = await changing.guardrails.api.get(
      `/api/guardrails/planned-activities?${query}`,
    );
    expect(status).toBe(200);
    return body;
  };
  const cancel = (id: string) =>
    changing.guardrails.api
      .delete(`/api/guardrails/planned-activities/${id}`)
      .set('Authorization', mockCredentials.user.header('user:default/ana'));

  it('are taken and answered, with who planned them and why', async () => {
    const project = await fresh();
    const { status, body } = await plan({ project, reason: ' load test ' });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      project,
      from: PLAN.from,
      to: PLAN.to,
      reason: 'load test',
      state: 'running',
      plannedBy: 'ana@example.com',
      plannedAt: NOW.toISOString(),
      suppressed: [],
    });
    expect(await listed(`project=${project}`)).toEqual({ items: [body] });
    expect(await changing.eventsOf('alert', body.id)).toEqual([
      {
        eventType: 'activity_planned',
        actor: 'ana@example.com',
        message: `ana@example.com planned an activity from ${PLAN.from} to ${PLAN.to}, during which nothing fires on the whole project: "load test"`,
        metadata: { from: PLAN.from, to: PLAN.to, reason: 'load test' },
      },
    ]);
  });

  it('are sorted into those that hold or are to come, and those that are past', async () => {
    const project = await fresh();
    const made = [];
    for (const period of [
      { from: inDays(-3), to: inDays(-1) },
      { from: inDays(-1), to: inDays(1) },
      { from: inDays(5), to: inDays(6) },
      { from: inDays(5), to: inDays(6), service: 'Amazon RDS' },
    ]) {
      made.push((await plan({ project, ...period })).body.id);
    }
    await cancel(made[3]);
    const states = async (state: string) =>
      (await listed(`project=${project}&state=${state}`)).items
        .map((each: any) => each.state)
        .sort();
    expect(await states('current')).toEqual(['planned', 'running']);
    expect(await states('past')).toEqual(['cancelled', 'ended']);
    expect(await states('all')).toHaveLength(4);
  });

  it('are answered page by page', async () => {
    const project = await fresh();
    const made = [];
    for (let i = 0; i < 5; i++) made.push((await plan({ project })).body.id);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { items, nextCursor } = await listed(
        `project=${project}&limit=2${cursor && `&cursor=${cursor}`}`,
      );
      seen.push(...items.map((each: any) => each.id));
      cursor = nextCursor ?? '';
    } while (cursor);
    expect([...seen].sort()).toEqual([...made].sort());
  });

  it('are cancelled once, and kept in the list and in the trail', async () => {
    const project = await fresh();
    const { body: planned } = await plan({ project });
    const { status, body } = await cancel(planned.id);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      state: 'cancelled',
      cancelledBy: 'ana@example.com',
      cancelledAt: NOW.toISOString(),
    });
    const again = await cancel(planned.id);
    expect([again.status, again.body.error.message]).toEqual([
      409,
      `The planned activity was cancelled by ana@example.com at ${NOW.toISOString()} already`,
    ]);
    expect(await changing.eventsOf('alert', planned.id)).toMatchObject([
      { eventType: 'activity_planned' },
      {
        eventType: 'activity_cancelled',
        message: 'ana@example.com cancelled the planned activity "load test"',
      },
    ]);
    expect((await listed(`project=${project}`)).items).toEqual([]);
    const { body: trail } = await changing.guardrails.api.get(
      `/api/guardrails/events?project=${project}`,
    );
    expect(
      trail.items.map(({ eventType, title }: any) => [eventType, title]),
    ).toEqual([
      ['activity_cancelled', 'load test'],
      ['activity_planned', 'load test'],
    ]);
  });

  it.each([
    [
      'a period that ends before it begins',
      { from: inDays(2), to: inDays(1) },
      `from: got '${inDays(2)}', takes a time before '${inDays(
        1,
      )}', which is to`,
    ],
    [
      'an empty period',
      { from: inDays(1), to: inDays(1) },
      `from: got '${inDays(1)}', takes a time before '${inDays(
        1,
      )}', which is to`,
    ],
    [
      'a period of more than 31 days',
      { from: inDays(0), to: inDays(32) },
      `to: got '${inDays(32)}', takes a time until '${inDays(
        31,
      )}', 31 days after from`,
    ],
    [
      'one that is too far ahead',
      { from: inDays(91), to: inDays(92) },
      `from: got '${inDays(91)}', takes a time from '${inDays(
        -31,
      )}' to '${inDays(90)}'`,
    ],
    [
      'one that is too long ago',
      { from: inDays(-32), to: inDays(-30) },
      `from: got '${inDays(-32)}', takes a time from`,
    ],
    [
      'a service and a metric at once',
      { service: 'Amazon RDS', metric: '5xx_count' },
      "metric: got '5xx_count' beside service 'Amazon RDS'; takes one of the two",
    ],
    [
      'a reason of spaces',
      { reason: '  ' },
      'reason: got "  ", takes text that is more than spaces',
    ],
    ['no reason', { reason: undefined }, 'reason: is missing'],
    ['an unknown field', { until: inDays(1) }, 'until: is not known in'],
    [
      'a day that does not exist',
      { from: '2026-02-30T00:00:00Z' },
      'from: got "2026-02-30T00:00:00Z", takes a time as ISO 8601',
    ],
  ])('are refused with %s', async (_, body, message) => {
    const project = await fresh();
    const answer = await plan({ project, ...body });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toContain(message);
    expect((await listed(`project=${project}&state=all`)).items).toEqual([]);
  });

  it('are refused for a project that there is not', async () => {
    const { status, body } = await plan({ project: 'paymets-api' });
    expect([status, body.error.message]).toEqual([
      404,
      "No project has the name 'paymets-api'",
    ]);
  });

  it('are taken for a service or metric that nothing is known of, and say so', async () => {
    const known = await plan({ service: 'Amazon RDS' });
    expect(known.body).not.toHaveProperty('warning');
    const misspelt = await plan({ service: 'Amazon RSD' });
    expect([misspelt.status, misspelt.body.warning]).toEqual([
      201,
      "No costs of 'Amazon RSD' are stored for payments-api in the last 90 days; the name has to be spelt as AWS spells it",
    ]);
    const metric = await plan({ metric: '4xx_count' });
    expect([metric.status, metric.body.warning]).toEqual([
      201,
      "No values of '4xx_count' are stored for payments-api; it has no metrics",
    ]);
  });

  it('are at most 30 an hour for a project, also when they are asked for at once', async () => {
    const project = await fresh();
    for (let i = 0; i < 25; i++) {
      expect((await plan({ project })).status).toBe(201);
    }
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => plan({ project })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      201, 201, 201, 201, 201, 429, 429, 429,
    ]);
    const refused = answers.find(({ status }) => status === 429)!;
    expect(refused.get('retry-after')).toBe('3600');
    expect((await plan({ project: await fresh() })).status).toBe(201);
  });

  it('are told to the portal’s auditor, without what people wrote', async () => {
    const project = await fresh();
    const { body } = await plan({ project });
    expect(auditor.createEvent).toHaveBeenLastCalledWith(
      expect.objectContaining({
        eventId: 'activity-plan',
        meta: { project, from: PLAN.from, to: PLAN.to },
      }),
    );
    await cancel(body.id);
    expect(auditor.createEvent).toHaveBeenLastCalledWith(
      expect.objectContaining({
        eventId: 'activity-cancel',
        meta: { plannedActivityId: body.id },
      }),
    );
    expect(succeeded).toHaveBeenCalledTimes(2);
    await plan({ project: 'paymets-api' });
    expect(failed).toHaveBeenCalledTimes(1);
  });
});
