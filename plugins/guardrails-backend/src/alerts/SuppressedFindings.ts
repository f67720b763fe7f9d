/**
 * Tells of findings that a planned activity kept quiet: in the trail, once for each activity and side of a series, and once
 * more for each alert that stayed as it was because of it, on whose timeline it belongs.
 */
import type { Direction } from '@cloudops/plugin-guardrails-node';
import {
  AuditTrail,
  EVENT_TYPES,
  type FindingSuppressedMetadata,
} from '../audit';
import type {
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

/** A suppressed finding, and the alert that stayed as it was. */
interface Told {
  readonly suppression: Suppression;
  /** Unknown while it is not stored. */
  readonly alertId?: string;
}

export class SuppressedFindings {
  readonly #database: GuardrailsDatabase;

  constructor(database: GuardrailsDatabase) {
    this.#database = database;
  }

  /** Those that the trail does not tell of yet. */
  async untold(
    suppressions: readonly Suppression[],
    watched: SeriesOfProject,
  ): Promise<Suppression[]> {
    const untold = await untoldOf(
      suppressions.map(suppression => ({
        suppression,
        alertId: suppression.changes?.id,
      })),
      watched,
      this.#database,
    );
    return untold.map(({ suppression }) => suppression);
  }

  /** To be called once the alerts that the run opens are stored. */
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
    const found: Told[] = [];
    for (const suppression of suppressions) {
      const alertId = await alertIdOf(suppression, watched, stores);
      found.push({ suppression, alertId });
    }
    const trail = new AuditTrail(stores, now);
    for (const { suppression, alertId } of await untoldOf(
      found,
      watched,
      stores,
    )) {
      const { activityId, finding, direction } = suppression;
      const activity = activities.find(({ id }) => id === activityId)!;
      const { type, key } = watched.series;
      await trail.findingSuppressed(
        activity,
        titleOf(finding, watched.series, watched.project.name),
        {
          ...(type === 'cost' ? { service: key } : { metric: key }),
          ...(alertId && { alertId }),
          reason: activity.reason,
          plannedBy: activity.plannedBy,
          ...decisionOf(finding, { ...watched, direction }),
        },
      );
    }
  }
}

async function untoldOf(
  found: readonly Told[],
  watched: SeriesOfProject,
  stores: Pick<Stores, 'plannedActivities'>,
): Promise<Told[]> {
  if (found.length === 0) {
    return [];
  }
  const events = await stores.plannedActivities.suppressions(
    found.map(({ suppression }) => suppression.activityId),
  );
  return found.filter(
    ({ suppression: { activityId, direction, changes }, alertId }) =>
      !events.some(
        event =>
          event.entityId === activityId &&
          isOfSide(event, watched, direction) &&
          // What was told as left out of an alert is told, also once somebody has resolved that alert.
          (changes === undefined ||
            (alertId !== undefined && event.metadata.alertId === alertId)),
      ),
  );
}

function isOfSide(
  { eventType, metadata }: EventRecord,
  { series }: SeriesOfProject,
  direction: Direction,
): boolean {
  const { service, metric, verdict } =
    metadata as unknown as FindingSuppressedMetadata;
  return (
    eventType === EVENT_TYPES.findingSuppressed &&
    (series.type === 'cost' ? service : metric) === series.key &&
    verdict.observed < verdict.baseline === (direction === 'below')
  );
}

/** Of an alert that was opened by the same run, the id is known only now. */
async function alertIdOf(
  { changes, direction }: Suppression,
  watched: SeriesOfProject,
  stores: Stores,
): Promise<string | undefined> {
  if (!changes || changes.id) {
    return changes?.id;
  }
  const alerts = await stores.alerts.byFingerprint(
    fingerprintOf({ ...watched, direction }),
    MOST_LATER_ALERTS,
  );
  return alerts.find(
    ({ windowStart }) => windowStart.getTime() <= changes.windowStart,
  )?.id;
}
