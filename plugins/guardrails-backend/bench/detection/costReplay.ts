/**
 * Replays the costs of a service day by day, with what was known on each day, through rules and alert life as the
 * detect job does: a run a day, yesterday's cost as first seen, older ones as restated since.
 */
import type { Direction, Series } from '@cloudops/plugin-guardrails-node';
import { alertPolicyOf } from '../../src/alerts';
import { planAlerts, type KnownAlert } from '../../src/alerts/plan';
import {
  judge,
  memoryOf,
  type ConfiguredRule,
  type JudgedPoint,
} from '../../src/detection';
import type { LabelledCosts } from './costCorpus';
import { SETTLING } from './replay';

/** One alert, by 0-based days of its series. */
export interface ReplayedAlert {
  /** First day of its window when it was opened. */
  readonly row: number;
  /** Last day of its window. */
  readonly last: number;
  /** The newest day that was known when it was opened. */
  readonly asof: number;
  /** The rule whose finding opened it. */
  readonly rule: string;
}

const DAY_SECONDS = 86_400;
const DAY_MS = DAY_SECONDS * 1000;

/** `detection.lookbackDays`, by default. */
const LOOKBACK_DAYS = 14;
/** A project that knows a service to be new has been read for this long before it: the default backfill. */
const DAYS_BEFORE_NEW_SERVICE = 90;

const DIRECTIONS: readonly Direction[] = ['above', 'below'];

const FACTS = {
  type: 'cost',
  key: 'service',
  unit: 'USD',
  periodSeconds: DAY_SECONDS,
} as const;

/** Every alert of a service, in the order in which they were opened. */
export function replayCosts(
  costs: LabelledCosts,
  rules: readonly ConfiguredRule[],
): ReplayedAlert[] {
  const before = costs.existedBefore ? 0 : DAYS_BEFORE_NEW_SERVICE;
  const start = costs.days[0].at - before * DAY_MS;
  const known: Series['points'][number][] = Array.from(
    { length: before },
    (_, i) => ({ at: start + i * DAY_MS, value: 0 }),
  );
  const memory = memoryOf(rules, FACTS);
  const judged: Record<Direction, JudgedPoint[]> = { above: [], below: [] };
  const alerts: Record<Direction, KnownAlert[]> = { above: [], below: [] };
  const opened = new Map<string, Omit<ReplayedAlert, 'last'>>();

  for (let newest = 0; newest < costs.days.length; newest += 1) {
    reveal(costs, newest, known, before);
    // Older days were judged on the same rows before, and a verdict depends on nothing after its day.
    const from = Math.max(0, known.length - 1 - SETTLING.finalAfterDays);
    const first = Math.max(0, from - memory);
    const series = { ...FACTS, points: known.slice(first) };
    const verdicts = judge(series, from - first, rules);
    const opensFrom =
      known[known.length - 1].at + DAY_MS - LOOKBACK_DAYS * DAY_MS;
    for (const direction of DIRECTIONS) {
      judged[direction] = [
        ...judged[direction].filter(
          ({ at }) => at >= opensFrom && at < known[from].at,
        ),
        ...verdicts[direction],
      ];
    }
    const policy = alertPolicyOf(series, SETTLING, {
      opensFrom,
      newest: known[known.length - 1].at,
      judgedFrom: known[from].at,
    });
    const plans = planAlerts(
      {
        above: { points: judged.above, alerts: alerts.above },
        below: { points: judged.below, alerts: alerts.below },
      },
      policy,
    );
    for (const direction of DIRECTIONS) {
      for (const plan of plans[direction]) {
        const id = plan.id ?? `${direction} ${newest}`;
        const old = alerts[direction].find(each => each.id === id);
        if (plan.opened) {
          opened.set(id, {
            row: Math.round((plan.windowStart - costs.days[0].at) / DAY_MS),
            asof: newest,
            rule: plan.opened.configured.rule.name,
          });
        }
        const grade = (plan.worse ?? plan.opened)?.grade ?? old!.grade;
        alerts[direction] = [
          ...alerts[direction].filter(each => each.id !== id),
          {
            id,
            resolved: plan.resolvedBy !== undefined,
            windowStart: plan.windowStart,
            windowEnd: plan.windowEnd,
            grade,
          },
        ];
      }
    }
  }
  return DIRECTIONS.flatMap(direction => alerts[direction])
    .map(({ id, windowEnd }) => ({
      ...opened.get(id)!,
      last: Math.round((windowEnd - costs.days[0].at) / DAY_MS) - 1,
    }))
    .sort((a, b) => a.asof - b.asof);
}

/** Appends the newest day as first seen, and restates the ones before as they are known by then. */
function reveal(
  { days }: LabelledCosts,
  newest: number,
  known: Series['points'][number][],
  before: number,
): void {
  const set = (row: number, value: number) => {
    if (row >= 0) known[before + row] = { at: days[row].at, value };
  };
  set(newest, days[newest].firstSeen);
  set(newest - 1, days[newest - 1]?.seenAfterTwoDays);
  set(newest - 2, days[newest - 2]?.final);
}
