/** What holds for every rule of metrics on any values that can be stored: generated ones, with gaps, rhythm and outliers. */
import type {
  DetectionRule,
  Series,
  Verdict,
} from '@cloudops/plugin-guardrails-node';
import fc from 'fast-check';
import { gauges, randomNumbers } from '../__testUtils__/series';
import { builtInRules } from '.';

const RULES = builtInRules.filter(
  ({ appliesTo }) => appliesTo === 'reliability',
);
/** Rules that know counts: twice as many errors are another matter than twice as large ones. */
const OF_COUNTS = ['error_burst'];
const PERIOD = 4 * 3600;
const LENGTH = 6 * 40;

/** As a source declares them; what declares nothing is a utilisation at this period. */
const KINDS: readonly Partial<Pick<Series, 'kind' | 'unit'>>[] = [
  { unit: 'count' },
  { unit: 'ms' },
  { kind: 'latency' },
  { kind: 'traffic' },
  {},
];

type Valued = (index: number) => number | null;

function metric(facts: (typeof KINDS)[number], valueAt: Valued): Series {
  const isCount = facts.unit === 'count';
  const series = gauges(
    LENGTH,
    index => {
      const value = valueAt(index);
      return isCount && value !== null ? Math.round(Math.abs(value)) : value;
    },
    PERIOD,
  );
  return { ...series, ...facts };
}

/** About a level, with a rhythm of the day and noise; some points unknown, zero, or far off, and a shift at the end. */
const anyMetric: fc.Arbitrary<Series> = fc
  .record({
    facts: fc.constantFrom(...KINDS),
    level: fc.double({ min: 0.01, max: 1e6, noNaN: true }),
    rhythm: fc.double({ min: 0, max: 0.9, noNaN: true }),
    noise: fc.double({ min: 0, max: 0.5, noNaN: true }),
    seed: fc.nat(),
    odd: fc.array(
      fc.tuple(
        fc.nat(LENGTH - 1),
        fc.constantFrom<number | null>(null, null, 0, -1, 1.5, 3, 20),
      ),
      { maxLength: 12 },
    ),
    shift: fc.constantFrom(1, 1, 0.2, 3),
  })
  .map(({ facts, level, rhythm, noise, seed, odd, shift }) => {
    const random = randomNumbers(seed);
    const special = new Map(odd);
    return metric(facts, index => {
      const each = 1 + noise * (random() - 0.5);
      const factor = special.has(index) ? special.get(index)! : 1;
      if (factor === null) return null;
      const hour = 1 + rhythm * Math.sin((index / 6) * 2 * Math.PI);
      return level * hour * each * factor * (index > 200 ? shift : 1);
    });
  });

function parametersOf(rule: DetectionRule<any>) {
  return rule.parameters.parse(
    rule.name === 'static_limit' ? { limits: { utilisation: 500 } } : {},
  );
}

function cut(series: Series, from: number, to?: number): Series {
  return { ...series, points: series.points.slice(from, to) };
}

function judged(
  rule: DetectionRule<any>,
  series: Series,
  from = 0,
  parameters = parametersOf(rule),
): Verdict[] {
  return rule.accepts(series, parameters)
    ? rule.judge(series, from, parameters)
    : [];
}

const RUNS = { numRuns: 25, seed: 2026 };

describe.each(RULES.map(rule => [rule.name, rule] as const))(
  '%s on any values',
  (name, rule) => {
    it('changes no verdict of the past when the future is cut off', () => {
      fc.assert(
        fc.property(
          anyMetric,
          fc.integer({ min: 1, max: LENGTH }),
          (series, end) => {
            const past = cut(series, 0, end);
            expect(judged(rule, past)).toEqual(
              judged(rule, series).filter(
                ({ at }) => at <= past.points[end - 1].at,
              ),
            );
          },
        ),
        RUNS,
      );
    });

    it('comes to the same verdicts in batches of any size, in any order, and again', () => {
      fc.assert(
        fc.property(
          anyMetric,
          fc.uniqueArray(fc.integer({ min: 1, max: LENGTH - 1 }), {
            maxLength: 6,
          }),
          (series, cuts) => {
            const starts = [0, ...cuts.sort((a, b) => a - b)];
            const batches = starts
              .map((from, i) => ({ from, to: starts[i + 1] ?? LENGTH }))
              .reverse()
              .map(({ from, to }) => judged(rule, cut(series, 0, to), from))
              .reverse();
            const all = judged(rule, series);
            expect(batches.flat()).toEqual(all);
            expect(judged(rule, series)).toEqual(all);
          },
        ),
        RUNS,
      );
    });

    it('judges no unknown point, and says only what can be stored and drawn', () => {
      fc.assert(
        fc.property(anyMetric, series => {
          const byTime = new Map(
            series.points.map(({ at, value }) => [at, value]),
          );
          for (const verdict of judged(rule, series)) {
            const { observed, baseline, threshold, usual } = verdict;
            expect(byTime.get(verdict.at)).not.toBeNull();
            expect(
              [observed, baseline, threshold, usual?.lower, usual?.upper]
                .filter(number => number !== undefined)
                .every(Number.isFinite),
            ).toBe(true);
            const isBeyond =
              verdict.direction === 'above'
                ? observed > threshold
                : observed < threshold;
            expect(verdict.fired && !isBeyond).toBe(false);
          }
        }),
        RUNS,
      );
    });

    it('is not woken by gaps', () => {
      fc.assert(
        fc.property(
          fc.constantFrom(...KINDS),
          fc.double({ min: 0, max: 400, noNaN: true }),
          fc.uniqueArray(fc.nat(LENGTH - 1), { maxLength: LENGTH }),
          (facts, value, missing) => {
            const gaps = new Set(missing);
            const series = metric(facts, index =>
              gaps.has(index) ? null : value,
            );
            expect(judged(rule, series).filter(({ fired }) => fired)).toEqual(
              [],
            );
          },
        ),
        RUNS,
      );
    });

    it('looks no further back than it says', () => {
      fc.assert(
        fc.property(anyMetric, series => {
          const parameters = parametersOf(rule);
          const memory = rule.memory(parameters, PERIOD);
          const last = LENGTH - 1;
          const remembered = cut(series, Math.max(0, last - memory));
          expect(
            judged(rule, remembered, remembered.points.length - 1),
          ).toEqual(judged(rule, series, last));
        }),
        RUNS,
      );
    });

    if (OF_COUNTS.includes(name)) {
      return;
    }
    it('says of values in a smaller unit the same, in that unit', () => {
      fc.assert(
        fc.property(
          anyMetric,
          // Doubling is exact in binary, so that the verdicts have to be the same bit for bit.
          fc.constantFrom(0.25, 2, 1024),
          (series, by) => {
            const { minIncrease, limits, ...others } = parametersOf(rule);
            const parameters = {
              ...others,
              ...(minIncrease === undefined
                ? {}
                : { minIncrease: minIncrease * by }),
              ...(limits && { limits: { utilisation: 500 * by } }),
            };
            const scaled = {
              ...series,
              points: series.points.map(({ at, value }) => ({
                at,
                value: value === null ? null : value * by,
              })),
            };
            expect(judged(rule, scaled, 0, parameters)).toEqual(
              judged(rule, series).map(verdict => ({
                ...verdict,
                observed: verdict.observed * by,
                baseline: verdict.baseline * by,
                threshold: verdict.threshold * by,
                ...(verdict.usual && {
                  usual: {
                    lower: verdict.usual.lower * by,
                    upper: verdict.usual.upper * by,
                  },
                }),
              })),
            );
          },
        ),
        RUNS,
      );
    });
  },
);
