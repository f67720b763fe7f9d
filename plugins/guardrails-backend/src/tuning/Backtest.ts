/** What a rule with other parameters would have fired on the rows of a project, beside what the ones in force do. */
import { InputError } from '@backstage/errors';
import type { BacktestAlert } from '@cloudops/plugin-guardrails-common';
import { SeriesLoader, type Settling } from '../alerts';
import type { AlertRecord, GuardrailsDatabase } from '../database';
import {
  judges,
  startOfPeriod,
  totalSeries,
  type ConfiguredRule,
} from '../detection';
import type { Series } from '@cloudops/plugin-guardrails-node';
import type { BacktestQuestion, BacktestResult } from './interfaces';
import { replayRule, type ReplayedAlert } from './ruleReplay';
import type { RulesInForce } from './RulesInForce';
import { settingsUnderTrial } from './settingsUnderTrial';
import { TooManyRequestsError } from '../refusals';

const DAY_SECONDS = 86_400;
const DAY_MS = DAY_SECONDS * 1000;

/** A backtest takes a processor for a second or more; two leave room for whoever else asks something. */
const MOST_AT_ONCE = 2;
/** Most are over in a second or two. */
const RETRY_AFTER_SECONDS = 2;
const LONGEST_MS = 30_000;
const ALERTS_PER_PAGE = 200;
/** An alert is detected at most this long after its window began, which is the longest lookback. */
const LATEST_DETECTION_MS = 31 * DAY_MS;
/** A chart and a list of more tell nothing more. */
const MOST_SHOWN = 500;

export class Backtest {
  readonly #database: GuardrailsDatabase;
  readonly #inForce: RulesInForce;
  readonly #loader: SeriesLoader;
  readonly #settling: Settling;
  readonly #periodSeconds: number;
  #running = 0;

  constructor(options: {
    readonly database: GuardrailsDatabase;
    readonly inForce: RulesInForce;
    readonly settling: Settling;
    /** `metrics.periodSeconds`. */
    readonly periodSeconds: number;
  }) {
    this.#database = options.database;
    this.#inForce = options.inForce;
    this.#settling = options.settling;
    this.#periodSeconds = options.periodSeconds;
    this.#loader = new SeriesLoader({
      database: options.database,
      finalAfterDays: options.settling.finalAfterDays,
    });
  }

  /**
   * Reads and calculates; writes nothing.
   *
   * @throws InputError for a rule or parameter that does not exist, or is out of range
   * @throws TooManyRequestsError while as many run as may run at once
   */
  async run(question: BacktestQuestion, now: Date): Promise<BacktestResult> {
    const { rules } = await this.#inForce.of(question.project.name);
    const stored = rules.find(({ rule }) => rule.name === question.rule);
    if (!stored) {
      throw new InputError(
        `rule: got '${question.rule}', takes one of ${rules
          .map(({ rule }) => rule.name)
          .join(', ')}`,
      );
    }
    const tried = settingsUnderTrial(stored, question.parameters);
    if (this.#running >= MOST_AT_ONCE) {
      throw new TooManyRequestsError(
        `Other backtests are running; try again in ${RETRY_AFTER_SECONDS} seconds`,
        RETRY_AFTER_SECONDS,
      );
    }
    this.#running += 1;
    try {
      return await this.#replay(question, stored, tried, now);
    } finally {
      this.#running -= 1;
    }
  }

  async #replay(
    question: BacktestQuestion,
    stored: ConfiguredRule,
    tried: ConfiguredRule,
    now: Date,
  ): Promise<BacktestResult> {
    const { project, days } = question;
    const today = startOfPeriod(now.getTime(), DAY_MS);
    const from = today - (days - 1) * DAY_MS;
    const limit = AbortSignal.timeout(LONGEST_MS);
    const signal = question.signal
      ? AbortSignal.any([question.signal, limit])
      : limit;
    const activities = await this.#database.plannedActivities.endingAfter(
      new Date(from),
    );
    const options = {
      project: project.name,
      settling: this.#settling,
      activities: activities.filter(
        ({ projectId }) => projectId === project.id,
      ),
      signal,
    };
    const fired: ReplayedAlert[] = [];
    const inForce: ReplayedAlert[] = [];
    try {
      for await (const series of this.#series(project.id, from, now, [
        stored,
        tried,
      ])) {
        inForce.push(...(await replayRule(series, from, stored, options)));
        fired.push(...(await replayRule(series, from, tried, options)));
      }
    } catch (error) {
      if (limit.aborted && !question.signal?.aborted) {
        throw new InputError(
          `days: got ${days}, which takes longer than ${
            LONGEST_MS / 1000
          } seconds for the series of '${project.name}'; takes fewer days`,
        );
      }
      throw error;
    }
    const known = await this.#alerts(project.id, from);
    const withTried = compared(fired, inForce, known);
    const withStored = compared(inForce, fired, known);
    const kept = withTried.filter(({ inBoth }) => inBoth).length;
    return {
      rule: stored.rule.name,
      version: stored.rule.version,
      period: { from: new Date(from).toISOString(), to: now.toISOString() },
      parameters: Object.keys({
        ...stored.parameters,
        ...tried.parameters,
      }).map(name => ({
        name,
        value: tried.parameters[name],
        stored: stored.parameters[name],
      })),
      fired: withTried.slice(0, MOST_SHOWN),
      stored: withStored.slice(0, MOST_SHOWN),
      alerts: known
        .filter(({ ruleName }) => ruleName === stored.rule.name)
        .slice(0, MOST_SHOWN),
      counts: {
        kept,
        added: withTried.length - kept,
        gone: withStored.filter(({ inBoth }) => !inBoth).length,
      },
    };
  }

  /** Every series of the project that one of the rules judges, with what they look back on; one after the other. */
  async *#series(
    projectId: string,
    from: number,
    now: Date,
    rules: readonly ConfiguredRule[],
  ): AsyncGenerator<Series> {
    const memory = (periodSeconds: number) =>
      Math.max(
        ...rules.map(({ rule, parameters }) =>
          rule.memory(parameters, periodSeconds),
        ),
      );
    const judged = (facts: Omit<Series, 'points'>) =>
      rules.some(rule => judges(rule, facts));
    if (rules[0].rule.appliesTo === 'cost') {
      const services = await this.#loader.costs(projectId, {
        from: new Date(from - memory(DAY_SECONDS) * DAY_MS),
        to: now,
      });
      yield* [...services, ...totalSeries(services)].filter(judged);
      return;
    }
    const periodSeconds = this.#periodSeconds;
    const extents = await this.#database.metrics.extents(projectId);
    for (const { metricName, unit } of extents) {
      if (
        judged({ type: 'reliability', key: metricName, unit, periodSeconds })
      ) {
        yield this.#loader.metric(projectId, metricName, extents, {
          from: new Date(from - memory(periodSeconds) * periodSeconds * 1000),
          to: now,
          periodSeconds,
        });
      }
    }
  }

  /** Stored alerts of the project whose windows touch the period, newest first. */
  async #alerts(projectId: string, from: number): Promise<AlertRecord[]> {
    const found: AlertRecord[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.#database.alerts.list(
        {
          projectIds: [projectId],
          from: new Date(from - LATEST_DETECTION_MS),
        },
        { limit: ALERTS_PER_PAGE, order: 'detectedAt', cursor },
      );
      found.push(
        ...page.items.filter(({ windowEnd }) => windowEnd.getTime() > from),
      );
      cursor = page.nextCursor;
    } while (cursor);
    return found;
  }
}

/** Newest window first, each with whether the other replay raised it too, and the stored alert that it would be. */
function compared(
  alerts: readonly ReplayedAlert[],
  others: readonly ReplayedAlert[],
  known: readonly AlertRecord[],
): BacktestAlert[] {
  return [...alerts]
    .sort((a, b) => b.window.start - a.window.start)
    .map(alert => {
      const { series, direction, window, ...shown } = alert;
      return {
        ...shown,
        alertType: series.type,
        ...(series.type === 'cost'
          ? { service: series.key }
          : { metric: series.key }),
        unit: series.unit,
        window: {
          start: new Date(window.start).toISOString(),
          end: new Date(window.end).toISOString(),
        },
        inBoth: others.some(
          other =>
            other.series.key === series.key &&
            other.direction === direction &&
            touches(other.window, window),
        ),
        alertId: known.find(each => isOf(each, alert))?.id,
      };
    });
}

function isOf(stored: AlertRecord, alert: ReplayedAlert): boolean {
  return (
    stored.alertType === alert.series.type &&
    (stored.serviceName ?? stored.metricName) === alert.series.key &&
    stored.observedValue < stored.baselineValue ===
      (alert.direction === 'below') &&
    touches(
      { start: stored.windowStart.getTime(), end: stored.windowEnd.getTime() },
      alert.window,
    )
  );
}

function touches(
  a: ReplayedAlert['window'],
  b: ReplayedAlert['window'],
): boolean {
  return a.start < b.end && b.start < a.end;
}
