/**
 * What was judged before, by which rules and settings, and so what a run has to judge.
 *
 * Other rules or settings, and a cancelled activity, which may have kept something quiet, have everything within the
 * lookback judged again. So does a state that another version of the product has written in another way.
 */
import { createHash } from 'node:crypto';
import type { Direction, Series } from '@cloudops/plugin-guardrails-node';
import type { GuardrailsConfig } from '../config';
import type { DetectionProgressRecord } from '../database';
import { judges, type ConfiguredRule, type CostDigests } from '../detection';
import type { KnownOfProject, ProjectRun } from './projectRun';

/** Of the states below: a change of their shape is another one. */
const FORMAT = 1;

/** Id and end of a planned activity, milliseconds since the epoch. */
type Activity = readonly [id: string, to: number];

interface State {
  readonly judgedBy: string;
  /** Those that were known. */
  readonly activities: readonly Activity[];
}

interface CostState extends State {
  /** Start of the first day. */
  readonly first: number;
  /** Two numbers for each day, base 64. */
  readonly digests: string;
}

interface MetricState extends State {
  readonly settledThrough: number;
  /** The newest quiet final point of each side; null where there was none. */
  readonly lastQuietAt: Readonly<Record<Direction, number | null>>;
}

/** How far a metric was judged, milliseconds since the epoch. */
export interface JudgedMetricProgress {
  /** Points before this are as they were when they were judged. */
  readonly settledThrough: number;
  /** Whether that was later before: an earlier point has been written since. */
  readonly isRestated: boolean;
  readonly lastQuietAt: Readonly<Record<Direction, number>>;
}

/** A metric, as rules are asked whether they judge it. */
export type MetricFacts = Pick<
  Series,
  'type' | 'key' | 'unit' | 'periodSeconds'
>;

export class DetectionProgress {
  readonly #settings: string;
  /** Rules are the same object for most projects. */
  readonly #described = new WeakMap<
    readonly ConfiguredRule[],
    Map<string, string>
  >();

  constructor({
    costs,
    metrics,
    detection,
  }: Pick<GuardrailsConfig, 'costs' | 'metrics' | 'detection'>) {
    this.#settings = JSON.stringify([
      FORMAT,
      costs.finalAfterDays,
      metrics.periodSeconds,
      metrics.overlapMinutes,
      detection.lookbackDays,
    ]);
  }

  /** What the costs of each day were when they were judged; undefined when everything has to be judged. */
  ofCosts(run: ProjectRun, known: KnownOfProject): CostDigests | undefined {
    const state = readState<CostState>(recordOf(run, known, 'cost'));
    return state && this.#holds(state, this.#costRules(run.rules), run)
      ? { first: state.first, digests: decoded(state.digests) }
      : undefined;
  }

  costsJudged(
    run: ProjectRun,
    known: KnownOfProject,
    { first, digests }: CostDigests,
  ): DetectionProgressRecord {
    const state: CostState = {
      judgedBy: this.#costRules(run.rules),
      activities: activitiesOf(run),
      first,
      digests: encoded(digests),
    };
    return { ...recordOf(run, known, 'cost'), state: JSON.stringify(state) };
  }

  /** Undefined when everything has to be judged. */
  ofMetric(
    run: ProjectRun,
    known: KnownOfProject,
    metric: MetricFacts,
  ): JudgedMetricProgress | undefined {
    const record = recordOf(run, known, 'reliability', metric.key);
    const state = readState<MetricState>(record);
    if (
      !state ||
      !record.settledThrough ||
      !this.#holds(state, this.#metricRules(run.rules, metric), run)
    ) {
      return undefined;
    }
    const settledThrough = record.settledThrough.getTime();
    return {
      settledThrough,
      isRestated: settledThrough < state.settledThrough,
      lastQuietAt: {
        above: state.lastQuietAt.above ?? -Infinity,
        below: state.lastQuietAt.below ?? -Infinity,
      },
    };
  }

  metricJudged(
    run: ProjectRun,
    known: KnownOfProject,
    metric: MetricFacts,
    {
      settledThrough,
      lastQuietAt,
    }: Pick<JudgedMetricProgress, 'settledThrough' | 'lastQuietAt'>,
  ): DetectionProgressRecord {
    const orNull = (at: number) => (at === -Infinity ? null : at);
    const state: MetricState = {
      judgedBy: this.#metricRules(run.rules, metric),
      activities: activitiesOf(run),
      settledThrough,
      lastQuietAt: {
        above: orNull(lastQuietAt.above),
        below: orNull(lastQuietAt.below),
      },
    };
    return {
      ...recordOf(run, known, 'reliability', metric.key),
      state: JSON.stringify(state),
      settledThrough: new Date(settledThrough),
    };
  }

  /** Whether what was judged would come out the same now. */
  #holds(
    { judgedBy, activities }: State,
    rules: string,
    run: ProjectRun,
  ): boolean {
    return (
      judgedBy === rules &&
      activities.every(
        ([id, to]) =>
          to <= run.opensFrom || run.activities.some(each => each.id === id),
      )
    );
  }

  #costRules(rules: readonly ConfiguredRule[]): string {
    return this.#descriptionOf(
      rules,
      '',
      ({ rule }) => rule.appliesTo === 'cost',
    );
  }

  #metricRules(rules: readonly ConfiguredRule[], metric: MetricFacts): string {
    return this.#descriptionOf(rules, `${metric.key} ${metric.unit}`, each =>
      judges(each, metric),
    );
  }

  /** The same for the same rules, versions, parameters and settings. */
  #descriptionOf(
    rules: readonly ConfiguredRule[],
    of: string,
    isAsked: (configured: ConfiguredRule) => boolean,
  ): string {
    const known = this.#described.get(rules) ?? new Map<string, string>();
    this.#described.set(rules, known);
    let description = known.get(of);
    if (description === undefined) {
      const asked = rules
        .filter(isAsked)
        .map(({ rule, parameters }) => [rule.name, rule.version, parameters]);
      description = createHash('sha256')
        .update(this.#settings)
        .update(JSON.stringify(asked))
        .digest('base64url');
      known.set(of, description);
    }
    return description;
  }
}

/** What is stored of the costs or of one metric, or that nothing is. */
function recordOf(
  { project }: ProjectRun,
  { judged }: KnownOfProject,
  seriesType: DetectionProgressRecord['seriesType'],
  metricName = '',
): DetectionProgressRecord {
  return (
    judged.find(
      each => each.seriesType === seriesType && each.metricName === metricName,
    ) ?? {
      projectId: project.id,
      seriesType,
      metricName,
      state: '',
      revision: 0,
    }
  );
}

function readState<S extends State>({
  state,
}: DetectionProgressRecord): S | undefined {
  return state === '' ? undefined : JSON.parse(state);
}

/** Those that may cover a point which is judged. */
function activitiesOf({ activities }: ProjectRun): Activity[] {
  return activities.map(({ id, to }) => [id, to.getTime()]);
}

/** Whether it is other than what was stored when it was read. */
export function isNews(
  { seriesType, metricName, state, settledThrough }: DetectionProgressRecord,
  { judged }: KnownOfProject,
): boolean {
  return !judged.some(
    each =>
      each.seriesType === seriesType &&
      each.metricName === metricName &&
      each.state === state &&
      each.settledThrough?.getTime() === settledThrough?.getTime(),
  );
}

function encoded({ buffer, byteOffset, byteLength }: Uint32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

function decoded(text: string): Uint32Array {
  // A copy: four bytes at a time have to begin where a number may.
  const { buffer } = Uint8Array.from(Buffer.from(text, 'base64'));
  return new Uint32Array(buffer);
}
