/** Which planned activities are about one series, as the spans of time that {@link planAlerts} leaves alone. */
import type { Series } from '@cloudops/plugin-guardrails-node';
import type { PlannedActivityRecord } from '../database';

/** A period in which findings on a series are expected; milliseconds since the epoch, the end exclusive. */
export interface PlannedSpan {
  readonly activityId: string;
  readonly from: number;
  readonly to: number;
}

/** In the order of the activities, which is that in which they were planned. */
export function plannedSpans(
  activities: readonly PlannedActivityRecord[],
  { type, key }: Pick<Series, 'type' | 'key'>,
): PlannedSpan[] {
  return activities
    .filter(({ serviceName, metricName }) =>
      type === 'cost'
        ? metricName === undefined && (serviceName ?? key) === key
        : serviceName === undefined && (metricName ?? key) === key,
    )
    .map(({ id, from, to }) => ({
      activityId: id,
      from: from.getTime(),
      to: to.getTime(),
    }));
}
