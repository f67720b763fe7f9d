/**
 * What one rule would have made of a stored series: its verdicts through the life of an alert, all in memory.
 *
 * The rule and the plan of the alerts are the ones that runs use. It differs from what happened in two things: the other
 * rules are silent, and the rows are those of today, restated since.
 */
import type { Severity } from '@cloudops/plugin-guardrails-common';
import type { Direction, Series } from '@cloudops/plugin-guardrails-node';
import {
  alertPolicyOf,
  planAlerts,
  plannedSpans,
  titleOf,
  type Settling,
} from '../alerts';
import type { PlannedActivityRecord } from '../database';
import {
  indexFrom,
  judge,
  memoryOf,
  type ConfiguredRule,
  type JudgedPoint,
} from '../detection';

const DIRECTIONS: readonly Direction[] = ['above', 'below'];
const DAY_SECONDS = 86_400;
/** Days of five-minute points that are judged at a time: a few tens of milliseconds, then others have their turn. */
const DAYS_AT_A_TIME = 7;

/** An alert as the replay raised it, with the worst of its findings. */
export interface ReplayedAlert {
  readonly series: Pick<Series, 'type' | 'key' | 'unit' | 'periodSeconds'>;
  readonly direction: Direction;
  /** Milliseconds since the epoch; the end is exclusive. */
  readonly window: { readonly start: number; readonly end: number };
  readonly observed: number;
  readonly baseline: number;
  readonly threshold: number;
  readonly severity: Severity;
  readonly title: string;
}

/** Lets whatever else waits for this process go first. */
const othersFirst = () => new Promise<void>(resolve => setImmediate(resolve));

/**
 * Every alert of a series from an instant on, oldest first.
 *
 * @param series - with what the rule looks back on before `from`
 * @param signal - rejects with its reason between two parts of the work
 */
export async function replayRule(
  series: Series,
  from: number,
  configured: ConfiguredRule,
  options: {
    readonly project: string;
    readonly settling: Settling;
    readonly activities: readonly PlannedActivityRecord[];
    readonly signal: AbortSignal;
  },
): Promise<ReplayedAlert[]> {
  const newest = series.points.at(-1)?.at;
  if (newest === undefined) return [];
  const judged = await judgedInParts(series, from, configured, options.signal);
  const plans = planAlerts(
    {
      above: { points: judged.above, alerts: [] },
      below: { points: judged.below, alerts: [] },
    },
    {
      ...alertPolicyOf(series, options.settling, {
        opensFrom: from,
        newest,
        judgedFrom: from,
      }),
      planned: plannedSpans(options.activities, series),
    },
  );
  const { type, key, unit, periodSeconds } = series;
  const facts = { type, key, unit, periodSeconds };
  return DIRECTIONS.flatMap(direction =>
    plans[direction].map(plan => {
      const finding = (plan.worse ?? plan.opened)!;
      const { observed, baseline, threshold, severity } = finding.grade;
      return {
        series: facts,
        direction,
        window: { start: plan.windowStart, end: plan.windowEnd },
        observed,
        baseline,
        threshold,
        severity,
        title: titleOf(finding, facts, options.project),
      };
    }),
  );
}

/** A verdict rests on nothing but the points that the rule remembers, so a part of a series gives those of the whole. */
async function judgedInParts(
  series: Series,
  from: number,
  configured: ConfiguredRule,
  signal: AbortSignal,
): Promise<Record<Direction, JudgedPoint[]>> {
  const { points, periodSeconds } = series;
  const memory = memoryOf([configured], series);
  const size = Math.max(
    1,
    Math.round((DAYS_AT_A_TIME * DAY_SECONDS) / periodSeconds),
  );
  const judged: Record<Direction, JudgedPoint[]> = { above: [], below: [] };
  for (let at = indexFrom(series, from); at < points.length; at += size) {
    await othersFirst();
    signal.throwIfAborted();
    const first = Math.max(0, at - memory);
    const part = { ...series, points: points.slice(first, at + size) };
    const { above, below } = judge(part, at - first, [configured]);
    judged.above.push(...above);
    judged.below.push(...below);
  }
  return judged;
}
