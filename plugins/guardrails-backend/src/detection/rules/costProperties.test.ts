/** What holds for every cost rule on any costs that can be stored: generated ones, with gaps, credits and outliers. */
import type { DetectionRule, Series } from '@cloudops/plugin-guardrails-node';
import fc from 'fast-check';
import { costs } from '../__testUtils__/series';
import { builtInRules } from '.';

const RULES = builtInRules.filter(({ appliesTo }) => appliesTo === 'cost');

/** Parameters that are amounts of money: they grow with the currency. */
const MONEY = ['minIncrease', 'minImpact', 'limit', 'limitPerDay', 'limits'];

const cents = (value: number) => Math.round(value * 100) / 100;

/** About a level, with a weekday pattern; some days unknown, free of charge, credited, or several times as expensive. */
const anyCosts: fc.Arbitrary<Series> = fc
  .record({
    level: fc.double({ min: 0.5, max: 5000, noNaN: true }),
    weekend: fc.double({ min: 0.1, max: 1, noNaN: true }),
    freeBefore: fc.constantFrom(0, 0, 0, 40, 60),
    sparse: fc.constantFrom(0, 0, 0.6),
    noise: fc.array(fc.double({ min: 0.9, max: 1.1, noNaN: true }), {
      minLength: 140,
      maxLength: 140,
    }),
    odd: fc.array(
      fc.tuple(
        fc.nat(139),
        fc.constantFrom<number | null>(null, 0, -3, 1.4, 2, 5, 20),
      ),
      { maxLength: 12 },
    ),
  })
  .map(({ level, weekend, freeBefore, sparse, noise, odd }) => {
    const special = new Map(odd);
    return costs(140, (index, at) => {
      if (index < freeBefore) return 0;
      const factor = special.has(index) ? special.get(index)! : 1;
      if (factor === null) return null;
      if (sparse > 0 && (index * 7919) % 10 < sparse * 10) return 0;
      const shape = [0, 6].includes(new Date(at).getUTCDay()) ? weekend : 1;
      return cents(level * shape * noise[index] * factor);
    });
  });

function parametersOf(rule: DetectionRule<any>) {
  return rule.parameters.parse(
    rule.name === 'cost_limit' ? { limits: { 'AWS Lambda': 100 } } : {},
  );
}

function cut(series: Series, from: number, to?: number): Series {
  return { ...series, points: series.points.slice(from, to) };
}

/** Doubling is exact in binary, so that the verdicts have to be the same bit for bit. */
function scaled(series: Series, factor: number): Series {
  return {
    ...series,
    points: series.points.map(({ at, value }) => ({
      at,
      value: value === null ? null : value * factor,
    })),
  };
}

function scaledMoney(parameters: any, factor: number) {
  return Object.fromEntries(
    Object.entries<any>(parameters).map(([key, value]) => {
      if (!MONEY.includes(key)) return [key, value];
      return typeof value === 'number'
        ? [key, value * factor]
        : [
            key,
            Object.fromEntries(
              Object.entries<number>(value).map(([name, limit]) => [
                name,
                limit * factor,
              ]),
            ),
          ];
    }),
  );
}

const RUNS = { numRuns: 25, seed: 2026 };

describe.each(RULES.map(rule => [rule.name, rule] as const))(
  '%s on any costs',
  (_, rule) => {
    const parameters = parametersOf(rule);

    it('changes no verdict of the past when the future is cut off', () => {
      fc.assert(
        fc.property(
          anyCosts,
          fc.integer({ min: 1, max: 140 }),
          (series, end) => {
            const past = cut(series, 0, end);
            expect(rule.judge(past, 0, parameters)).toEqual(
              rule
                .judge(series, 0, parameters)
                .filter(({ at }) => at <= past.points[end - 1].at),
            );
          },
        ),
        RUNS,
      );
    });

    it('comes to the same verdicts in batches of any size, in any order, and again', () => {
      fc.assert(
        fc.property(
          anyCosts,
          fc.uniqueArray(fc.integer({ min: 1, max: 139 }), { maxLength: 6 }),
          (series, cuts) => {
            const starts = [0, ...cuts.sort((a, b) => a - b)];
            const batches = starts
              .map((from, i) => ({ from, to: starts[i + 1] ?? 140 }))
              .reverse()
              .map(({ from, to }) =>
                rule.judge(cut(series, 0, to), from, parameters),
              )
              .reverse();
            const all = rule.judge(series, 0, parameters);
            expect(batches.flat()).toEqual(all);
            expect(rule.judge(series, 0, parameters)).toEqual(all);
          },
        ),
        RUNS,
      );
    });

    it('looks no further back than it says', () => {
      fc.assert(
        fc.property(anyCosts, series => {
          const memory = rule.memory(parameters, series.periodSeconds);
          const last = series.points.length - 1;
          const remembered = cut(series, Math.max(0, last - memory));
          expect(
            rule.judge(remembered, remembered.points.length - 1, parameters),
          ).toEqual(rule.judge(series, last, parameters));
        }),
        RUNS,
      );
    });

    it('says of costs in a smaller unit the same, in that unit', () => {
      fc.assert(
        fc.property(anyCosts, fc.constantFrom(0.25, 2, 1024), (series, by) => {
          expect(
            rule.judge(scaled(series, by), 0, scaledMoney(parameters, by)),
          ).toEqual(
            rule.judge(series, 0, parameters).map(verdict => ({
              ...verdict,
              observed: verdict.observed * by,
              baseline: verdict.baseline * by,
              threshold: verdict.threshold * by,
              ...(verdict.usual
                ? {
                    usual: {
                      lower: verdict.usual.lower * by,
                      upper: verdict.usual.upper * by,
                    },
                  }
                : {}),
            })),
          );
        }),
        RUNS,
      );
    });

    it('judges no unknown day, and says only what can be stored and drawn', () => {
      fc.assert(
        fc.property(anyCosts, series => {
          for (const verdict of rule.judge(series, 0, parameters)) {
            const { observed, baseline, threshold, usual } = verdict;
            const point = series.points.find(({ at }) => at === verdict.at)!;
            expect(point.value).not.toBeNull();
            expect(verdict.fired).toBe(observed > threshold);
            expect(
              [observed, baseline, threshold, usual?.lower, usual?.upper]
                .filter(number => number !== undefined)
                .every(Number.isFinite),
            ).toBe(true);
          }
        }),
        RUNS,
      );
    });

    it('fires at no day that is constant, whatever the amount', () => {
      fc.assert(
        fc.property(
          fc.double({ min: -1000, max: 100, noNaN: true }),
          amount => {
            const verdicts = rule.judge(
              costs(140, () => cents(amount)),
              0,
              parameters,
            );
            expect(verdicts.filter(({ fired }) => fired)).toEqual([]);
          },
        ),
        RUNS,
      );
    });

    it('fires neither at a credit nor at the steady days around it', () => {
      fc.assert(
        fc.property(
          fc.double({ min: 1, max: 90, noNaN: true }),
          fc.nat(139),
          fc.double({ min: 0.1, max: 50, noNaN: true }),
          (amount, day, times) => {
            const verdicts = rule.judge(
              costs(140, index =>
                cents(index === day ? -amount * times : amount),
              ),
              0,
              parameters,
            );
            expect(verdicts.filter(({ fired }) => fired)).toEqual([]);
          },
        ),
        RUNS,
      );
    });
  },
);
