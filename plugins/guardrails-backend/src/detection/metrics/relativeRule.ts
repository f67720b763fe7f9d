/**
 * Makes a rule of comparisons: a value fires when it is further from what it is compared with than a multiple of the
 * usual distance. How many times depends on the kind of metric, and may be set.
 */
import type {
  ArithmeticLine,
  DetectionRule,
  Glance,
  MetricKind,
  Series,
  Verdict,
  VerdictWords,
} from '@cloudops/plugin-guardrails-node';
import type { z } from 'zod';
import { enabledByDefault, numberWithin, parametersOf } from '../parameters';
import { amount, exact, exactPercent, timeInWords } from '../wording';
import { declaredKind, SeriesKinds } from './kinds';
import { MetricHistory } from './MetricHistory';

/** What a rule makes of one point. All values in the series' unit. */
export interface Comparison {
  readonly observed: number;
  /** What it is compared with. */
  readonly baseline: number;
  /** How far values usually lie from it, at most. */
  readonly usualAbove: number;
  readonly usualBelow: number;
  /** Points that `observed` was taken over; 1 where absent. */
  readonly points?: number;
  /** Says nothing about the other side. */
  readonly only?: Verdict['direction'];
  /** Goes back to where values usually are, which is no news however far it goes. */
  readonly isReturn?: boolean;
}

/** How many usual distances are unusual; absent where that side says nothing about this kind of metric. */
export interface Factors {
  readonly above?: number;
  readonly below?: number;
}

/** What the numbers of a comparison are, for the arithmetic. */
export interface Formulas {
  readonly observed: string;
  readonly baseline: string;
  readonly usual: string;
}

export interface RelativeRule {
  readonly name: string;
  readonly version: number;
  readonly summary: string;
  /** Defaults for each kind of metric; a kind without an entry is not judged. */
  readonly factors: Readonly<Partial<Record<MetricKind, Factors>>>;
  /** Compares the points of a series: in the order in which equally loud ones speak; none where nothing can be said. */
  open(
    history: MetricHistory,
    periodSeconds: number,
  ): (index: number, kind: MetricKind) => readonly Comparison[];
  /** Points before the judged one that it looks at, at most. */
  memory(periodSeconds: number): number;
  /** What of them it looks at itself; absent: all. */
  glance?(periodSeconds: number): Glance;
  /**
   * How to speak of the numbers; until when is added to the observed one.
   *
   * @param overSeconds - how long it was taken over
   */
  words(series: Pick<Series, 'key'>, overSeconds: number): VerdictWords;
  formulas(overSeconds: number, kind: MetricKind): Formulas;
}

/** Means of equal values differ in their last digits. */
const SMALLEST_SHARE = 1e-9;
/** A young series has shown little of what is usual for it: on its first day the usual distance counts this much more. */
const YOUNG_EXTRA = 0.3;
/** What a person feels is given in milliseconds; of any other unit nothing is known. */
const FELT_UNIT = 'ms';

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
  const factors = {
    enabled: enabledByDefault(),
    /** Usual distances above the baseline that fire; what is set here holds for every kind of metric. */
    above: factor('above'),
    /** The same below the baseline. */
    below: factor('below'),
  };
  return parametersOf(
    byKind.latency
      ? {
          ...factors,
          /** A latency that rose by less than this share is no worse, … */
          minIncreaseShare: numberWithin(0, 10, 0.3, 'share'),
          /** … and neither is one that rose by fewer milliseconds: less is not felt. */
          minIncrease: numberWithin(0, 60_000, 20, FELT_UNIT),
        }
      : factors,
  );
}

/** The last two are those of a rule that judges latencies. */
export interface Parameters {
  readonly enabled: boolean;
  readonly above?: number;
  readonly below?: number;
  readonly minIncreaseShare?: number;
  readonly minIncrease?: number;
}

/** A comparison with the limit on the side that was looked at. */
interface Judged extends Comparison {
  readonly kind: MetricKind;
  readonly direction: Verdict['direction'];
  readonly factor: number;
  /** At least 1: how much the usual distance counts more because the series is young. */
  readonly young: number;
  /** The least distance that counts, of a latency. */
  readonly floor: number;
  readonly threshold: number;
  readonly fired: boolean;
}

function isSilent({ above, below }: Factors): boolean {
  return above === undefined && below === undefined;
}

function limited(
  comparison: Comparison,
  { above, below }: Factors,
  kind: MetricKind,
  young: number,
  floor: number,
): Judged | undefined {
  const { observed, baseline, usualAbove, usualBelow, isReturn, only } =
    comparison;
  const isBelow =
    above === undefined || (below !== undefined && observed < baseline);
  const direction = isBelow ? 'below' : 'above';
  if (!Number.isFinite(observed) || (only && only !== direction)) {
    return undefined;
  }
  const factor = isBelow ? below! : above!;
  const distance = Math.max(
    factor * young * (isBelow ? usualBelow : usualAbove),
    floor,
  );
  const threshold = isBelow ? baseline - distance : baseline + distance;
  const fired =
    !isReturn &&
    Math.abs(observed - baseline) > SMALLEST_SHARE * Math.abs(baseline) &&
    (isBelow ? observed < threshold : observed > threshold);
  return {
    ...comparison,
    kind,
    direction,
    factor,
    young,
    floor,
    threshold,
    fired,
  };
}

/** How often the distance to the limit fits into the distance to what was observed. */
function loudness({ observed, baseline, threshold }: Judged): number {
  const room = Math.abs(threshold - baseline);
  return room > 0 ? Math.abs(observed - baseline) / room : Infinity;
}

/** The loudest of those that fired; the first one where none did. */
function speaker(judged: readonly Judged[]): Judged | undefined {
  return judged.reduce<Judged | undefined>(
    (best, each) =>
      !best || (each.fired && (!best.fired || loudness(each) > loudness(best)))
        ? each
        : best,
    undefined,
  );
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
      const age = history.ageDays(history.dayStart(index));
      const young = 1 + YOUNG_EXTRA / Math.max(1, age);
      return speaker(
        compare(index, kind).flatMap(
          each =>
            limited(
              each,
              factors,
              kind,
              young,
              floorOf(each, kind, series.unit, rule),
            ) ?? [],
        ),
      );
    };
  };

  return {
    name: definition.name,
    version: definition.version,
    appliesTo: 'reliability',
    summary: definition.summary,
    parameters: parametersFor(definition.factors) as z.ZodType<Parameters>,

    accepts: (series, rule) => {
      const kind = declaredKind(series);
      const kinds: readonly MetricKind[] = kind
        ? [kind]
        : ['traffic', 'utilisation'];
      return (
        rule.enabled &&
        series.type === 'reliability' &&
        kinds.some(each => !isSilent(factorsFor(each, rule)))
      );
    },

    memory: (_, periodSeconds) => definition.memory(periodSeconds),

    ...(definition.glance && {
      glance: (_: Parameters, periodSeconds: number) =>
        definition.glance!(periodSeconds),
    }),

    judge(series, from, rule) {
      const judge = opened(series, rule);
      const verdicts: Verdict[] = [];
      for (let i = from; i < series.points.length; i += 1) {
        const judged = judge(i);
        if (judged) {
          verdicts.push(verdictOf(series, i, judged));
        }
      }
      return verdicts;
    },

    words: ({ at, overSeconds }, series) => {
      const { observed, baseline } = definition.words(
        series,
        overSeconds ?? series.periodSeconds,
      );
      const end = at + series.periodSeconds * 1000;
      return { observed: `${observed} to ${timeInWords(end)}:`, baseline };
    },

    explain(series, index, rule) {
      const judged = opened(series, rule)(index);
      return judged
        ? arithmeticOf(definition, series, index, judged, rule)
        : [];
    },
  };
}

/** What a latency has to have risen by, whatever is usual for it. */
function floorOf(
  { baseline }: Comparison,
  kind: MetricKind,
  unit: string,
  { minIncreaseShare = 0, minIncrease = 0 }: Parameters,
): number {
  if (kind !== 'latency') {
    return 0;
  }
  return Math.max(
    minIncreaseShare * Math.abs(baseline),
    unit === FELT_UNIT ? minIncrease : 0,
  );
}

function verdictOf(
  { points: seriesPoints, periodSeconds }: Series,
  index: number,
  judged: Judged,
): Verdict {
  const { fired, direction, observed, baseline, threshold } = judged;
  const { usualAbove, usualBelow, points = 1 } = judged;
  return {
    at: seriesPoints[index].at,
    fired,
    direction,
    observed,
    ...(points > 1 ? { overSeconds: points * periodSeconds } : {}),
    baseline,
    threshold,
    usual: { lower: baseline - usualBelow, upper: baseline + usualAbove },
  };
}

function arithmeticOf(
  definition: RelativeRule,
  { points: seriesPoints, periodSeconds, unit }: Series,
  index: number,
  judged: Judged,
  { minIncreaseShare = 0, minIncrease = 0 }: Parameters,
): ArithmeticLine[] {
  const { fired, direction, observed, baseline, threshold, kind } = judged;
  const { factor, young, floor, isReturn, points = 1 } = judged;
  const isBelow = direction === 'below';
  const usual = isBelow ? judged.usualBelow : judged.usualAbove;
  const allowed = factor * young * usual;
  const formulas = definition.formulas(points * periodSeconds, kind);
  const end = seriesPoints[index].at + periodSeconds * 1000;
  return [
    {
      label: 'Observed',
      formula: `${formulas.observed}, to ${timeInWords(end)}`,
      value: exact(observed),
    },
    { label: 'Baseline', formula: formulas.baseline, value: exact(baseline) },
    { label: 'Usual distance', formula: formulas.usual, value: exact(usual) },
    {
      label: 'Allowed distance',
      formula: `${exact(factor)} × usual distance (${kind})${
        young > 1 ? ` × ${exact(young)}, for its short history` : ''
      }`,
      value: exact(allowed),
    },
    ...(floor > allowed
      ? [
          {
            label: 'Smallest increase that counts',
            formula: `${exactPercent(
              minIncreaseShare,
            )} of the baseline = ${exact(
              minIncreaseShare * Math.abs(baseline),
            )}${
              unit === FELT_UNIT
                ? `, and at least ${amount(minIncrease, unit)}, which are felt`
                : ''
            }`,
            value: exact(floor),
          },
        ]
      : []),
    {
      label: 'Limit',
      formula: `${exact(baseline)} ${isBelow ? '−' : '+'} ${exact(
        Math.max(allowed, floor),
      )}`,
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
