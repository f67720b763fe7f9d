/** What may be planned, and how it is written: the same for an activity by itself and for one that explains an alert. */
import { ConflictError, InputError } from '@backstage/errors';
import { v7 as uuid } from 'uuid';
import { AuditTrail } from '../audit';
import type { PlannedActivityRecord, Stores } from '../database/interfaces';
import { TooManyRequestsError } from '../refusals';

/** What is unusual for longer is the new usual: a limit says that better. */
export const LONGEST_DAYS = 31;
/** A quarter, as a snooze. */
const FARTHEST_AHEAD_DAYS = 90;
/** The longest lookback of detection: what is older opens no alert anyway. */
const FARTHEST_BACK_DAYS = 31;
/** More at a time nobody reads, and a run has to look at each of them for every point. */
const MOST_CURRENT = 100;
/** More within an hour is a script that went wrong. */
const MOST_AN_HOUR = 30;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

export type NewActivity = Pick<
  PlannedActivityRecord,
  | 'projectId'
  | 'serviceName'
  | 'metricName'
  | 'from'
  | 'to'
  | 'reason'
  | 'plannedBy'
  | 'alertId'
>;

/** @throws InputError that names the field, what it got and what it takes */
export function assertPeriod(
  { from, to }: { readonly from: Date; readonly to: Date },
  now: Date,
): void {
  if (from >= to) {
    throw new InputError(
      `from: got '${from.toISOString()}', takes a time before '${to.toISOString()}', which is to`,
    );
  }
  const earliest = new Date(now.getTime() - FARTHEST_BACK_DAYS * DAY_MS);
  const latest = new Date(now.getTime() + FARTHEST_AHEAD_DAYS * DAY_MS);
  if (from < earliest || from > latest) {
    throw new InputError(
      `from: got '${from.toISOString()}', takes a time from '${earliest.toISOString()}' to '${latest.toISOString()}': ${FARTHEST_BACK_DAYS} days back, ${FARTHEST_AHEAD_DAYS} ahead`,
    );
  }
  const longest = new Date(from.getTime() + LONGEST_DAYS * DAY_MS);
  if (to > longest) {
    throw new InputError(
      `to: got '${to.toISOString()}', takes a time until '${longest.toISOString()}', ${LONGEST_DAYS} days after from; what is to stay needs a limit or a parameter of its rule instead`,
    );
  }
}

/**
 * Writes a planned activity, within the transaction of the stores.
 *
 * @throws ConflictError when the project has too many that have not ended, TooManyRequestsError
 */
export async function planned(
  stores: Stores,
  activity: NewActivity,
  now: Date,
): Promise<PlannedActivityRecord> {
  // So that of two at the same moment the second one counts the first.
  await stores.projects.lock(activity.projectId);
  const { current, planned: recent } = await stores.plannedActivities.counts(
    activity.projectId,
    { at: now, since: new Date(now.getTime() - HOUR_MS) },
  );
  if (current >= MOST_CURRENT) {
    throw new ConflictError(
      `The project has ${current} planned activities that have not ended, and takes at most ${MOST_CURRENT}; cancel some of them first`,
    );
  }
  if (recent >= MOST_AN_HOUR) {
    throw new TooManyRequestsError(
      `${recent} activities of the project were planned within an hour, and it takes at most ${MOST_AN_HOUR}; one may be about all of its services`,
      HOUR_MS / 1000,
    );
  }
  const id = uuid();
  const { projectId, plannedBy, reason, alertId } = activity;
  await new AuditTrail(stores, now).activityPlanned(
    projectId,
    id,
    {
      service: activity.serviceName,
      metric: activity.metricName,
      from: activity.from.toISOString(),
      to: activity.to.toISOString(),
      reason,
      alertId,
    },
    plannedBy,
  );
  return { ...activity, id, plannedAt: now };
}
