/** How well alerts meet the labels of daily costs. */
import type { CostEvent, LabelledCosts } from './costCorpus';
import type { ReplayedAlert } from './costReplay';

export interface CostScore {
  readonly events: number;
  readonly detected: number;
  readonly recall: number;
  readonly alerts: number;
  readonly falseAlerts: number;
  readonly precision: number;
  readonly f1: number;
  readonly serviceMonths: number;
  readonly falsePer100ServiceMonths: number;
  /** From the first day of an event to the newest day that was known when its alert opened; null without any. */
  readonly medianDelayDays: number | null;
  readonly byType: Readonly<
    Record<
      string,
      {
        readonly events: number;
        readonly recall: number;
        readonly medianDelayDays: number | null;
      }
    >
  >;
}

const DAYS_PER_MONTH = 30.4;
/** An event this early has no baseline before it. */
const LEARNING_DAYS = 7;

interface Scored {
  readonly costs: LabelledCosts;
  readonly alerts: readonly ReplayedAlert[];
}

/**
 * An event counts as found when an alert opens between its first day and three days after its last one (four after a
 * change that stays, one after the first fortnight of a new service); a drift may be seen a day early. An alert is
 * false when it has nothing to do with any event: its window begins more than a week after the event's end (sixteen
 * days after a change that stays), or ends before the day before it.
 */
export function scoreCosts(replayed: readonly Scored[]): CostScore {
  const byType = new Map<string, { events: number; delays: number[] }>();
  let alerts = 0;
  let falseAlerts = 0;
  let days = 0;
  for (const { costs, alerts: own } of replayed) {
    days += Math.max(0, costs.days.length - costs.warmup);
    for (const event of costs.events) {
      if (isRequired(event, costs)) {
        const type = byType.get(event.type) ?? { events: 0, delays: [] };
        byType.set(event.type, type);
        type.events += 1;
        const found = own.filter(alert => finds(alert, event));
        if (found.length > 0) {
          type.delays.push(
            Math.min(...found.map(({ asof }) => asof)) - event.start,
          );
        }
      }
    }
    alerts += own.length;
    falseAlerts += own.filter(
      alert => !costs.events.some(event => explains(event, alert)),
    ).length;
  }
  const types = [...byType.values()];
  const events = types.reduce((sum, each) => sum + each.events, 0);
  const detected = types.reduce((sum, each) => sum + each.delays.length, 0);
  const recall = events > 0 ? detected / events : 0;
  const precision = alerts > 0 ? 1 - falseAlerts / alerts : 0;
  const serviceMonths = days / DAYS_PER_MONTH;
  return {
    events,
    detected,
    recall,
    alerts,
    falseAlerts,
    precision,
    f1:
      recall + precision > 0
        ? (2 * recall * precision) / (recall + precision)
        : 0,
    serviceMonths,
    falsePer100ServiceMonths: (100 * falseAlerts) / (serviceMonths || 1),
    medianDelayDays: lowerMedian(types.flatMap(({ delays }) => delays)),
    byType: Object.fromEntries(
      [...byType.entries()].sort().map(([type, each]) => [
        type,
        {
          events: each.events,
          recall: each.delays.length / each.events,
          medianDelayDays: lowerMedian(each.delays),
        },
      ]),
    ),
  };
}

/** Whether a detector has to find the event. */
export function isRequired(
  event: CostEvent,
  { warmup }: LabelledCosts,
): boolean {
  return (
    event.material &&
    (event.type === 'new_service' || event.start >= warmup + LEARNING_DAYS)
  );
}

export function finds({ row }: ReplayedAlert, event: CostEvent): boolean {
  const early = event.type === 'drift' ? 1 : 0;
  const lasting = event.permanent ? 4 : 3;
  const late = event.type === 'new_service' ? 1 : lasting;
  return row >= event.start - early && row <= event.end + late;
}

export function explains(
  event: CostEvent,
  { row, last }: ReplayedAlert,
): boolean {
  return (
    row <= event.end + (event.permanent ? 16 : 7) && last >= event.start - 1
  );
}

function lowerMedian(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}
