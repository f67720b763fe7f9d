/** Whether the data of a project is as current as it should be. */
import type {
  Freshness,
  ProjectSummary,
} from '@cloudops/plugin-guardrails-common';

/**
 * Hours after which a source should have been read again. Costs are read every 8 hours by default, and a portal that
 * reads them once a day is not late until half a day more; metrics are read every quarter of an hour.
 */
const LATE_AFTER_HOURS: Readonly<Record<Freshness['source'], number>> = {
  costs: 36,
  metrics: 2,
};

/** Whether the source was last read longer ago than it should be; a source that was never read is not late but missing. */
export function isLate({ source, asOf }: Freshness, now: Date): boolean {
  return (
    asOf !== undefined &&
    now.getTime() - Date.parse(asOf) > LATE_AFTER_HOURS[source] * 3_600_000
  );
}

/** Whether the source needs a look: never read, late, or failed at the newest attempt. */
export function needsALook(freshness: Freshness, now: Date): boolean {
  return (
    freshness.asOf === undefined ||
    freshness.lastError !== undefined ||
    isLate(freshness, now)
  );
}

/** How fresh the sources are that the project is configured for: without metrics, only its costs. */
export function watchedFreshness({
  project,
  freshness,
}: ProjectSummary): Freshness[] {
  return freshness.filter(
    ({ source }) => source !== 'metrics' || (project.metrics ?? []).length > 0,
  );
}

/**
 * Whether nothing of what is watched could be read: each source failed at the newest attempt, or was never read. Who finds
 * no alert there knows nothing.
 */
export function isUnreadable(summary: ProjectSummary): boolean {
  const watched = watchedFreshness(summary);
  return (
    watched.length > 0 &&
    watched.every(
      ({ asOf, lastError }) => asOf === undefined || lastError !== undefined,
    )
  );
}

/** Whether data of the project is missing, late, or failed to be read. */
export function lacksData(summary: ProjectSummary, now: Date): boolean {
  return watchedFreshness(summary).some(freshness =>
    needsALook(freshness, now),
  );
}

/**
 * Whether the projects were last checked longer ago than they should be. A check follows each read, so that it is late
 * when a read of the source that is read most often would be.
 *
 * @param lastCheckedAt - end of the last successful detection
 */
export function isCheckLate(
  lastCheckedAt: string,
  summaries: readonly ProjectSummary[],
  now: Date,
): boolean {
  const sources = summaries
    .flatMap(watchedFreshness)
    .map(({ source }) => source);
  const source = sources.includes('metrics') ? 'metrics' : 'costs';
  return isLate({ source, asOf: lastCheckedAt }, now);
}

/** Whether any costs are stored: without them a spend of zero says nothing. */
export function hasCosts({ freshness }: ProjectSummary): boolean {
  return freshness.some(
    ({ source, newest }) => source === 'costs' && newest !== undefined,
  );
}
