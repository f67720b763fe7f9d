/** Asks every rule about a series and gathers, point by point, what they say of each side of the baseline. */
import {
  ALL_SERVICES,
  type Direction,
  type Glance,
  type MetricKind,
  type Series,
  type Verdict,
} from '@cloudops/plugin-guardrails-node';
import { SeriesKinds } from './metrics/kinds';
import type { ConfiguredRule } from './RuleSet';

/** The rows that a verdict rests on: first and judged point, and how many there were. */
export interface FindingInputs {
  readonly from: number;
  readonly to: number;
  readonly points: number;
  readonly periodSeconds: number;
}

/** A verdict that fired, with all that is needed to take the same decision again. */
export interface Finding {
  readonly configured: ConfiguredRule;
  readonly verdict: Verdict;
  readonly inputs: FindingInputs;
}

/** A point that at least one rule could judge. Without findings it is quiet. */
export interface JudgedPoint {
  readonly at: number;
  /** Of a metric: what it measured like on that day. */
  readonly kind?: MetricKind;
  /** In the order of the rules. */
  readonly findings: readonly Finding[];
  /** A verdict that did not fire; absent when all did. */
  readonly quiet?: Verdict;
}

const DAY_SECONDS = 86_400;
const NO_DAYS: Glance = { recent: 0, days: 0, before: 0, after: 0 };

/** How many points before the first judged one have to be loaded, so that every rule sees what it looks at. */
export function memoryOf(
  rules: readonly ConfiguredRule[],
  series: Pick<Series, 'type' | 'key' | 'unit' | 'periodSeconds'>,
): number {
  return rules
    .filter(configured => judges(configured, series))
    .reduce(
      (most, { rule, parameters }) =>
        Math.max(most, rule.memory(parameters, series.periodSeconds)),
      0,
    );
}

/**
 * What has to be loaded of a series when its quantities of whole days are stored; undefined when one of the rules looks
 * at more. A rule whose memory is less than a day looks at that.
 */
export function glanceOf(
  rules: readonly ConfiguredRule[],
  series: Pick<Series, 'type' | 'key' | 'unit' | 'periodSeconds'>,
): Glance | undefined {
  const { periodSeconds } = series;
  let most = NO_DAYS;
  for (const configured of rules) {
    const { rule, parameters } = configured;
    if (!judges(configured, series)) continue;
    const memory = rule.memory(parameters, periodSeconds);
    const glance =
      rule.glance?.(parameters, periodSeconds) ??
      (memory * periodSeconds <= DAY_SECONDS
        ? { ...NO_DAYS, recent: memory }
        : undefined);
    if (!glance) return undefined;
    most = {
      recent: Math.max(most.recent, glance.recent),
      days: Math.max(most.days, glance.days),
      before: Math.max(most.before, glance.before),
      after: Math.max(most.after, glance.after),
    };
  }
  return most;
}

/** Whether a rule has anything to say about a series. */
export function judges(
  { rule, parameters }: ConfiguredRule,
  series: Pick<Series, 'type' | 'key' | 'unit' | 'periodSeconds'>,
): boolean {
  const isTotal = series.type === 'cost' && series.key === ALL_SERVICES;
  return (
    rule.appliesTo === series.type &&
    (!isTotal || rule.judgesTotals === true) &&
    rule.accepts(series, parameters)
  );
}

/** Every point from index `from` on that a rule could judge, oldest first, seen from each side of the baseline. */
export function judge(
  series: Series,
  from: number,
  rules: readonly ConfiguredRule[],
): Readonly<Record<Direction, readonly JudgedPoint[]>> {
  const verdicts = rules
    .filter(configured => judges(configured, series))
    .flatMap(configured =>
      configured.rule
        .judge(series, from, configured.parameters)
        .map(verdict => ({ configured, verdict })),
    );
  const kinds =
    series.type === 'reliability' ? SeriesKinds.of(series) : undefined;
  const kindAt = (at: number) => kinds?.at(indexOf(series, at));
  const seenFrom = (direction: Direction): JudgedPoint[] => {
    const byPoint = new Map<number, { findings: Finding[]; quiet?: Verdict }>();
    for (const { configured, verdict } of verdicts) {
      const point = byPoint.get(verdict.at) ?? { findings: [] };
      byPoint.set(verdict.at, point);
      if (verdict.fired && verdict.direction === direction) {
        const inputs = inputsOf(series, verdict.at, configured);
        point.findings.push({ configured, verdict, inputs });
      } else {
        point.quiet ??= verdict;
      }
    }
    return [...byPoint.entries()]
      .sort(([a], [b]) => a - b)
      .map(([at, point]) => ({ at, kind: kindAt(at), ...point }));
  };
  return { above: seenFrom('above'), below: seenFrom('below') };
}

function indexOf({ points, periodSeconds }: Series, at: number): number {
  return Math.round((at - points[0].at) / (periodSeconds * 1000));
}

function inputsOf(
  series: Series,
  at: number,
  { rule, parameters }: ConfiguredRule,
): FindingInputs {
  const index = indexOf(series, at);
  const first = Math.max(
    0,
    index - rule.memory(parameters, series.periodSeconds),
  );
  return {
    from: series.points[first].at,
    to: at,
    points: index - first + 1,
    periodSeconds: series.periodSeconds,
  };
}
