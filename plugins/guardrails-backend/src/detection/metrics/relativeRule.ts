/**
 * Makes a rule of a comparison: a value fires when it is further from what it is compared with than a multiple of the
 * usual distance. How many times depends on the kind of metric, and may be set.
 */
import type {
  ArithmeticLine,
  DetectionRule,
  MetricKind,
  Series,
  Verdict,
  VerdictWords,
} from '@cloudops/plugin-guardrails-node';
import type { z } from 'zod';
import { enabledByDefault, numberWithin, parametersOf } from '../parameters';
import { exact, theDuration, timeInWords } from '../wording';
import { declaredKind, kindMemory, SeriesKinds } from './kinds';
import { MetricHistory } from './MetricHistory';

/** What a rule makes of one point. All values in the series' unit. */
export interface Comparison {
  readonly observed: number;
  /** What it is compared with. */
  readonly baseline: number;
  /** How far values usually lie from it, at most. */
  readonly usualAbove: number;
  readonly usualBelow: number;
  /** Goes back to where values usually are, which is no news however far it goes. */
  readonly isReturn?: boolean;
}

/** How many usual distances are unusual; absent where that side says nothing about this kind of metric. */
export interface Factors {
  readonly above?: number;
  readonly below?: number;
}

export interface RelativeRule {
  readonly name: string;
  readonly version: number;
  readonly summary: string;
  /** Defaults for each kind of metric; a kind without an entry is not judged. */
  readonly factors: Readonly<Partial<Record<MetricKind, Factors>>>;
  /** Compares the points of a series; undefined for a point about which nothing can be said. */
  open(
    history: MetricHistory,
    periodSeconds: number,
  ): (index: number) => Comparison | undefined;
  memory(periodSeconds: number): number;
  /** How long the observed value is taken over, where that is longer than a period. */
  overSeconds?(periodSeconds: number): number;
  words(series: Pick<Series, 'key' | 'periodSeconds'>): VerdictWords;
  /** What the numbers are, for the arithmetic. */
  readonly formulas: {
    readonly observed: string;
    readonly baseline: string;
    readonly usual: string;
  };
}

/** A latency that is read from AWS has a rule of its own, `level_shift`, which knows what a person feels. */
const JUDGED_BY_LEVEL_SHIFT = 'ms';
/** Means of equal values differ in their last digits. */
const SMALLEST_SHARE = 1e-9;

/** A young series has shown little of what is usual for it: on its first day the usual distance counts this much more. */
const YOUNG_EXTRA = 0.3;

function parametersFor(byKind: RelativeRule['factors']) {
  const factor = (side: 'above' | 'below') => {
    const unset = Object.entries(byKind)
      .filter(([, factors]) => factors[side] !== undefined)
      .map(([kind, factors]) => `${kind} ${factors[side]}`);
    return numberWithin(0.1, 100, 1)
      .removeDefault()
      .optional()
      .meta({
        unit: 'usual distances',
        description: `${side} the baseline, which fire; where it is not set: ${
          unset.join(', ') || 'none do'
        }`,
      });
  };
  return parametersOf({
    enabled: enabledByDefault(),
    /** Usual distances above the baseline that fire; what is set here holds for every kind of metric. */
    above: factor('above'),
    /** The same below the baseline. */
    below: factor('below'),
  });
}
type Parameters = z.output<ReturnType<typeof parametersFor>>;

interface Judged extends Comparison {
  readonly kind: MetricKind;
  readonly factors: Factors;
  /** At least 1: how much the usual distance counts more because the series is young. */
  readonly young: number;
}

function isSilent({ above, below }: Factors): boolean {
  return above === undefined && below === undefined;
}

export function relativeRule(
  definition: RelativeRule,
): DetectionRule<Parameters> {
  const factorsFor = (kind: MetricKind, rule: Parameters): Factors => ({
    ...definition.factors[kind],
    ...(rule.above === undefined ? {} : { above: rule.above }),
    ...(rule.below === undefined ? {} : { below: rule.below }),
  });

  const opened = (series: Series, rule: Parameters) => {
    const history = MetricHistory.of(series);
    const kinds = SeriesKinds.of(series);
    const compare = definition.open(history, series.periodSeconds);
    return (index: number): Judged | undefined => {
      const { value } = series.points[index];
      const kind = kinds.at(index);
      const factors = factorsFor(kind, rule);
      if (value === null || isSilent(factors)) {
        return undefined;
      }
      const comparison = compare(index);
      const age = history.ageDays(history.dayStart(index));
      return comparison && Number.isFinite(comparison.observed)
        ? {
            ...comparison,
            kind,
            factors,
            young: 1 + YOUNG_EXTRA / Math.max(1, age),
          }
        : undefined;
    };
  };

  const verdictOf = (
    at: number,
    periodSeconds: number,
    judged: Judged,
  ): Verdict => {
    const { observed, baseline, usualAbove, usualBelow } = judged;
    const { factors, young, isReturn = false } = judged;
    const isBelow =
      factors.above === undefined ||
      (factors.below !== undefined && observed < baseline);
    const threshold = isBelow
      ? baseline - factors.below! * young * usualBelow
      : baseline + factors.above! * young * usualAbove;
    const over = definition.overSeconds?.(periodSeconds);
    return {
      at,
      fired:
        !isReturn &&
        Math.abs(observed - baseline) > SMALLEST_SHARE * Math.abs(baseline) &&
        (isBelow ? observed < threshold : observed > threshold),
      direction: isBelow ? 'below' : 'above',
      observed,
      ...(over && over > periodSeconds ? { overSeconds: over } : {}),
      baseline,
      threshold,
      usual: { lower: baseline - usualBelow, upper: baseline + usualAbove },
    };
  };

  return {
    name: definition.name,
    version: definition.version,
    appliesTo: 'reliability',
    summary: definition.summary,
    parameters: parametersFor(definition.factors),

    accepts: (series, rule) => {
      const kind = declaredKind(series);
      const kinds: readonly MetricKind[] = kind
        ? [kind]
        : ['traffic', 'utilisation'];
      return (
        rule.enabled &&
        series.type === 'reliability' &&
        series.unit !== JUDGED_BY_LEVEL_SHIFT &&
        kinds.some(
          each =>
            definition.factors[each] !== undefined ||
            !isSilent({ above: rule.above, below: rule.below }),
        )
      );
    },

    // Where the kind is not declared, what decides on it is looked at as well.
    memory: (_, periodSeconds) =>
      Math.max(
        definition.memory(periodSeconds),
        kindMemory({ unit: '', periodSeconds }),
      ),

    judge(series, from, rule) {
      const judge = opened(series, rule);
      const verdicts: Verdict[] = [];
      for (let i = from; i < series.points.length; i += 1) {
        const judged = judge(i);
        if (judged) {
          verdicts.push(
            verdictOf(series.points[i].at, series.periodSeconds, judged),
          );
        }
      }
      return verdicts;
    },

    words: (_, series) => definition.words(series),

    explain(series, index, rule) {
      const judged = opened(series, rule)(index);
      if (!judged) {
        return [];
      }
      const { at } = series.points[index];
      const verdict = verdictOf(at, series.periodSeconds, judged);
      return arithmeticOf(definition, series, verdict, judged);
    },
  };
}

function arithmeticOf(
  { formulas }: RelativeRule,
  { periodSeconds }: Series,
  { at, fired, direction, observed, baseline, threshold }: Verdict,
  { kind, factors, young, usualAbove, usualBelow, isReturn }: Judged,
): ArithmeticLine[] {
  const isBelow = direction === 'below';
  const factor = isBelow ? factors.below! : factors.above!;
  const usual = isBelow ? usualBelow : usualAbove;
  const sign = isBelow ? '−' : '+';
  return [
    {
      label: 'Observed',
      formula: `${formulas.observed}, to ${timeInWords(
        at + periodSeconds * 1000,
      )}`,
      value: exact(observed),
    },
    { label: 'Baseline', formula: formulas.baseline, value: exact(baseline) },
    {
      label: 'Usual distance',
      formula: formulas.usual,
      value: exact(usual),
    },
    {
      label: 'Allowed distance',
      formula: `${exact(factor)} × usual distance (${kind})${
        young > 1 ? ` × ${exact(young)}, for its short history` : ''
      }`,
      value: exact(factor * young * usual),
    },
    {
      label: 'Limit',
      formula: `${exact(baseline)} ${sign} ${exact(factor * young * usual)}`,
      value: exact(threshold),
    },
    {
      label: 'Verdict',
      formula: `${exact(observed)} ${comparisonSign(
        observed,
        threshold,
        isBelow,
      )} ${exact(threshold)}${
        isReturn ? ', but towards where it usually is' : ''
      }`,
      value: fired
        ? `${isBelow ? 'under' : 'over'} the limit`
        : 'within the limit',
    },
  ];
}

/** `15 minutes`: how long a number of periods takes, without an article. */
export function spanInWords(periods: number, periodSeconds: number): string {
  return theDuration(periods * periodSeconds).replace(/^the /, '');
}

function comparisonSign(
  observed: number,
  threshold: number,
  isBelow: boolean,
): string {
  if (isBelow) {
    return observed < threshold ? '<' : '≥';
  }
  return observed > threshold ? '>' : '≤';
}
