/**
 * What happened to an alert, oldest first: its own events, and the findings that a planned activity kept off it. Those are
 * events of the activity, which may be about many series.
 */
import { EVENT_TYPES } from '../audit';
import type { AlertRecord, EventRecord, Stores } from '../database/interfaces';

export async function alertTimeline(
  { id }: Pick<AlertRecord, 'id'>,
  { events, plannedActivities }: Pick<Stores, 'events' | 'plannedActivities'>,
): Promise<EventRecord[]> {
  const [own, ofAlert] = await Promise.all([
    events.byEntity('alert', id),
    plannedActivities.suppressionsOf(id),
  ]);
  // Of what was planned when somebody said that the alert was expected, also what would have opened another one.
  const planned = own
    .filter(({ eventType }) => eventType === EVENT_TYPES.statusChanged)
    .flatMap(({ metadata }) =>
      typeof metadata.activityId === 'string' ? [metadata.activityId] : [],
    );
  const ofPlanned =
    planned.length > 0 ? await plannedActivities.suppressions(planned) : [];
  return [
    ...own,
    ...ofAlert,
    ...ofPlanned.filter(({ metadata }) => metadata.alertId === undefined),
  ].sort(
    (a, b) =>
      a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1),
  );
}
