/**
 * Replays a series through the product's own detection: its rules, with their defaults, and its alert life. What opened
 * an alert is what is scored.
 */
import type {
  Direction,
  MetricKind,
  Series,
} from '@cloudops/plugin-guardrails-node';
import { alertPolicyOf, planAlerts } from '../../src/alerts';
import {
  builtInRules,
  judge,
  metricSeries,
  type ConfiguredRule,
  type JudgedPoint,
} from '../../src/detection';
import type { LabelledSeries, Rows } from './labels';

/** What they are by default. */
export const SETTLING = { finalAfterDays: 3, overlapMinutes: 15 };

export interface Replay {
  /** Rows on which an alert opened, ascending. */
  readonly alerts: readonly number[];
  /** Rule → alerts that it opened. */
  readonly byRule: ReadonlyMap<string, number>;
  /** Kind → share of the judged points. */
  readonly kinds: ReadonlyMap<MetricKind, number>;
}

/** A rule as it comes with the plugin. */
export type Rule = (typeof builtInRules)[number];

/** The rules as they come, with the parameters that nobody set. */
export function withDefaults(rules: readonly Rule[]): ConfiguredRule[] {
  return rules.map(rule => ({ rule, parameters: rule.parameters.parse({}) }));
}

/** A labelled series as the product sees it, and the row that each of its points was read from. */
export function seriesOf(
  { step, bad, id }: LabelledSeries,
  { times, values }: Rows,
  kind?: MetricKind,
): { series: Series; rowOf: Map<number, number> } {
  const periodMs = step * 1000;
  const rowOf = new Map<number, number>();
  const rows: { at: Date; value: number }[] = [];
  times.forEach((seconds, row) => {
    const at = seconds * 1000;
    rowOf.set(Math.floor(at / periodMs) * periodMs, row);
    if (!Number.isNaN(values[row])) {
      rows.push({ at: new Date(at), value: values[row] });
    }
  });
  const series = metricSeries(
    rows,
    { name: id, unit: '', periodSeconds: step },
    {
      first: new Date(times[0] * 1000),
      last: new Date(times[times.length - 1] * 1000),
    },
  );
  // What only hurts when it rises is what the product calls a latency or an error rate.
  const declared = kind ?? (bad === 'high' ? 'latency' : undefined);
  return { series: { ...series, kind: declared }, rowOf };
}

/** The alerts that the product would have opened on a series. */
export function replay(
  series: Series,
  rules: readonly ConfiguredRule[],
): {
  openings: readonly { at: number; rule: string }[];
  judged: JudgedPoint[];
} {
  const { above, below } = judge(series, 0, rules);
  const newest = series.points.at(-1)?.at ?? 0;
  const plans = planAlerts(
    {
      above: { points: above, alerts: [] },
      below: { points: below, alerts: [] },
    },
    alertPolicyOf(series, SETTLING, {
      opensFrom: -Infinity,
      newest,
      judgedFrom: series.points[0]?.at ?? 0,
    }),
  );
  const directions: readonly Direction[] = ['above', 'below'];
  const openings = directions
    .flatMap(direction => plans[direction])
    .flatMap(({ opened }) =>
      opened
        ? [{ at: opened.verdict.at, rule: opened.configured.rule.name }]
        : [],
    )
    .sort((a, b) => a.at - b.at);
  return { openings, judged: [...above] };
}

/** Replays a labelled series and says on which of its rows alerts opened. */
export function replayRows(
  labelled: LabelledSeries,
  rows: Rows,
  rules: readonly ConfiguredRule[],
  kind?: MetricKind,
): Replay {
  const { series, rowOf } = seriesOf(labelled, rows, kind);
  const { openings, judged } = replay(series, rules);
  const byRule = new Map<string, number>();
  for (const { rule } of openings) {
    byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
  }
  const kinds = new Map<MetricKind, number>();
  for (const point of judged) {
    if (point.kind) {
      kinds.set(point.kind, (kinds.get(point.kind) ?? 0) + 1 / judged.length);
    }
  }
  return {
    alerts: [...new Set(openings.map(({ at }) => rowOf.get(at) ?? -1))],
    byRule,
    kinds,
  };
}
