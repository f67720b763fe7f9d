/** Reads the reliability metrics of every project with an endpoint and stores the points as they arrive. */
import { isError } from '@backstage/errors';
import type { JobId } from '@cloudops/plugin-guardrails-common';
import type {
  MetricAnswer,
  MetricQuery,
  MetricSource,
  MetricTarget,
} from '@cloudops/plugin-guardrails-node';
import { DateTime } from 'luxon';
import {
  DEFAULT_PROJECT,
  ENDPOINT_KINDS,
  type GuardrailsConfig,
  type ProjectConfig,
  roleOfAccount,
} from '../config';
import type { GuardrailsDatabase, ProjectRecord } from '../database';
import type { EntityProjects } from '../projects';
import { pagesUntilAborted } from '../stopping';
import { inTurn } from './inTurn';
import type { IngestionRun } from './interfaces';

/** What is read of each endpoint. */
export const METRIC_NAMES = ['5xx_count', 'p95_latency_ms'] as const;

const JOB: JobId = 'ingest-metrics';

/**
 * As many periods as a full call of GetMetricData holds of each of its 500 queries (100,800 points): a longer range may
 * take several calls, each of which is paid.
 */
const PERIODS_OF_A_CALL = 200;

type MeasuredProject = ProjectConfig &
  Required<Pick<ProjectConfig, 'endpoint'>>;

/** A query's project, and how far its answer has come. */
interface Pending {
  readonly project: ProjectRecord;
  /** The start of what is not stored yet: before the query's own when an earlier run of the day found all of it silent. */
  readonly from: Date;
  state: 'open' | 'complete' | { readonly error: string };
  /** Nothing of the project was ever stored, and no point has come of this query. */
  isSilent: boolean;
  /** A point came of a part of what is not stored: the whole is to be read before it, or it would hide the rest. */
  isIncomplete: boolean;
}

export class MetricIngestion {
  readonly #source: MetricSource;
  readonly #database: GuardrailsDatabase;
  readonly #config: GuardrailsConfig['metrics'];
  readonly #configured: readonly ProjectConfig[];
  readonly #entities: Pick<EntityProjects, 'list'>;
  readonly #ownAccountId:
    | ((signal: AbortSignal) => Promise<string>)
    | undefined;

  constructor(options: {
    readonly source: MetricSource;
    readonly database: GuardrailsDatabase;
    readonly config: Pick<GuardrailsConfig, 'metrics' | 'projects'>;
    readonly entities: Pick<EntityProjects, 'list'>;
    /** That of the portal's own credentials, where a project may name it; absent where nobody can say it. */
    readonly ownAccountId?: (signal: AbortSignal) => Promise<string>;
  }) {
    this.#source = options.source;
    this.#database = options.database;
    this.#config = options.config.metrics;
    this.#configured = options.config.projects;
    this.#entities = options.entities;
    this.#ownAccountId = options.ownAccountId;
  }

  /**
   * Reads a few accounts at a time, those first whose stored points end earliest: a run that was stopped among many is
   * thereby gone on with where it stopped. A project of which a metric failed is noted in `run`; what was stored
   * before stays, and the others go on. Rejects only when the run was aborted.
   */
  async ingest(run: IngestionRun): Promise<void> {
    const pending = await this.#queries(
      await this.#measured(run.signal),
      run.now,
    );
    const accounts = new Map<string | undefined, [MetricQuery, Pending][]>();
    for (const entry of [...pending].sort(byStart)) {
      const { accountId } = entry[0].target.account;
      const ofAccount = accounts.get(accountId) ?? [];
      accounts.set(accountId, ofAccount);
      ofAccount.push(entry);
    }
    await inTurn([...accounts], run.signal, ([accountId, queries]) =>
      this.#ingestAccount(accountId, new Map(queries), run),
    );
  }

  /** Of the configuration and of the catalog; an entity that names no account is in the default project's. */
  async #measured(signal: AbortSignal): Promise<MeasuredProject[]> {
    const home = this.#configured.find(
      ({ name }) => name === DEFAULT_PROJECT,
    )?.accountId;
    const { projects } = await this.#entities.list(signal);
    const configured =
      home === undefined ? await this.#withoutOwnId(signal) : this.#configured;
    return [
      ...configured,
      ...projects.map(project => {
        const accountId = project.accountId ?? home;
        return {
          ...project,
          accountId,
          role: roleOfAccount(this.#configured, accountId),
          ruleParameters: {},
        };
      }),
    ].filter(
      (project): project is MeasuredProject => project.endpoint !== undefined,
    );
  }

  /** Whoever names the portal's own account means its credentials, and no role in it. */
  async #withoutOwnId(signal: AbortSignal): Promise<readonly ProjectConfig[]> {
    const isAsked = this.#configured.some(
      ({ accountId, endpoint }) => accountId && endpoint,
    );
    if (!this.#ownAccountId || !isAsked) return this.#configured;
    // Without an answer its projects fail, and say why; those of other accounts go on.
    const own = await this.#ownAccountId(signal).catch(() => undefined);
    signal.throwIfAborted();
    return this.#configured.map(project =>
      project.accountId === own
        ? { ...project, accountId: undefined }
        : project,
    );
  }

  async #ingestAccount(
    accountId: string | undefined,
    pending: ReadonlyMap<MetricQuery, Pending>,
    run: IngestionRun,
  ): Promise<void> {
    let failure: Error | undefined;
    try {
      await this.#fetch(accountId, pending, run);
      const whole = new Map(
        [...pending]
          .filter(([, asked]) => asked.isIncomplete && asked.state === 'open')
          .map(([query, asked]): [MetricQuery, Pending] => [
            { ...query, from: asked.from },
            asked,
          ]),
      );
      if (whole.size > 0) {
        await this.#fetch(accountId, whole, run);
      }
    } catch (error) {
      run.signal.throwIfAborted();
      failure = error as Error;
    }
    this.#report(pending, failure, run);
  }

  async #fetch(
    accountId: string | undefined,
    pending: ReadonlyMap<MetricQuery, Pending>,
    run: IngestionRun,
  ): Promise<void> {
    const answers = this.#source.fetchMetrics([...pending.keys()], {
      signal: run.signal,
      onRequest: () => run.awsRequest(accountId),
    });
    for await (const answer of pagesUntilAborted(answers, run.signal)) {
      await this.#store(answer, pending, run);
    }
  }

  /**
   * Each metric from its own newest point on, less the overlap; or from the start of the backfill. Where that is long
   * ago, the first run of a UTC day reads it all, and the later ones only what came since the one before.
   */
  async #queries(
    projects: readonly MeasuredProject[],
    now: Date,
  ): Promise<Map<MetricQuery, Pending>> {
    const { periodSeconds, overlapMinutes, backfillDays } = this.#config;
    const at = DateTime.fromJSDate(now, { zone: 'utc' });
    const to = floorTo(periodSeconds, at);
    const records = await this.#database.projects.ensure(
      projects.map(({ name }) => name),
    );
    const pending = new Map<MetricQuery, Pending>();
    const extents = await this.#database.metrics.newest(
      records.map(({ id }) => id),
    );
    const startOf = (newest: Date | undefined) =>
      floorTo(
        periodSeconds,
        newest
          ? DateTime.fromJSDate(newest, { zone: 'utc' }).minus({
              minutes: overlapMinutes,
            })
          : at.minus({ days: backfillDays }),
      );
    const isLong = (from: Date) =>
      to.getTime() - from.getTime() > PERIODS_OF_A_CALL * periodSeconds * 1000;
    const reads = await this.#database.runs.newestReads(
      JOB,
      records
        .filter(({ id }) =>
          METRIC_NAMES.some(name =>
            isLong(startOf(extents.get(id)?.get(name))),
          ),
        )
        .map(({ name }) => name),
      // None that a clock ahead of this one stamped: what comes until then would not be read.
      { from: at.startOf('day').toJSDate(), to: now },
    );
    for (const [index, { accountId, role, endpoint }] of projects.entries()) {
      const project = records[index];
      const isNew = !extents.has(project.id);
      for (const metricName of METRIC_NAMES) {
        const from = startOf(extents.get(project.id)?.get(metricName));
        const read = isLong(from) ? reads.get(project.name) : undefined;
        const sinceRead = read && startOf(read);
        const query: MetricQuery = {
          target: {
            account: { accountId, ...(role && { role }) },
            region: endpoint.region,
            endpoint: { kind: endpoint.kind, id: endpoint.id },
          },
          metricName,
          from: sinceRead && sinceRead > from ? sinceRead : from,
          to,
          periodSeconds,
        };
        pending.set(query, {
          project,
          from,
          state: 'open',
          isSilent: isNew,
          isIncomplete: false,
        });
      }
    }
    return pending;
  }

  async #store(
    { query, unit, points, complete, error }: MetricAnswer,
    pending: ReadonlyMap<MetricQuery, Pending>,
    run: IngestionRun,
  ): Promise<void> {
    const asked = pending.get(query);
    if (!asked) {
      throw new Error(
        `${this.#source.name} answered ${query.metricName} of ${
          query.target.endpoint.id
        }, which was not asked`,
      );
    }
    // What comes after a part that is missing would leave a hole that no later run looks for.
    if (typeof asked.state === 'object') {
      return;
    }
    if (points.length > 0) {
      asked.isSilent = false;
      asked.isIncomplete = query.from > asked.from;
    }
    if (points.length > 0 && !asked.isIncomplete) {
      try {
        const { inserted, changed } = await this.#database.metrics.upsert(
          asked.project.id,
          points.map(({ at, value }) => ({
            metricName: query.metricName,
            at,
            value,
            unit,
          })),
        );
        run.rowsWritten(inserted + changed);
      } catch (refusal) {
        if (!isError(refusal) || refusal.name !== 'InputError') {
          throw refusal;
        }
        asked.state = {
          error: `${this.#source.name} answered ${refusal.message}`,
        };
        return;
      }
    }
    if (error !== undefined) {
      asked.state = { error };
    } else if (complete && asked.state === 'open' && !asked.isIncomplete) {
      asked.state = 'complete';
    }
  }

  /**
   * A project is complete when all of its queries are. What failed several projects of a region alike, as a missing
   * permission does, is noted once.
   */
  #report(
    pending: ReadonlyMap<MetricQuery, Pending>,
    failure: Error | undefined,
    run: IngestionRun,
  ): void {
    const names = new Set(
      [...pending.values()].map(({ project }) => project.name),
    );
    const failures = new Map<string, { cause: string; names: string[] }>();
    for (const name of names) {
      const queries = [...pending].filter(
        ([, { project }]) => project.name === name,
      );
      const errors = queries.flatMap(([query, { state }]) => {
        if (state === 'complete') {
          return [];
        }
        return state === 'open'
          ? failure?.message ??
              `${this.#source.name} ended without an answer to ${
                query.metricName
              }`
          : state.error;
      });
      if (errors.length === 0) {
        run.completed(name);
        if (queries.every(([, { isSilent }]) => isSilent)) {
          const [[{ target }, { from }]] = queries;
          run.problem(name, silence(target, from));
        }
      } else {
        const cause = [...new Set(errors)].join('; ');
        const [[{ target }]] = queries;
        const alike = `${target.region} ${ofAnyApi(cause, target)}`;
        const known = failures.get(alike);
        if (known) {
          known.names.push(name);
          known.cause = ofAnyApi(cause, target);
        } else {
          failures.set(alike, { cause, names: [name] });
        }
      }
    }
    for (const { cause, names: failed } of failures.values()) {
      run.failed(
        `${failed.length > 1 ? 'projects' : 'project'} ${failed.join(', ')}`,
        new Error(cause, { cause: failure }),
        failed,
      );
    }
  }
}

function byStart([a]: [MetricQuery, Pending], [b]: [MetricQuery, Pending]) {
  return a.from.getTime() - b.from.getTime();
}

/** CloudWatch says nothing of what it does not know, and of what had no request yet: which of the two, a person knows. */
function silence({ region, endpoint }: MetricTarget, since: Date): string {
  const day = DateTime.fromJSDate(since, { zone: 'utc' }).toISODate();
  return `CloudWatch has no point of ${ENDPOINT_KINDS[endpoint.kind]} ${
    endpoint.id
  } in ${region} since ${day}; check its id and region, unless it had no requests yet`;
}

/** What AWS says of one API, as IAM writes it for all of them. */
function ofAnyApi(cause: string, { endpoint }: MetricTarget): string {
  return cause.replaceAll(endpoint.id, '*');
}

function floorTo(periodSeconds: number, at: DateTime): Date {
  const seconds = Math.floor(at.toSeconds());
  return new Date((seconds - (seconds % periodSeconds)) * 1000);
}
