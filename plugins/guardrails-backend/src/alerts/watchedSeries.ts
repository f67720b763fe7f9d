/** A series of a project as alerts see it: what tells its alerts apart, and what is kept of a decision on it. */
import type { Direction, Series } from '@cloudops/plugin-guardrails-node';
import type { AlertCreatedMetadata } from '../audit';
import type { AlertRecord, Fingerprint, ProjectRecord } from '../database';
import type { GradedFinding } from './grading';

/** One series of a project. */
export interface SeriesOfProject {
  readonly project: Pick<ProjectRecord, 'id' | 'name'>;
  readonly series: Pick<Series, 'type' | 'key' | 'unit' | 'periodSeconds'>;
  /** Name of the source that the series came from: the alerts' `source`. */
  readonly source: string;
}

/** One series of a project, seen from one side of its baseline. */
export interface WatchedSeries extends SeriesOfProject {
  readonly direction: Direction;
}

/** What tells an alert of this series and direction from every other one. */
export function fingerprintOf({
  project,
  series,
  direction,
}: Omit<WatchedSeries, 'source'>): Fingerprint {
  return {
    projectId: project.id,
    alertType: series.type,
    serviceName: series.type === 'cost' ? series.key : undefined,
    metricName: series.type === 'reliability' ? series.key : undefined,
    below: direction === 'below',
  };
}

/** The side of its series that an alert is on: what {@link fingerprintOf} keeps as `below`. */
export function directionOf({
  observedValue,
  baselineValue,
}: Pick<AlertRecord, 'observedValue' | 'baselineValue'>): Direction {
  return observedValue < baselineValue ? 'below' : 'above';
}

/** The values by which a decision can be taken again. */
export function decisionOf(
  { configured, verdict, inputs }: GradedFinding,
  { series }: WatchedSeries,
): AlertCreatedMetadata {
  const iso = (at: number) => new Date(at).toISOString();
  return {
    rule: configured.rule.name,
    ruleVersion: configured.rule.version,
    parameters: configured.parameters,
    unit: series.unit,
    inputs: { ...inputs, from: iso(inputs.from), to: iso(inputs.to) },
    verdict: {
      at: iso(verdict.at),
      observed: verdict.observed,
      baseline: verdict.baseline,
      threshold: verdict.threshold,
    },
  };
}
