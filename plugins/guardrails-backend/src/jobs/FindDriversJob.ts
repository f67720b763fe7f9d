/**
 * The job that looks into the services of new cost alerts: one paid drill-down for each, so that their evidence can say
 * which usage types drove them. Nobody waits for it, and no alert depends on it.
 */
import type { CostSource } from '@cloudops/plugin-guardrails-node';
import { ALL_SERVICES } from '@cloudops/plugin-guardrails-node';
import {
  baselineDaysOf,
  decisionBehind,
  isOfRow,
  partsOf,
  rankDrivers,
  type PartAmount,
  type StoredDecision,
} from '../alerts';
import {
  AuditTrail,
  EVENT_TYPES,
  type CostPart,
  type DriversFoundMetadata,
} from '../audit';
import type { AlertRecord, EventRecord, GuardrailsDatabase } from '../database';
import { dayAt, startOfDay } from '../detection';
import { amount, percent } from '../detection/wording';
import {
  RequestCapReached,
  cutByLeftOut,
  spendOfProject,
  type CostIngestion,
} from '../ingestion';
import { allEvents } from './allEvents';
import type { Job, RequestCap, RunProgress } from './interfaces';

/** A run is over soon, and the first one of a portal with old alerts does not spend the day's requests at once. */
const MOST_A_RUN = 5;
/** What AWS refuses three times it refuses for a reason that somebody has to mend. */
const MOST_ATTEMPTS = 3;
/** Between two of them: a throttle or an outage is over by then. */
const PAUSE_MS = 3_600_000;
/** Said of an alert once, because it will not change. */
const NO_DECISION =
  'no rule made this alert, so the trail does not say which day to look at';
/** What drove an alert is asked while it is news; a portal that was just updated leaves its old ones alone. */
const NEWS_MS = 3 * 86_400_000;
/** Far more than open within three days. */
const MOST_ALERTS = 1000;
const DAY_MS = 86_400_000;

export class FindDriversJob implements Job {
  readonly id = 'find-drivers';
  readonly title = 'Find what drove cost alerts';
  readonly #database: GuardrailsDatabase;
  readonly #fetch: NonNullable<CostSource['fetchBreakdown']>;
  readonly #ingestion: Pick<CostIngestion, 'attribution' | 'accounts'>;
  readonly #cap: Omit<RequestCap, 'accounts'>;

  constructor(options: {
    readonly database: GuardrailsDatabase;
    readonly fetchBreakdown: NonNullable<CostSource['fetchBreakdown']>;
    /** Knows whose spend is whose. */
    readonly ingestion: Pick<CostIngestion, 'attribution' | 'accounts'>;
    /** Of an account. */
    readonly requestsPerDay: number;
    /** What these are a part of. */
    readonly within?: RequestCap['within'];
  }) {
    this.#database = options.database;
    this.#fetch = options.fetchBreakdown;
    this.#ingestion = options.ingestion;
    this.#cap = { perDay: options.requestsPerDay, within: options.within };
  }

  get requestCap(): RequestCap {
    return { ...this.#cap, accounts: this.#ingestion.accounts };
  }

  /** An alert that fails is noted, in the run and on its timeline, and the others go on. */
  async run(progress: RunProgress): Promise<void> {
    const pending = await this.#pending(progress.now);
    if (pending.length === 0) {
      return;
    }
    const { accounts } = await this.#ingestion.attribution(progress);
    const names = new Map(
      (await this.#database.projects.list()).map(({ id, name }) => [id, name]),
    );
    for (const { alert, attempts } of pending.slice(0, MOST_A_RUN)) {
      progress.signal.throwIfAborted();
      const project = names.get(alert.projectId)!;
      try {
        const decision = decisionBehind(
          alert,
          await this.#database.events.byEntity('alert', alert.id),
        );
        if (!decision) {
          await new AuditTrail(this.#database, progress.now).driversFailed(
            alert,
            { attempt: 1, attempts: 1, reason: NO_DECISION },
          );
          continue;
        }
        const spend = spendOfProject(accounts, project);
        if (!spend) {
          throw new Error(
            `no account has spend of project ${project} any more, so there is nothing to ask`,
          );
        }
        const found = await this.#drillDown(alert, decision, spend, progress);
        await this.#database.transaction(stores =>
          new AuditTrail(stores, progress.now).driversFound(
            alert,
            found,
            largestOf(found),
          ),
        );
        progress.rowsWritten(1);
      } catch (error) {
        progress.signal.throwIfAborted();
        progress.failed(`alert "${alert.title}"`, error as Error);
        if (!(error instanceof RequestCapReached)) {
          await new AuditTrail(this.#database, progress.now).driversFailed(
            alert,
            {
              attempt: attempts + 1,
              attempts: MOST_ATTEMPTS,
              reason: (error as Error).message,
            },
          );
        }
      }
    }
  }

  /**
   * Alerts of the last days, resolved or not, that nobody knows the drivers of, as bad as they are now: one that has
   * become worse is about another day, or another amount of it, and is asked about again, once a UTC day. The worst first.
   */
  async #pending(
    now: Date,
  ): Promise<{ alert: AlertRecord; attempts: number }[]> {
    const from = new Date(now.getTime() - NEWS_MS);
    const { items } = await this.#database.alerts.list(
      { alertType: 'cost', from },
      { limit: MOST_ALERTS, order: 'severity' },
    );
    if (items.length === 0) {
      return [];
    }
    const rows = new Map(items.map(alert => [alert.id, alert]));
    const found = new Set<string>();
    const givenUp = new Set<string>();
    const attempts = new Map<string, number>();
    const justFailed = new Set<string>();
    for await (const { entityId, eventType, metadata, createdAt } of allEvents(
      this.#database.events,
      {
        eventType: [EVENT_TYPES.driversFound, EVENT_TYPES.driversFailed],
        from,
      },
    )) {
      const id = entityId!;
      if (eventType === EVENT_TYPES.driversFound) {
        const alert = rows.get(id);
        const isOfToday = dayAt(createdAt.getTime()) === dayAt(now.getTime());
        if (isOfToday || (alert && isStillSo(alert, metadata))) found.add(id);
      } else {
        if (metadata.attempt === metadata.attempts) givenUp.add(id);
        attempts.set(id, (attempts.get(id) ?? 0) + 1);
        if (now.getTime() - createdAt.getTime() < PAUSE_MS) justFailed.add(id);
      }
    }
    return items
      .map(alert => ({ alert, attempts: attempts.get(alert.id) ?? 0 }))
      .filter(
        ({ alert, attempts: made }) =>
          alert.serviceName !== undefined &&
          alert.serviceName !== ALL_SERVICES &&
          !found.has(alert.id) &&
          !givenUp.has(alert.id) &&
          !justFailed.has(alert.id) &&
          made < MOST_ATTEMPTS,
      );
  }

  async #drillDown(
    alert: AlertRecord,
    { verdict, unit }: StoredDecision,
    {
      accountId,
      shares,
      leftOut,
    }: NonNullable<ReturnType<typeof spendOfProject>>,
    progress: RunProgress,
  ): Promise<DriversFoundMetadata> {
    const service = alert.serviceName!;
    const day = dayAt(Date.parse(verdict.at));
    const baselineDays = baselineDaysOf(day);
    const amounts: PartAmount[] = [];
    const range = {
      from: baselineDays[0],
      to: dayAt(startOfDay(day) + DAY_MS),
    };
    for (const { from, to, except } of cutByLeftOut(range, leftOut?.usage)) {
      const pages = this.#fetch(
        {
          account: { accountId },
          service,
          from,
          to,
          shares,
          ...(except.length > 0 && { linkedAccounts: { except } }),
        },
        {
          signal: progress.signal,
          onRequest: () => progress.awsRequest(accountId),
        },
      );
      for await (const page of pages) {
        for (const { date, amount: spent, usageType, linkedAccount } of page) {
          const of = { date, amount: Number(spent) };
          amounts.push(
            { ...of, dimension: 'usage_type', name: usageType },
            { ...of, dimension: 'linked_account', name: linkedAccount },
          );
        }
      }
    }
    return {
      service,
      day,
      baselineDays,
      currency: unit,
      observed: verdict.observed,
      baseline: verdict.baseline,
      parts: worthKeeping(partsOf(amounts, day, baselineDays)),
    };
  }
}

/** Whether what was found is about the numbers that the alert shows now. */
function isStillSo(alert: AlertRecord, metadata: EventRecord['metadata']) {
  const { observed, baseline } = metadata as unknown as DriversFoundMetadata;
  const threshold = alert.thresholdValue;
  return isOfRow({ verdict: { at: '', observed, baseline, threshold } }, alert);
}

/** That all is one account's tells nothing. */
function worthKeeping(parts: readonly CostPart[]): CostPart[] {
  const ofAccounts = parts.filter(
    ({ dimension }) => dimension === 'linked_account',
  );
  return parts.filter(
    part => ofAccounts.length > 1 || !ofAccounts.includes(part),
  );
}

/** `NatGateway-Bytes +$92.30 (97 %)`. */
function largestOf(found: DriversFoundMetadata): string {
  const [largest] = rankDrivers(found.parts, found);
  if (!largest) {
    return 'nothing of it was billed by usage type';
  }
  const { name, change, share, currency } = largest;
  return `${name} ${change < 0 ? '−' : '+'}${amount(
    Math.abs(change),
    currency,
  )} (${percent(share)} of the change)`;
}
