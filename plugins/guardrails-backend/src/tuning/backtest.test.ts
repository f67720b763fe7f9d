import { builtInRules, RuleSet } from '../detection';
import { errors, FIRST_DAY } from '../detection/__testUtils__/series';
import { errorBurst } from '../detection/rules/errorBurst';
import { freezeClock } from '../__testUtils__/frozenClock';
import { daysAgo, NOW, seedProject } from '../__testUtils__/seed';
import {
  startGuardrails,
  type RunningGuardrails,
} from '../__testUtils__/startGuardrails';
import type { Database, ProjectRecord } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import {
  alertsOf,
  days,
  natBill,
  SERVICE,
  startDetecting,
  storeCosts,
} from '../jobs/__testUtils__/detecting';
import { replayRule } from './ruleReplay';

jest.setTimeout(120_000);
freezeClock();

const databases = testDatabases();
const PERIOD_MS = 300_000;
const INCIDENT = [daysAgo(20), daysAgo(19)];
const SMALL_RISE = daysAgo(8);

describe('replayRule', () => {
  it('ends between two parts of its work when nobody waits any more', async () => {
    const [configured] = RuleSet.create([errorBurst], {
      detection: { lookbackDays: 14, ruleParameters: {} },
      projects: [],
    }).forProject();
    const gone = new AbortController();
    const replay = replayRule(
      errors(60 * 288, () => 1),
      FIRST_DAY,
      configured,
      {
        project: 'payments-api',
        settling: { finalAfterDays: 3, overlapMinutes: 15 },
        activities: [],
        signal: gone.signal,
      },
    );
    setImmediate(() => gone.abort(new Error('nobody waits')));

    await expect(replay).rejects.toThrow('nobody waits');
  });
});

describe.each(ENGINES)('GET /detection/backtest on %s', engine => {
  let guardrails: RunningGuardrails;
  let database: Database;
  let project: ProjectRecord;

  beforeAll(async () => {
    const opened = await openDatabase(databases, engine);
    database = opened.database;
    guardrails = await startGuardrails({ knex: opened.knex });
    project = await seedProject(database, 'payments-api');
    await storeCosts(
      database,
      project,
      days(daysAgo(90), daysAgo(1)).map(day => [
        day,
        day === SMALL_RISE ? 58 : natBill(day, INCIDENT),
      ]),
    );
    const newest = Math.floor(NOW.getTime() / PERIOD_MS) * PERIOD_MS;
    await database.metrics.upsert(
      project.id,
      Array.from({ length: 20 * 288 }, (_, i) => ({
        metricName: '5xx_count',
        at: new Date(newest - i * PERIOD_MS),
        // Five minutes of forty errors, four days ago.
        value: i === 4 * 288 ? 40 : Number(i % 3 === 0),
        unit: 'count' as const,
      })),
    );
    // What the rules have found by themselves.
    await startDetecting(database, { lookbackDays: 29 }).run(NOW.toISOString());
  });
  afterAll(() => guardrails.stop());

  const ask = (query: object) =>
    guardrails.api
      .get('/api/guardrails/detection/backtest')
      .query({ project: 'payments-api', ...query });
  const spike = (parameters: Record<string, string> = {}) =>
    ask({ rule: 'cost_spike', days: 30, ...parameters });

  it('fires what was fired, where nothing is changed', async () => {
    const { body } = await spike().expect(200);

    expect(body.counts).toEqual({ kept: 1, added: 0, gone: 0 });
    expect(body.fired).toEqual(body.stored);
    expect(body.alerts).toHaveLength(1);
    expect(body.fired[0]).toMatchObject({
      alertType: 'cost',
      service: SERVICE,
      unit: 'USD',
      window: {
        start: `${INCIDENT[0]}T00:00:00.000Z`,
        end: `${daysAgo(18)}T00:00:00.000Z`,
      },
      severity: body.alerts[0].severity,
      title: body.alerts[0].title,
      observed: body.alerts[0].observedValue,
      threshold: body.alerts[0].thresholdValue,
      inBoth: true,
      alertId: body.alerts[0].id,
    });
    expect(body.period.to).toBe(NOW.toISOString());
  });

  it('says what a stricter setting adds', async () => {
    const { body } = await spike({
      'parameters[minIncreaseShare]': '0.1',
      'parameters[minImpact]': '5',
    }).expect(200);

    expect(body.counts).toEqual({ kept: 1, added: 1, gone: 0 });
    expect(body.fired[0]).toMatchObject({
      window: { start: `${SMALL_RISE}T00:00:00.000Z` },
      inBoth: false,
    });
    expect(body.fired[0].alertId).toBeUndefined();
    expect(body.stored).toHaveLength(1);
    expect(body.parameters).toContainEqual({
      name: 'minImpact',
      value: 5,
      stored: 20,
    });
  });

  it('says what a looser setting takes away', async () => {
    const { body } = await spike({ 'parameters[minIncrease]': '1000' });

    expect(body.counts).toEqual({ kept: 0, added: 0, gone: 1 });
    expect(body.fired).toEqual([]);
  });

  it('takes a map of limits as JSON', async () => {
    const { body } = await ask({
      rule: 'cost_limit',
      'parameters[limits]': JSON.stringify({ [SERVICE]: 50 }),
    }).expect(200);

    expect(body.stored).toEqual([]);
    expect(body.counts.added).toBe(2);
  });

  it('finds bursts of errors as a run does', async () => {
    const { body } = await ask({ rule: 'error_burst', days: 10 }).expect(200);
    const [alert] = (await alertsOf(database, project)).filter(
      ({ metricName }) => metricName === '5xx_count',
    );

    expect(body.fired).toHaveLength(1);
    expect(body.fired[0]).toMatchObject({
      metric: '5xx_count',
      alertId: alert.id,
      observed: alert.observedValue,
      baseline: alert.baselineValue,
      threshold: alert.thresholdValue,
      title: alert.title,
    });
  });

  it.each(builtInRules.map(({ name }) => name))(
    'tries %s over 90 days',
    async rule => {
      const { body } = await ask({ rule, days: 90 }).expect(200);

      expect(body.rule).toBe(rule);
      expect(body.counts.added).toBe(0);
      expect(body.counts.gone).toBe(0);
    },
  );

  it.each(['cost_spike', 'error_burst'])(
    'of %s has nothing to tell of a project that has no rows',
    async rule => {
      await seedProject(database, `empty-${rule}`);
      const { body } = await ask({
        project: `empty-${rule}`,
        rule,
        days: 30,
      }).expect(200);

      expect(body).toMatchObject({
        fired: [],
        stored: [],
        alerts: [],
        counts: { kept: 0, added: 0, gone: 0 },
      });
    },
  );

  it('writes nothing', async () => {
    const state = async () => ({
      alerts: await alertsOf(database, project),
      events: await database.events.count({ projectIds: [project.id] }),
    });
    const before = await state();
    await spike({ 'parameters[minImpact]': '0' }).expect(200);

    expect(await state()).toEqual(before);
  });

  it.each([
    [
      { rule: 'cost_spike', 'parameters[spreads]': '99' },
      'parameters.spreads: got 99, takes a number from 1 to 20',
    ],
    [
      { rule: 'cost_spike', 'parameters[spread]': '9' },
      /parameters\.spread: is not known, takes .*spreads/,
    ],
    [
      { rule: 'cost_spikes' },
      /rule: got 'cost_spikes', takes one of cost_limit/,
    ],
    [
      { rule: 'cost_spike', days: 91 },
      /days: got 91, takes a number of at most 90/,
    ],
    [{ days: 9 }, /rule: is missing/],
    [
      { rule: 'cost_spike', 'parameters[a][b]': '9' },
      /parameters: got .*takes parameters\[<name>\]=<value>/,
    ],
    [{ rule: 'cost_spike', parameters: '9' }, /parameters: got "9"/],
  ])('refuses %j', async (query, message) => {
    const { body } = await ask(query).expect(400);

    expect(body.error.message).toMatch(message);
  });

  it('runs two at once and asks others to come again', async () => {
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => ask({ rule: 'error_burst', days: 90 })),
    );

    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses.slice(0, 2)).toEqual([200, 200]);
    expect(statuses.at(-1)).toBe(429);
    expect(
      answers.find(({ status }) => status === 429)!.headers['retry-after'],
    ).toBe('2');
  });
});
