/** Stored rows of one series, read and made into the series that rules judge. */
import {
  ALL_SERVICES,
  type Glance,
  type Series,
} from '@cloudops/plugin-guardrails-node';
import type { AlertRecord, Stores } from '../database';
import {
  costSeries,
  dayAt,
  glancedSpans,
  metricSeries,
  onlyWithin,
  ProjectCosts,
  startOfDay,
  totalSeries,
} from '../detection';

/** Which points: start of the first and of the last period, inclusive; what is not stored is left out. */
export interface SeriesRange {
  readonly from: Date;
  readonly to: Date;
}

type Extents = Awaited<ReturnType<Stores['metrics']['extents']>>;

const DAY_MS = 86_400_000;

export class SeriesLoader {
  readonly #database: Pick<Stores, 'costs' | 'metrics'>;
  readonly #finalAfterDays: number;

  constructor(options: {
    readonly database: Pick<Stores, 'costs' | 'metrics'>;
    /** A day of cost is final once the project has a day that is this many days newer. */
    readonly finalAfterDays: number;
  }) {
    this.#database = options.database;
    this.#finalAfterDays = options.finalAfterDays;
  }

  /**
   * The series that an alert is about within each of the ranges, as if they were read one by one; without points where
   * nothing of it is stored.
   */
  async of(
    alert: Pick<
      AlertRecord,
      'projectId' | 'alertType' | 'serviceName' | 'metricName'
    >,
    ranges: readonly SeriesRange[],
    periodSeconds: number,
  ): Promise<Series[]> {
    const { projectId } = alert;
    if (alert.alertType === 'cost') {
      const service = alert.serviceName ?? '';
      const isTotal = service === ALL_SERVICES;
      const found = await this.#costsWithin(
        projectId,
        ranges,
        isTotal ? undefined : [service],
      );
      return found.map(
        costs =>
          (isTotal ? totalSeries(costs) : costs)[0] ?? {
            type: 'cost',
            key: service,
            unit: 'USD',
            periodSeconds,
            points: [],
          },
      );
    }
    const extents = await this.#database.metrics.extents(projectId);
    return Promise.all(
      ranges.map(range =>
        this.metric(projectId, alert.metricName ?? '', extents, {
          ...range,
          periodSeconds,
        }),
      ),
    );
  }

  /** The costs of several projects, by project id; of those that have any in the range. */
  async costsOfProjects(
    projectIds: readonly string[],
    range: SeriesRange,
  ): Promise<Map<string, ProjectCosts>> {
    const from = dayAt(range.from.getTime());
    const to = dayAt(range.to.getTime());
    const [extents, stored] = await Promise.all([
      this.#database.costs.extents(projectIds),
      this.#database.costs.amountsOfProjects(projectIds, { from, to }),
    ]);
    const costs = new Map<string, ProjectCosts>();
    for (const [projectId, extent] of extents) {
      const first = later(from, extent.first);
      const last = earlier(to, extent.last);
      if (first <= last) {
        const lastFinal = dayAt(
          startOfDay(extent.last) - this.#finalAfterDays * DAY_MS,
        );
        costs.set(
          projectId,
          new ProjectCosts(stored.get(projectId) ?? [], from, {
            first,
            last,
            lastFinal,
            currency: extent.currency,
          }),
        );
      }
    }
    return costs;
  }

  /** One series for each service with a row in the range. */
  async costs(projectId: string, range: SeriesRange): Promise<Series[]> {
    const [costs] = await this.#costsWithin(projectId, [range]);
    return costs;
  }

  /** Of each range one series for each service with a row in it, or for each of the asked ones that has one. */
  async #costsWithin(
    projectId: string,
    ranges: readonly SeriesRange[],
    services?: readonly string[],
  ): Promise<Series[][]> {
    const extent = await this.#database.costs.extent(projectId);
    if (!extent) {
      return ranges.map(() => []);
    }
    const days = ranges.map(range => ({
      first: later(dayAt(range.from.getTime()), extent.first),
      last: earlier(dayAt(range.to.getTime()), extent.last),
    }));
    const stored = days.filter(({ first, last }) => first <= last);
    if (stored.length === 0) {
      return ranges.map(() => []);
    }
    const rows = await this.#database.costs.amounts({
      projectId,
      from: stored.map(({ first }) => first).reduce(earlier),
      to: stored.map(({ last }) => last).reduce(later),
      services,
    });
    // By all that is stored and not by the range: an old decision is shown with what is known today.
    const lastFinal = dayAt(
      startOfDay(extent.last) - this.#finalAfterDays * DAY_MS,
    );
    return days.map(({ first, last }) =>
      first > last
        ? []
        : costSeries(
            rows.filter(({ date }) => first <= date && date <= last),
            { first, last, lastFinal },
            extent.currency,
          ),
    );
  }

  /**
   * One metric of a project. All metrics of a project are read together, so where any of them has points, the others
   * were asked for as well.
   */
  async metric(
    projectId: string,
    metricName: string,
    extents: Extents,
    range: SeriesRange & { readonly periodSeconds: number },
  ): Promise<Series> {
    const { periodSeconds } = range;
    const unit = unitOf(metricName, extents);
    const covered = coveredBy(extents, range);
    if (!covered) {
      return {
        type: 'reliability',
        key: metricName,
        unit,
        periodSeconds,
        points: [],
      };
    }
    const rows = await this.#database.metrics.points({
      projectId,
      metricName,
      from: covered.first,
      to: new Date(covered.last.getTime() + periodSeconds * 1000),
    });
    return metricSeries(
      rows,
      { name: metricName, unit, periodSeconds },
      covered,
    );
  }

  /**
   * The same series with little more than the points from an instant on: what rules look at besides
   * ({@link Glance}), and nothing known of all others. Undefined when that would be most of it.
   */
  async metricAtGlance(
    projectId: string,
    metricName: string,
    extents: Extents,
    range: SeriesRange & {
      readonly periodSeconds: number;
      readonly judgedFrom: number;
      readonly glance: Glance;
    },
  ): Promise<Series | undefined> {
    const { periodSeconds } = range;
    const covered = coveredBy(extents, range);
    const spans = covered && glancedSpans(covered, range);
    if (!spans) {
      return undefined;
    }
    const rows = await this.#database.metrics.pointsWithin({
      projectId,
      metricName,
      ranges: spans.map(([from, to]) => ({
        from: new Date(from),
        to: new Date(to),
      })),
    });
    const unit = unitOf(metricName, extents);
    const series = metricSeries(
      rows,
      { name: metricName, unit, periodSeconds },
      covered,
    );
    return { ...series, points: onlyWithin(spans, series.points) };
  }
}

function unitOf(metricName: string, extents: Extents) {
  return extents.find(each => each.metricName === metricName)?.unit ?? 'count';
}

/** What of a range is stored of any metric of the project; undefined when nothing is. */
function coveredBy(
  extents: Extents,
  range: SeriesRange,
): { readonly first: Date; readonly last: Date } | undefined {
  const times = extents.flatMap(({ first, last }) => [
    first.getTime(),
    last.getTime(),
  ]);
  const first = new Date(Math.max(range.from.getTime(), Math.min(...times)));
  const last = new Date(Math.min(range.to.getTime(), Math.max(...times)));
  return times.length === 0 || first > last ? undefined : { first, last };
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
