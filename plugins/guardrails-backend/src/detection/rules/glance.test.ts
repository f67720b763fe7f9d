import type { Series } from '@cloudops/plugin-guardrails-node';
import fc from 'fast-check';
import { errors, FIRST_DAY, gauges, latencies } from '../__testUtils__/series';
import { DayBaselines, type Quantities } from '../DayBaselines';
import { glancedSpans, onlyWithin } from '../glance';
import { glanceOf, judge, memoryOf } from '../judge';
import { RuleSet } from '../RuleSet';
import { builtInRules } from '.';

const rules = RuleSet.create(builtInRules, {
  detection: {
    lookbackDays: 14,
    ruleParameters: {
      static_limit: { limits: { '5xx_count': 8, p95_latency_ms: 230 } },
    },
  },
  projects: [],
}).forProject();

const reliabilityRules = rules.filter(
  ({ rule }) => rule.appliesTo === 'reliability',
);

const PERIOD_MS = 300_000;
const PER_DAY = 288;
const DAY_MS = PER_DAY * PERIOD_MS;
const BY_KEY = {
  '5xx_count': errors,
  p95_latency_ms: latencies,
  // Their kinds are not declared: by what they do the one is traffic, the other utilisation.
  requests: gauges,
  utilisation: gauges,
};
type Key = keyof typeof BY_KEY;

/** What each rule that takes something from whole days is tried on. */
const JUDGED: Readonly<Record<string, readonly Key[]>> = {
  error_burst: ['5xx_count'],
  sudden_jump: ['p95_latency_ms', 'requests'],
  level_shift: ['p95_latency_ms'],
  peak_exceeded: ['requests', 'utilisation'],
  short_change: ['utilisation'],
  seasonal_deviation: ['utilisation'],
  static_limit: [],
};

/** With a rhythm, some noise, gaps, and an hour of trouble now and then. */
function valueAt(key: Key, index: number, seed: number): number | null {
  const noise = Math.abs(Math.sin(index * 12.9898 + seed) * 43758.5453) % 1;
  if (noise > 0.97) return null;
  const isTrouble = (Math.floor(index / 12) * 7 + seed) % 41 === 0;
  const rhythm = Math.sin((index / PER_DAY) * 2 * Math.PI);
  switch (key) {
    case '5xx_count':
      return (
        Math.floor(noise * noise * (5 + 3 * rhythm)) + (isTrouble ? 30 : 0)
      );
    case 'requests':
      return 1000 + 500 * rhythm + 20 * noise - (isTrouble ? 400 : 0);
    case 'utilisation':
      // Each second point lower, as of a job that comes every ten minutes.
      return (
        40 +
        20 * rhythm +
        (index % 2 === 0 ? 9 : -9) +
        3 * noise -
        (isTrouble ? 25 : 0)
      );
    default:
      return 200 + 40 * rhythm + 15 * noise + (isTrouble ? 300 : 0);
  }
}

/** Everything that was computed from a whole series for the days that are judged. */
function stored(series: Series, from: number): Map<number, Quantities> {
  const baselines = DayBaselines.of(series);
  const days = new Map<number, Quantities>();
  const newest = series.points.at(-1)!.at;
  for (
    let day = from - (from % DAY_MS) - DAY_MS;
    day <= newest;
    day += DAY_MS
  ) {
    days.set(day, JSON.parse(JSON.stringify(baselines.on(day))));
  }
  return days;
}

it('is tried on every rule of metrics', () => {
  expect(Object.keys(JUDGED).sort()).toEqual(
    reliabilityRules.map(({ rule }) => rule.name).sort(),
  );
});

it('spares every rule of metrics the whole history', () => {
  for (const [key, of] of Object.entries(BY_KEY)) {
    expect(
      glanceOf(reliabilityRules, { ...of(1, () => 1), key }),
    ).toBeDefined();
  }
});

describe.each(
  reliabilityRules.flatMap(configured =>
    JUDGED[configured.rule.name].map(key => ({
      name: configured.rule.name,
      key,
      configured,
    })),
  ),
)('$name on $key', ({ key, configured }) => {
  it('says the same of what it glances at as of the whole series', () => {
    let verdicts = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 3 * PER_DAY, max: 20 * PER_DAY }),
        fc.integer({ min: 1, max: 40 }),
        (seed, before, judged) => {
          const whole = BY_KEY[key](before + judged, index =>
            valueAt(key, index, seed),
          );
          const from = FIRST_DAY + before * PERIOD_MS;
          const expected = judge(whole, before, [configured]);
          const { rule, parameters } = configured;
          const spans = glancedSpans(
            {
              first: new Date(FIRST_DAY),
              last: new Date(whole.points.at(-1)!.at),
            },
            {
              periodSeconds: 300,
              judgedFrom: from,
              glance: rule.glance!(parameters, 300),
            },
          )!;
          const glanced = { ...whole, points: onlyWithin(spans, whole.points) };
          DayBaselines.hand(glanced, stored(whole, from));

          const found = judge(glanced, before, [configured]);

          expect(found).toEqual(expected);
          // Not the verdicts that fired alone: every number of every one.
          expect(rule.judge(glanced, before, parameters)).toEqual(
            rule.judge(whole, before, parameters),
          );
          verdicts += expected.above.length;
        },
      ),
      { numRuns: 60, seed: 20261122 },
    );
    expect(verdicts).toBeGreaterThan(100);
    expect(
      memoryOf(
        [configured],
        BY_KEY[key](1, () => 1),
      ),
    ).toBeGreaterThan(0);
  });
});
