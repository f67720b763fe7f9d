/** Why an alert fired: the series its rule saw, the calculation, and the same decision taken again on today's rows. */
import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { isCharge, type Evidence } from '@cloudops/plugin-guardrails-common';
import {
  ALL_SERVICES,
  type DetectionRule,
  type Series,
  type Verdict,
} from '@cloudops/plugin-guardrails-node';
import type { AlertRecord, GuardrailsDatabase } from '../database';
import {
  dayAt,
  indexFrom,
  startOfDay,
  type ConfiguredRule,
  type RuleSet,
} from '../detection';
import { orAborted } from '../stopping';
import { AlertDrivers } from './AlertDrivers';
import { proposalsFor } from './proposals';
import {
  differenceOf,
  notReplayable,
  storedArithmetic,
  type Replay,
} from './replay';
import { restatedTotals, restatementIn } from './restatements';
import { SeriesLoader } from './SeriesLoader';
import { decisionBehind, type StoredDecision } from './storedDecision';

/** What is shown around the window, in days. Four weeks show the weekday pattern; a day shows the daily rhythm. */
const DAYS_BEFORE = { cost: 28, reliability: 1 } as const;
const DAYS_AFTER = { cost: 7, reliability: 1 } as const;
/** A proposal is tried on so much of the window around the judged point: long windows are of a level that stays. */
const DAYS_TRIED = { cost: 31, reliability: 0.5 } as const;
/** More points than this are no more than the pixels of a chart. */
const MOST_POINTS = 400;

/** Proposals are not worth a longer wait for the catalog: why an alert fired is asked while things are broken. */
const CATALOG_PATIENCE_MS = 2000;

const DAY_MS = 86_400_000;

/** A rule as it judges a project by now, if it does. */
interface RuleNow extends Partial<ConfiguredRule> {
  /** Its name. */
  readonly project: string;
}

/** What is shown, with what rules remember before it. */
interface Shown {
  readonly series: Series;
  /** Index of the first point that is shown. */
  readonly first: number;
}

/** The rules of a project as the next run would have them, with their parameters. */
export interface RulesNow {
  /** @throws ServiceUnavailableError when the catalog does not say what its entities set */
  of(project: string): Promise<{ readonly rules: readonly ConfiguredRule[] }>;
}

export class AlertEvidence {
  readonly #database: GuardrailsDatabase;
  readonly #rules: RuleSet;
  readonly #inForce: RulesNow;
  readonly #loader: SeriesLoader;
  readonly #drivers: AlertDrivers;

  constructor(options: {
    readonly database: GuardrailsDatabase;
    readonly rules: RuleSet;
    readonly inForce: RulesNow;
    /** `costs.finalAfterDays`. */
    readonly finalAfterDays: number;
  }) {
    this.#database = options.database;
    this.#rules = options.rules;
    this.#inForce = options.inForce;
    this.#loader = new SeriesLoader(options);
    this.#drivers = new AlertDrivers(options.database);
  }

  /**
   * What the rule saw, and the same decision replayed on the rows as they are stored now.
   *
   * @throws NotFoundError when no rule made the alert, or its decision is not kept any more
   */
  async explain(alert: AlertRecord): Promise<Evidence> {
    const [events, inForce] = await Promise.all([
      this.#database.events.byEntity('alert', alert.id),
      this.#rulesNow(alert.projectId),
    ]);
    const decision = decisionBehind(alert, events);
    if (!decision) {
      throw new NotFoundError(
        `Alert ${alert.id} has no decision in the trail that could be explained or taken again: no rule made it, or the retention has deleted its events`,
      );
    }
    const usable = this.#rules.version(decision.rule, decision.ruleVersion);
    const { inputs, parameters } = decision;
    const shownFrom =
      alert.windowStart.getTime() - DAYS_BEFORE[alert.alertType] * DAY_MS;
    const now = inForce && {
      ...inForce.rules.find(({ rule }) => rule.name === decision.rule),
      project: inForce.project,
    };
    const memory = Math.max(
      usable?.memory(parameters, inputs.periodSeconds) ?? 0,
      now?.rule?.memory(now.parameters, inputs.periodSeconds) ?? 0,
    );
    const [restatements, [series, decided], drivers] = await Promise.all([
      this.#restatements(alert, decision),
      this.#loader.of(
        alert,
        [
          {
            from: new Date(shownFrom - memory * inputs.periodSeconds * 1000),
            to: new Date(
              alert.windowEnd.getTime() + DAYS_AFTER[alert.alertType] * DAY_MS,
            ),
          },
          ...(usable
            ? [{ from: new Date(inputs.from), to: new Date(inputs.to) }]
            : []),
        ],
        inputs.periodSeconds,
      ),
      this.#drivers.of(alert, decision, events),
    ]);
    const shown = { series, first: indexFrom(series, shownFrom) };
    const replay = usable
      ? replayed(
          decided,
          decision,
          usable,
          alert.alertType === 'cost' && restatements.length === 0,
        )
      : notReplayable(
          alert,
          decision,
          this.#rules.rule(decision.rule),
          restatements,
        );
    // A band of what is left would not be the one that the rule used.
    const drawing = replay.notReplayed ? undefined : usable;
    return {
      alertId: alert.id,
      rule: {
        name: decision.rule,
        version: decision.ruleVersion,
        parameters: { ...decision.parameters },
      },
      unit: shown.series.unit,
      sentence: alert.description,
      arithmetic: replay.arithmetic,
      points: pointsOf(shown, decision, drawing),
      window: {
        start: alert.windowStart.toISOString(),
        end: alert.windowEnd.toISOString(),
      },
      reproduced: replay.difference === undefined,
      ...(replay.difference ? { difference: replay.difference } : {}),
      ...(replay.notReplayed ? { notReplayed: replay.notReplayed } : {}),
      ...(now && {
        proposals: replay.notReplayed
          ? []
          : proposed(alert, decision, now, shown.series),
      }),
      ...drivers,
      restatements,
    };
  }

  /**
   * What judges the project by now, which may be another version or have other parameters: that is what a proposal would
   * change. Undefined when nobody knows with which parameters it does, or says so in time.
   */
  async #rulesNow(projectId: string): Promise<
    | {
        readonly project: string;
        readonly rules: readonly ConfiguredRule[];
      }
    | undefined
  > {
    const project = await this.#nameOf(projectId);
    const patience = AbortSignal.timeout(CATALOG_PATIENCE_MS);
    try {
      const { rules } = await orAborted(this.#inForce.of(project), patience);
      return { project, rules };
    } catch (error) {
      if (error instanceof ServiceUnavailableError || patience.aborted) {
        return undefined;
      }
      throw error;
    }
  }

  async #nameOf(projectId: string): Promise<string> {
    const names = await this.#database.projects.names([projectId]);
    return names.get(projectId)!;
  }

  async #restatements(
    alert: AlertRecord,
    { inputs, takenAt }: StoredDecision,
  ): Promise<Evidence['restatements']> {
    if (alert.alertType !== 'cost' || !alert.serviceName) {
      return [];
    }
    const { projectId, serviceName } = alert;
    const isTotal = serviceName === ALL_SERVICES;
    const events = await this.#database.events.restatements(
      projectId,
      isTotal ? undefined : serviceName,
      takenAt,
    );
    const range = {
      from: dayAt(Date.parse(inputs.from)),
      to: dayAt(Date.parse(inputs.to)),
    };
    const restated = events
      .map(restatementIn)
      .filter(({ date }) => date >= range.from && date <= range.to);
    if (!isTotal) {
      return restated.map(({ date, from, to, at }) => ({
        at: new Date(startOfDay(date)).toISOString(),
        from,
        to,
        restatedAt: at.toISOString(),
      }));
    }
    const ofUsage = restated.filter(({ service }) => !isCharge(service));
    return ofUsage.length === 0
      ? []
      : restatedTotals(
          ofUsage,
          await this.#database.costs.amounts({ projectId, ...range }),
        );
  }
}

/**
 * The same decision taken again on the series that it was taken on, as it is stored now.
 *
 * @param isAdded - what differs came in after the decision: of costs none was restated since
 */
function replayed(
  series: Series,
  decision: StoredDecision,
  rule: DetectionRule<any>,
  isAdded: boolean,
): Replay {
  const { inputs, parameters, verdict } = decision;
  const at = Date.parse(verdict.at);
  const index = series.points.findIndex(point => point.at === at);
  const again =
    index < 0
      ? undefined
      : rule.judge(series, index, parameters).find(each => each.at === at);
  const difference =
    again && differenceOf(decision, again, series.unit, isAdded);
  const isCut = series.points[0]?.at > Date.parse(inputs.from);
  if (!again || (isCut && difference)) {
    return {
      arithmetic: storedArithmetic(decision),
      difference:
        'Not all rows that the decision rests on are stored any more, so it cannot be taken again.',
      notReplayed: 'rows_missing',
    };
  }
  return {
    arithmetic: rule
      .explain(series, index, parameters)
      .map(line => ({ ...line })),
    difference,
  };
}

/** What the rule takes to be quiet, as it judges by now; nothing where it would not fire on this any more. */
function proposed(
  alert: AlertRecord,
  { verdict: decided }: StoredDecision,
  { rule, parameters, project }: RuleNow,
  series: Series,
): NonNullable<Evidence['proposals']> {
  const at = Date.parse(decided.at);
  const index = indexFrom(series, at);
  if (!rule?.accepts(series, parameters)) {
    return [];
  }
  const verdict = rule
    .judge(series, index, parameters)
    .find(each => each.at === at);
  if (!verdict?.fired) {
    return [];
  }
  const around = DAYS_TRIED[alert.alertType] * DAY_MS;
  const from = Math.max(alert.windowStart.getTime(), at - around);
  const end = Math.min(alert.windowEnd.getTime(), at + around);
  return proposalsFor({
    rule,
    parameters,
    series,
    window: [
      indexFrom(series, Math.min(from, at)),
      Math.max(indexFrom(series, end) - 1, index),
    ],
    verdict,
    project,
  });
}

function pointsOf(
  { series, first }: Shown,
  { parameters, verdict: decided }: StoredDecision,
  rule: DetectionRule<any> | undefined,
): Evidence['points'] {
  const verdicts = new Map(
    rule
      ?.judge(series, first, parameters)
      .map(verdict => [verdict.at, verdict]),
  );
  const decidedAt = Date.parse(decided.at);
  const sign = decided.observed < decided.baseline ? -1 : 1;
  return thin(series.points.slice(first), ({ at, value }) =>
    at === decidedAt ? Infinity : sign * (value ?? -sign * Infinity),
  ).map(({ at, value }) => evidencePoint(at, value, verdicts.get(at)));
}

function evidencePoint(
  at: number,
  value: number | null,
  verdict: Verdict | undefined,
): Evidence['points'][number] {
  return {
    at: new Date(at).toISOString(),
    value,
    fired: verdict?.fired ?? false,
    ...(verdict
      ? { baseline: verdict.baseline, threshold: verdict.threshold }
      : {}),
    ...verdict?.usual,
  };
}

/**
 * The most telling point of each bucket, when there are more points than a chart can show: peaks, or of a fall lows, are
 * what it is about, and the judged point above all.
 */
function thin(
  points: Series['points'],
  tellingOf: (point: Series['points'][number]) => number,
): Series['points'] {
  const size = Math.ceil(points.length / MOST_POINTS);
  if (size <= 1) {
    return points;
  }
  const thinned: Series['points'][number][] = [];
  for (let i = 0; i < points.length; i += size) {
    thinned.push(
      points
        .slice(i, i + size)
        .reduce((most, each) =>
          tellingOf(each) > tellingOf(most) ? each : most,
        ),
    );
  }
  return thinned;
}
