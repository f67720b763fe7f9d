/**
 * Judges the new points of a metric, and reads of its history no more than it has to.
 *
 * What rules take from whole days is stored for each day. Of a series that has it, the judged points are loaded with those
 * around the same time on the days before; of one that lacks it the whole history, once a day, and then it is stored.
 * Both give the same verdicts, bit for bit.
 */
import type { Direction, Series } from '@cloudops/plugin-guardrails-node';
import { SeriesLoader } from '../alerts';
import type { GuardrailsDatabase, MetricBaseline, Stores } from '../database';
import {
  DayBaselines,
  glanceOf,
  HistoryNeededError,
  indexFrom,
  judge,
  memoryOf,
  startOfPeriod,
  type ConfiguredRule,
  type JudgedPoint,
  type Quantities,
} from '../detection';

const DAY_MS = 86_400_000;

type Extents = Awaited<ReturnType<Stores['metrics']['extents']>>;
type Facts = Omit<Series, 'points'>;

/** What is to be judged of one metric. */
export interface MetricToJudge {
  /** The first judged point, milliseconds since the epoch. */
  readonly from: number;
  readonly to: Date;
  readonly rules: readonly ConfiguredRule[];
  /** Of all metrics of the project. */
  readonly extents: Extents;
  /** What is stored for days of this metric. */
  readonly stored: readonly MetricBaseline[];
}

export interface JudgedMetric {
  /** As long as it is, wherever its points were loaded. */
  readonly series: Series;
  readonly points: Readonly<Record<Direction, readonly JudgedPoint[]>>;
}

export class JudgedMetrics {
  readonly #database: GuardrailsDatabase;
  readonly #finalAfterDays: number;

  constructor(options: {
    readonly database: GuardrailsDatabase;
    /** `costs.finalAfterDays`. */
    readonly finalAfterDays: number;
  }) {
    this.#database = options.database;
    this.#finalAfterDays = options.finalAfterDays;
  }

  async judge(
    projectId: string,
    facts: Facts,
    asked: MetricToJudge,
  ): Promise<JudgedMetric> {
    return (
      (await this.#atGlance(projectId, facts, asked)) ??
      this.#withHistory(projectId, facts, asked)
    );
  }

  /** Undefined when something that a rule needs is not stored, or was computed from another history. */
  async #atGlance(
    projectId: string,
    facts: Facts,
    asked: MetricToJudge,
  ): Promise<JudgedMetric | undefined> {
    const glance = glanceOf(asked.rules, facts);
    const usable = asked.stored.filter(
      ({ dayStart, historyFrom }) =>
        historyFrom.getTime() === historyOf(dayStart.getTime(), facts, asked),
    );
    if (!glance || usable.length === 0) {
      return undefined;
    }
    const series = await this.#loader(this.#database).metricAtGlance(
      projectId,
      facts.key,
      asked.extents,
      { ...rangeOf(facts, asked), judgedFrom: asked.from, glance },
    );
    if (!series) {
      return undefined;
    }
    DayBaselines.hand(
      series,
      new Map(
        usable.map(({ dayStart, quantities }) => [
          dayStart.getTime(),
          quantities as Quantities,
        ]),
      ),
    );
    try {
      return judged(series, asked);
    } catch (error) {
      if (error instanceof HistoryNeededError) return undefined;
      throw error;
    }
  }

  async #withHistory(
    projectId: string,
    facts: Facts,
    asked: MetricToJudge,
  ): Promise<JudgedMetric> {
    const load = (stores: Pick<Stores, 'costs' | 'metrics'>) =>
      this.#loader(stores).metric(
        projectId,
        facts.key,
        asked.extents,
        rangeOf(facts, asked),
      );
    if (!glanceOf(asked.rules, facts)) {
      return judged(await load(this.#database), asked);
    }
    return this.#database.transaction(async stores => {
      await stores.baselines.freezePoints(projectId);
      const result = judged(await load(stores), asked);
      // Once more, now that nobody writes: a day that is known in part is added to.
      const stored = (await stores.baselines.ofProjects([projectId]))
        .get(projectId)
        ?.filter(({ metricName }) => metricName === facts.key);
      await stores.baselines.put(
        projectId,
        facts.key,
        baselinesOf(result.series, facts, { ...asked, stored: stored ?? [] }),
      );
      return result;
    });
  }

  #loader(database: Pick<Stores, 'costs' | 'metrics'>): SeriesLoader {
    return new SeriesLoader({ database, finalAfterDays: this.#finalAfterDays });
  }
}

function judged(
  series: Series,
  { from, rules }: Pick<MetricToJudge, 'from' | 'rules'>,
): JudgedMetric {
  return { series, points: judge(series, indexFrom(series, from), rules) };
}

function rangeOf(
  facts: Facts,
  { from, to, rules }: Pick<MetricToJudge, 'from' | 'to' | 'rules'>,
) {
  const { periodSeconds } = facts;
  const memory = memoryOf(rules, facts) * periodSeconds * 1000;
  return { from: new Date(from - memory), to, periodSeconds };
}

/** The first point that may count for a day: what rules look back on, or where the project begins. */
function historyOf(
  dayStart: number,
  facts: Facts,
  { rules, extents }: Pick<MetricToJudge, 'rules' | 'extents'>,
): number {
  const memory = memoryOf(rules, facts) * facts.periodSeconds * 1000;
  const begins = Math.min(...extents.map(({ first }) => first.getTime()));
  return Math.max(begins, dayStart - memory);
}

/** Of the newest day, and of the one before, of which points that may still change are judged after midnight. */
function baselinesOf(series: Series, facts: Facts, asked: MetricToJudge) {
  const newest = series.points.at(-1)?.at;
  if (newest === undefined) {
    return [];
  }
  const today = startOfPeriod(newest, DAY_MS);
  return [today - DAY_MS, today]
    .map(dayStart => {
      const historyFrom = historyOf(dayStart, facts, asked);
      const known = asked.stored.find(
        each =>
          each.dayStart.getTime() === dayStart &&
          each.historyFrom.getTime() === historyFrom,
      );
      return {
        dayStart: new Date(dayStart),
        historyFrom: new Date(historyFrom),
        quantities: {
          ...known?.quantities,
          ...DayBaselines.of(series).on(dayStart),
        },
      };
    })
    .filter(({ quantities }) => isStorable(quantities));
}

/** JSON has no NaN and no infinity. */
function isStorable(value: unknown): boolean {
  return typeof value === 'object' && value !== null
    ? Object.values(value).every(isStorable)
    : typeof value !== 'number' || Number.isFinite(value);
}
