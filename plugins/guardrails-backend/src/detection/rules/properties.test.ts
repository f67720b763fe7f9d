/** What holds for every rule: it is pure, causal, remembers no more than it says, and fires at nothing. */
import type {
  DetectionRule,
  Series,
  Verdict,
} from '@cloudops/plugin-guardrails-node';
import {
  costs,
  errors,
  gauges,
  latencies,
  randomNumbers,
} from '../__testUtils__/series';
import { builtInRules } from '.';

const SEEDS = [1, 2, 3, 4, 5];
/** Six points a day: what rules look back on in days and weeks stays short enough to be judged point by point. */
const PERIOD = 4 * 3600;
const PER_DAY = 6;

const OWN_PARAMETERS: Readonly<Record<string, unknown>> = {
  // So short that the oldest day decides whether the series counts as young.
  cost_spike: { historyDays: 35 },
  cost_limit: { limits: { 'AWS Lambda': 120 } },
  // So close that the series of this test pass them.
  sudden_jump: { above: 0.5, below: 0.5 },
  level_shift: { above: 0.5 },
  short_change: { above: 0.5, below: 0.5 },
  peak_exceeded: { above: 0.5, below: 0.5 },
  seasonal_deviation: { above: 0.2, below: 0.2 },
  static_limit: { limits: { '5xx_count': 9, p95_latency_ms: 260 }, points: 3 },
};

/** About `level`, weekly and daily rhythm, noise, gaps, an outlier here and there, and a shift. */
function lively(seed: number, level: number, periodSeconds: number) {
  const random = randomNumbers(seed);
  const shiftAt = 150 + Math.floor(random() * 100);
  return (index: number, at: number): number | null => {
    const hours = at / 3_600_000;
    const rhythm =
      1 +
      0.2 * Math.sin((hours / (24 * 7)) * 2 * Math.PI) +
      (periodSeconds === PERIOD
        ? 0.1 * Math.sin((hours / 24) * 2 * Math.PI)
        : 0);
    const noise = 1 + 0.1 * (random() - 0.5);
    const outlier = random() < 0.02 ? 4 : 1;
    const shift = index > shiftAt ? 1.8 : 1;
    const gap = random() < 0.03;
    return gap ? null : level * rhythm * noise * outlier * shift;
  };
}

/** Kinds of cost that rules of their own look at: charged now and then, charged monthly, and new. */
function costSeriesFor(seed: number): Series[] {
  const usual = lively(seed, 100, 86_400);
  const random = randomNumbers(seed + 1000);
  const sparse = Array.from({ length: 300 }, () => {
    const charge = 40 * (0.8 + 0.4 * random());
    return random() < 0.4 ? charge * (random() < 0.05 ? 12 : 1) : 0;
  });
  return [
    costs(300, usual),
    costs(300, index => sparse[index]),
    costs(300, (index, at) => {
      const date = new Date(at);
      const fee = date.getUTCMonth() === 10 ? 900 : 300;
      return 30 + (index % 3) + (date.getUTCDate() === 1 ? fee : 0);
    }),
    costs(300, index => (index < 60 ? 0 : 15 + (index % 4))),
  ];
}

function seriesFor(rule: DetectionRule<any>, seed: number): Series[] {
  if (rule.appliesTo === 'cost') {
    return costSeriesFor(seed);
  }
  const count = lively(seed, 6, PERIOD);
  // One of each kind longer than what any rule looks back on.
  const days = seed > 1 ? 35 : 65;
  const gauge = gauges(days * PER_DAY, lively(seed, 200, PERIOD), PERIOD);
  return [
    errors(
      days * PER_DAY,
      (index, at) => {
        const value = count(index, at);
        return value === null ? null : Math.round(value);
      },
      PERIOD,
    ),
    latencies(days * PER_DAY, lively(seed, 200, PERIOD), PERIOD),
    gauge,
    { ...gauge, kind: 'traffic' },
  ];
}

function outcomeOf({ fired, direction }: Verdict): string {
  if (!fired) {
    return 'within the limit';
  }
  return direction === 'below' ? 'under the limit' : 'over the limit';
}

function cut(series: Series, from: number, to?: number): Series {
  return { ...series, points: series.points.slice(from, to) };
}

describe.each(builtInRules.map(rule => [rule.name, rule] as const))(
  '%s',
  (name, rule) => {
    const parameters = rule.parameters.parse(OWN_PARAMETERS[name] ?? {});
    const allSeries = SEEDS.flatMap(seed => seriesFor(rule, seed)).filter(
      series => rule.accepts(series, parameters),
    );

    it('has something to say about the series of this test, of both kinds', () => {
      const verdicts = allSeries.flatMap(series =>
        rule.judge(series, 0, parameters),
      );

      expect(verdicts.some(({ fired }) => fired)).toBe(true);
      expect(verdicts.some(({ fired }) => !fired)).toBe(true);
    });

    it('says the same again', () => {
      for (const series of allSeries) {
        expect(rule.judge(series, 0, parameters)).toEqual(
          rule.judge(series, 0, parameters),
        );
      }
    });

    it('says the same when the future is cut off', () => {
      for (const series of allSeries) {
        const all = rule.judge(series, 0, parameters);
        const lengths = [40, 120, 200, 280].filter(
          length => length <= series.points.length,
        );
        for (const length of lengths) {
          const past = cut(series, 0, length);
          expect(rule.judge(past, 0, parameters)).toEqual(
            all.filter(({ at }) => at <= past.points[length - 1].at),
          );
        }
      }
    });

    it('says the same in pieces of any size', () => {
      for (const series of allSeries) {
        const all = rule.judge(series, 0, parameters);
        // Point by point for a series of each kind; generated batches are the matter of the properties of costs and metrics.
        const sizes = allSeries.indexOf(series) < 4 ? [1, 50] : [7, 50];
        for (const size of sizes) {
          const pieces = [];
          for (let from = 0; from < series.points.length; from += size) {
            const known = cut(series, 0, from + size);
            pieces.push(...rule.judge(known, from, parameters));
          }
          expect(pieces).toEqual(all);
        }
      }
    });

    it('says the same, bit for bit, without what is older than its memory', () => {
      for (const series of allSeries) {
        const memory = rule.memory(parameters, series.periodSeconds);
        const all = rule.judge(series, 0, parameters);
        for (let i = memory; i < series.points.length; i += 3) {
          const remembered = cut(series, i - memory, i + 1);
          expect(rule.judge(remembered, memory, parameters)).toEqual(
            all.filter(({ at }) => at === series.points[i].at),
          );
        }
      }
    });

    it('judges no point that has no value', () => {
      for (const series of allSeries) {
        const missing = new Set(
          series.points
            .filter(({ value }) => value === null)
            .map(({ at }) => at),
        );
        for (const { at } of rule.judge(series, 0, parameters)) {
          expect(missing.has(at)).toBe(false);
        }
        const nothing = {
          ...series,
          points: series.points.map(({ at }) => ({ at, value: null })),
        };
        expect(rule.judge(nothing, 0, parameters)).toEqual([]);
      }
    });

    it.each([0, 0.5, 3, 100])('does not fire at a constant %d', value => {
      for (const series of allSeries) {
        const constant = {
          ...series,
          points: series.points.map(({ at }) => ({ at, value })),
        };
        // A fixed limit is passed by a constant that lies over it: that is what it is for.
        const limits: Record<string, number> = parameters.limits ?? {};
        const fired = rule
          .judge(constant, 0, parameters)
          .filter(verdict => verdict.fired);
        expect(fired.length > 0).toBe(value > limits[series.key]);
      }
    });

    it('explains each verdict with its own numbers', () => {
      for (const series of allSeries.slice(0, 4)) {
        const verdicts = rule.judge(series, 0, parameters);
        for (const verdict of verdicts.filter(
          ({ fired }, i) => fired || i % 5 === 0,
        )) {
          const index = series.points.findIndex(({ at }) => at === verdict.at);
          const lines = rule.explain(series, index, parameters);
          const number = (label: string) =>
            Number(lines.find(line => line.label === label)?.value);

          expect(number('Observed')).toBeCloseTo(verdict.observed, 3);
          expect(number('Limit')).toBeCloseTo(verdict.threshold, 3);
          expect(lines.at(-1)?.value).toBe(outcomeOf(verdict));
        }
      }
    });
  },
);
