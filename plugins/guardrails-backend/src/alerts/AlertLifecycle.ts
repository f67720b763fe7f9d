/** Carries out what findings make of the alerts of one series: rows, recommendations and trail in one transaction. */
import type { Direction } from '@cloudops/plugin-guardrails-node';
import { AuditTrail, SYSTEM_ACTOR } from '../audit';
import type {
  AlertRecord,
  GuardrailsDatabase,
  PlannedActivityRecord,
  Stores,
} from '../database';
import { dayAt, type JudgedPoint } from '../detection';
import { amount, duration, timeInWords } from '../detection/wording';
import type { Playbooks } from '../recommendations';
import { AlertRecommendations } from './AlertRecommendations';
import { SEVERITY_RANK, type GradedFinding } from './grading';
import {
  planAlerts,
  type AlertPlan,
  type AlertPolicy,
  type KnownAlert,
  type SeriesPlan,
  type Side,
  type Suppression,
} from './plan';
import { plannedSpans } from './plannedSpans';
import { reopenedAt } from './reopenedAt';
import { SuppressedFindings } from './SuppressedFindings';
import { descriptionOf, silenceOf, titleOf } from './sentences';
import { SILENT_HOURS } from './silences';
import {
  decisionOf,
  fingerprintOf,
  type SeriesOfProject,
  type WatchedSeries,
} from './watchedSeries';

/** What is known of one side of a series. */
export interface WatchedSide {
  /** Every judged point that may matter, from the end of an unresolved alert's window on. */
  readonly points: readonly JudgedPoint[];
  /** Every alert of the side that the points may touch, and those of the week before them. */
  readonly alerts: readonly AlertRecord[];
  /** The newest quiet final point before the given ones, when it is known from an earlier run. */
  readonly lastQuietAt?: number;
}

/** What judged points of a series come to, before it is written. */
export interface SeriesChanges {
  readonly watched: SeriesOfProject;
  readonly plans: SeriesPlan;
  /** Findings that were kept quiet, of which the trail does not tell yet. */
  readonly untold: readonly Suppression[];
  readonly activities: readonly PlannedActivityRecord[];
}

/** The columns that a finding decides. */
function evidenceOf(
  finding: GradedFinding,
  { series, project }: WatchedSeries,
) {
  return {
    severity: finding.grade.severity,
    title: titleOf(finding, series, project.name),
    description: descriptionOf(finding, series),
    observedValue: finding.grade.observed,
    baselineValue: finding.grade.baseline,
    thresholdValue: finding.grade.threshold,
    ruleName: finding.configured.rule.name,
  };
}

/** Somebody else has changed what a change was planned on. */
export class Overtaken extends Error {}

export class AlertLifecycle {
  readonly #database: GuardrailsDatabase;
  readonly #recommendations: AlertRecommendations;
  readonly #suppressed: SuppressedFindings;

  constructor(options: {
    readonly database: GuardrailsDatabase;
    readonly playbooks: Playbooks;
  }) {
    this.#database = options.database;
    this.#recommendations = new AlertRecommendations(options.playbooks);
    this.#suppressed = new SuppressedFindings(options.database);
  }

  /**
   * What judged points come to; undefined when that is nothing. Judging the same points again comes to nothing new.
   *
   * @param activities - of the project, those that are planned and not cancelled
   */
  async plan(
    watched: SeriesOfProject,
    sides: Readonly<Record<Direction, WatchedSide>>,
    policy: Omit<AlertPolicy, 'planned'>,
    activities: readonly PlannedActivityRecord[] = [],
  ): Promise<SeriesChanges | undefined> {
    const plans = planAlerts(
      {
        above: await this.#side(sides.above),
        below: await this.#side(sides.below),
      },
      { ...policy, planned: plannedSpans(activities, watched.series) },
    );
    const untold = await this.#suppressed.untold(plans.suppressed, watched);
    return plans.above.length + plans.below.length + untold.length === 0
      ? undefined
      : { watched, plans, untold, activities };
  }

  /**
   * Writes all changes, or none, in one transaction.
   *
   * @param settle - writes what is to be kept only together with them
   * @returns how many rows were written
   * @throws Overtaken when somebody else has changed one of the alerts meanwhile, and whatever `settle` throws: then
   *   nothing is written, and the points have to be judged beside what was done
   */
  async carryOut(
    changes: readonly SeriesChanges[],
    now: Date,
    settle: (stores: Stores) => Promise<void>,
  ): Promise<number> {
    return this.#database.transaction(async stores => {
      let rows = 0;
      await lockAlerts(changes, stores);
      for (const { watched, plans, untold, activities } of changes) {
        for (const direction of ['above', 'below'] as const) {
          for (const plan of plans[direction]) {
            const side = { ...watched, direction };
            const written = await this.#carryOut(plan, side, stores, now);
            if (written === undefined) {
              throw new Overtaken();
            }
            rows += written;
          }
        }
        await this.#suppressed.tell(untold, activities, watched, stores, now);
      }
      await settle(stores);
      return rows;
    });
  }

  async #side({ points, alerts, lastQuietAt }: WatchedSide): Promise<Side> {
    const known = await Promise.all(alerts.map(alert => this.#known(alert)));
    return { points, alerts: known, lastQuietAt };
  }

  async #known(alert: AlertRecord): Promise<KnownAlert> {
    const resolved = alert.status === 'resolved';
    return {
      id: alert.id,
      resolved,
      windowStart: alert.windowStart.getTime(),
      windowEnd: alert.windowEnd.getTime(),
      grade: {
        severity: alert.severity,
        observed: alert.observedValue,
        baseline: alert.baselineValue,
        threshold: alert.thresholdValue,
      },
      reopenedAt: resolved
        ? undefined
        : await reopenedAt(this.#database, alert.id),
    };
  }

  /** How many rows it wrote; undefined when somebody else was faster: opened the same alert, or resolved it. */
  async #carryOut(
    plan: AlertPlan,
    watched: WatchedSeries,
    stores: Stores,
    now: Date,
  ): Promise<number | undefined> {
    let rows = 0;
    let alert = plan.id
      ? await stores.alerts.byIdForUpdate(plan.id)
      : undefined;
    if (plan.opened) {
      alert = await this.#open(plan, plan.opened, watched, stores, now);
      rows += alert ? 1 : 0;
    }
    if (!alert || alert.status === 'resolved') {
      return undefined;
    }
    if (plan.worse || !isSameWindow(plan, alert)) {
      alert = await this.#extend(alert, plan, watched, stores, now);
      rows += 1;
    }
    // After the worst finding of the plan is in: what to do about the alert is sized from its values.
    if (plan.opened) {
      rows += await this.#recommendations.make(alert, watched, stores, now);
    } else if (plan.worse) {
      rows += await this.#recommendations.resize(alert, watched, stores, now);
    }
    let description: string | undefined;
    if (plan.silentSince !== undefined) {
      const before = alert.description;
      alert = await this.#saySilent(alert, plan.silentSince, stores, now);
      description =
        alert.description === before ? undefined : alert.description;
    }
    const note = endNote(plan, alert, watched);
    if (note !== undefined) {
      const change = { from: alert.status, to: 'resolved' as const };
      const resolved = await stores.alerts.transition(alert.id, change, now);
      if (resolved) {
        await new AuditTrail(stores, resolved.updatedAt).alertStatusChanged(
          resolved,
          { ...change, note, description, actor: SYSTEM_ACTOR },
        );
        rows += 1;
      }
    }
    return rows;
  }

  async #saySilent(
    alert: AlertRecord,
    since: number,
    stores: Stores,
    now: Date,
  ): Promise<AlertRecord> {
    const sentence = silenceOf(since);
    // One that a person opened again says it already.
    if (alert.description.endsWith(sentence)) return alert;
    const description = `${alert.description} ${sentence}`;
    return (
      (await stores.alerts.extend(alert.id, { description }, now)) ?? alert
    );
  }

  async #open(
    plan: AlertPlan,
    finding: GradedFinding,
    watched: WatchedSeries,
    stores: Stores,
    now: Date,
  ): Promise<AlertRecord | undefined> {
    const { verdict, inputs } = finding;
    const { serviceName, metricName } = fingerprintOf(watched);
    const alert = await stores.alerts.insert(
      {
        projectId: watched.project.id,
        alertType: watched.series.type,
        source: watched.source,
        detectedAt: now,
        windowStart: new Date(plan.windowStart),
        windowEnd: new Date(verdict.at + inputs.periodSeconds * 1000),
        serviceName,
        metricName,
        ...evidenceOf(finding, watched),
      },
      now,
    );
    if (!alert) {
      return undefined;
    }
    const audit = new AuditTrail(stores, now);
    await audit.alertCreated(alert, decisionOf(finding, watched));
    return alert;
  }

  async #extend(
    alert: AlertRecord,
    plan: AlertPlan,
    watched: WatchedSeries,
    stores: Stores,
    now: Date,
  ): Promise<AlertRecord> {
    const extended = await stores.alerts.extend(
      alert.id,
      {
        windowStart: new Date(plan.windowStart),
        windowEnd: new Date(plan.windowEnd),
        ...(plan.worse ? evidenceOf(plan.worse, watched) : {}),
      },
      now,
    );
    if (!extended) {
      throw new Error(`alert ${alert.id} was resolved while it was locked`);
    }
    // Row and event say the same moment.
    const audit = new AuditTrail(stores, extended.updatedAt);
    if (
      plan.worse &&
      SEVERITY_RANK[extended.severity] > SEVERITY_RANK[alert.severity]
    ) {
      await audit.alertEscalated(extended, {
        from: alert.severity,
        to: extended.severity,
        decision: decisionOf(plan.worse, watched),
      });
    } else if (plan.worse) {
      await audit.alertRecurred(extended, decisionOf(plan.worse, watched));
    } else if (plan.recurred && isAnotherDay(alert, plan.recurred)) {
      await audit.alertRecurred(extended, decisionOf(plan.recurred, watched));
    }
    return extended;
  }
}

/** In the order in which people's changes of many alerts lock them, so that the two cannot lock each other up. */
async function lockAlerts(
  changes: readonly SeriesChanges[],
  stores: Stores,
): Promise<void> {
  const ids = changes
    .flatMap(({ plans }) => [...plans.above, ...plans.below])
    .flatMap(({ id }) => id ?? []);
  for (const id of ids.sort()) {
    await stores.alerts.byIdForUpdate(id);
  }
}

function isSameWindow(plan: AlertPlan, alert: AlertRecord): boolean {
  return (
    plan.windowStart === alert.windowStart.getTime() &&
    plan.windowEnd === alert.windowEnd.getTime()
  );
}

/** A latency that stays high is told once a day, not with every run. */
function isAnotherDay(alert: AlertRecord, { verdict }: GradedFinding): boolean {
  return dayAt(verdict.at) !== dayAt(alert.windowEnd.getTime() - 1);
}

/** Why it ended; undefined where it did not. */
function endNote(
  plan: AlertPlan,
  alert: AlertRecord,
  watched: WatchedSeries,
): string | undefined {
  if (plan.silentSince !== undefined) {
    return `no value for ${SILENT_HOURS} hours, since ${timeInWords(
      plan.silentSince,
    )}: nothing is measured that could show how it went on`;
  }
  return (
    plan.resolvedBy &&
    [
      resolutionNote(alert, plan.resolvedBy, watched),
      ...longQuietNote(plan, watched),
    ].join('; ')
  );
}

/** Why it ended later than others do. */
function longQuietNote(
  { longQuiet }: AlertPlan,
  { series }: WatchedSeries,
): string[] {
  return longQuiet === undefined
    ? []
    : [
        `it came and went, so that it waited for ${duration(
          longQuiet * series.periodSeconds,
        )} of quiet`,
      ];
}

/** Says which of the two it was: the value came down, or the new level has become the usual one. */
function resolutionNote(
  alert: AlertRecord,
  verdict: NonNullable<AlertPlan['resolvedBy']>,
  { series }: WatchedSeries,
): string {
  const { observed, threshold } = verdict;
  const numbers = `${amount(observed, series.unit)}, limit ${amount(
    threshold,
    series.unit,
  )}`;
  const stillOver =
    alert.observedValue < alert.baselineValue
      ? observed < alert.thresholdValue
      : observed > alert.thresholdValue;
  return stillOver
    ? `the new level is the usual one by now (${numbers})`
    : `back within its limit (${numbers})`;
}
