/** Tells of findings that a planned activity kept quiet: in the trail, once for each activity and series. */
import { AuditTrail, EVENT_TYPES } from '../audit';
import type {
  AlertRecord,
  EventRecord,
  GuardrailsDatabase,
  PlannedActivityRecord,
  Stores,
} from '../database';
import type { Suppression } from './plan';
import { titleOf } from './sentences';
import {
  decisionOf,
  fingerprintOf,
  type SeriesOfProject,
} from './watchedSeries';

/** More alerts of a series than can lie after a finding that is still judged. */
const MOST_LATER_ALERTS = 50;

export class SuppressedFindings {
  readonly #database: GuardrailsDatabase;

  constructor(database: GuardrailsDatabase) {
    this.#database = database;
  }

  /** Those that the trail does not tell of yet. */
  async untold(
    suppressions: readonly Suppression[],
    watched: SeriesOfProject,
    stores: Stores = this.#database,
  ): Promise<Suppression[]> {
    if (suppressions.length === 0) {
      return [];
    }
    const told = await stores.plannedActivities.suppressions(
      suppressions.map(({ activityId }) => activityId),
    );
    return suppressions.filter(
      ({ activityId }) =>
        !told.some(
          event => event.entityId === activityId && isOfSeries(event, watched),
        ),
    );
  }

  async tell(
    suppressions: readonly Suppression[],
    activities: readonly PlannedActivityRecord[],
    watched: SeriesOfProject,
    stores: Stores,
    now: Date,
  ): Promise<void> {
    if (suppressions.length === 0) {
      return;
    }
    // Two replicas may judge the same series at the same time; the second one finds what the first one told.
    await stores.projects.lock(watched.project.id);
    const trail = new AuditTrail(stores, now);
    for (const suppression of await this.untold(
      suppressions,
      watched,
      stores,
    )) {
      const { activityId, finding, direction } = suppression;
      const activity = activities.find(({ id }) => id === activityId)!;
      const { type, key } = watched.series;
      const alert = await alertOf(suppression, watched, stores);
      await trail.findingSuppressed(
        activity,
        titleOf(finding, watched.series, watched.project.name),
        {
          ...(type === 'cost' ? { service: key } : { metric: key }),
          ...(alert && { alertId: alert.id }),
          ...decisionOf(finding, { ...watched, direction }),
        },
      );
    }
  }
}

function isOfSeries(
  { eventType, metadata }: EventRecord,
  { series }: SeriesOfProject,
): boolean {
  return (
    eventType === EVENT_TYPES.findingSuppressed &&
    (series.type === 'cost' ? metadata.service : metadata.metric) === series.key
  );
}

/** The alert that the finding would have changed. */
async function alertOf(
  { wouldChange, direction, finding }: Suppression,
  watched: SeriesOfProject,
  stores: Stores,
): Promise<AlertRecord | undefined> {
  if (!wouldChange) {
    return undefined;
  }
  const alerts = await stores.alerts.byFingerprint(
    fingerprintOf({ ...watched, direction }),
    MOST_LATER_ALERTS,
  );
  return alerts.find(
    ({ windowStart }) => windowStart.getTime() <= finding.verdict.at,
  );
}
