/** Answers how one reliability metric of a project went. */
import { InputError, NotFoundError } from '@backstage/errors';
import {
  costReadPermission,
  type MetricSeries,
  type MetricsQuery,
  type MetricUnit,
} from '@cloudops/plugin-guardrails-common';
import { DateTime, type DurationLike } from 'luxon';
import type { GuardrailsConfig } from '../config';
import type { ProjectRecord, Stores } from '../database/interfaces';
import { METRIC_NAMES } from '../ingestion';
import type { Freshness } from './Freshness';
import type { GrantedCall } from './GuardrailsService';
import type { ProjectScope } from './ProjectScope';
import { unitOfMetric } from './views';

const DEFAULT_RANGE: DurationLike = { days: 7 };
const MOST_DAYS = 100;
/** A chart on a wide screen has about as many pixels. */
const MOST_POINTS = 1000;
/** Lengths that people read off an axis, in seconds: minutes, hours, a day. */
const RESOLUTIONS = [
  60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
];

export class Metrics {
  readonly #stores: Stores;
  readonly #scope: ProjectScope;
  readonly #freshness: Freshness;
  readonly #config: GuardrailsConfig;
  readonly #now: () => Date;

  constructor(options: {
    stores: Stores;
    scope: ProjectScope;
    freshness: Freshness;
    config: GuardrailsConfig;
    now: () => Date;
  }) {
    this.#stores = options.stores;
    this.#scope = options.scope;
    this.#freshness = options.freshness;
    this.#config = options.config;
    this.#now = options.now;
  }

  async series(
    query: MetricsQuery,
    options: GrantedCall,
  ): Promise<MetricSeries> {
    const { from, to } = timesAsked(query, this.#now());
    const resolution = resolutionAsked(
      query.resolution,
      (to.getTime() - from.getTime()) / 1000,
      this.#config.metrics.periodSeconds,
    );
    const project = await this.#scope.one(query, options, costReadPermission);
    const buckets = await this.#stores.metrics.buckets({
      projectId: project.id,
      metricName: query.metric,
      from,
      to,
      resolutionSeconds: resolution,
    });
    const asOf = await this.#freshness.asOf('metrics', project, {
      hasPoints: buckets.length > 0,
    });
    if (buckets.length === 0) await this.#assertKnown(query.metric, project);
    const unit = unitOfMetric(query.metric);
    return {
      project: project.name,
      metric: query.metric,
      unit,
      from: from.toISOString(),
      to: to.toISOString(),
      resolution,
      asOf: asOf?.toISOString(),
      points: buckets.map(({ at, sum, mean, max }) => ({
        at: at.toISOString(),
        value: isAddedUp(unit) ? sum : inStoredScale(mean),
        max,
      })),
    };
  }

  /** @throws NotFoundError that names the metrics that there are */
  async #assertKnown(metric: string, project: ProjectRecord): Promise<void> {
    if (METRIC_NAMES.some(name => name === metric)) return;
    const extents = await this.#stores.metrics.extents(project.id);
    const stored = extents.map(({ metricName }) => metricName);
    if (!stored.includes(metric)) {
      const known = [...new Set([...METRIC_NAMES, ...stored])].join(', ');
      throw new NotFoundError(
        `Project '${project.name}' has no metric '${metric}'; it has ${known}`,
      );
    }
  }
}

/** Errors of several periods add up; their latencies do not. */
function isAddedUp(unit: MetricUnit): boolean {
  return unit === 'count';
}

/** In the scale in which values are stored (NUMERIC(16,6)): what a mean has beyond that says nothing. */
function inStoredScale(mean: number): number {
  return Math.round(mean * 1e6) / 1e6;
}

function timesAsked(query: MetricsQuery, now: Date): { from: Date; to: Date } {
  const to = query.to ? new Date(query.to) : now;
  const from = query.from
    ? new Date(query.from)
    : DateTime.fromJSDate(to, { zone: 'utc' }).minus(DEFAULT_RANGE).toJSDate();
  if (from >= to) {
    throw new InputError(
      `from: got '${query.from}', takes a time before '${to.toISOString()}'${
        query.to ? ', which is to' : ', which is now'
      }`,
    );
  }
  if (to.getTime() - from.getTime() > MOST_DAYS * 86_400_000) {
    throw new InputError(
      `from: got '${from.toISOString()}', more than ${MOST_DAYS} days before '${to.toISOString()}'; takes at most ${MOST_DAYS} days`,
    );
  }
  return { from, to };
}

/** The asked resolution, or the finest one that leaves no more points than a chart shows. */
function resolutionAsked(
  asked: number | undefined,
  rangeSeconds: number,
  periodSeconds: number,
): number {
  const fits = (seconds: number) =>
    seconds % periodSeconds === 0 && rangeSeconds / seconds <= MOST_POINTS;
  // 100 days in steps of a day are 100 points: the coarsest one always fits.
  const finest = RESOLUTIONS.find(fits)!;
  if (asked === undefined) return finest;
  if (!fits(asked)) {
    throw new InputError(
      `resolution: got ${asked}, takes a multiple of ${periodSeconds} seconds that leaves at most ${MOST_POINTS} points, from ${finest} on for this range`,
    );
  }
  return asked;
}
