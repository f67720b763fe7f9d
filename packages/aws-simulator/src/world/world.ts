/** The simulated AWS: accounts, bills, endpoints and incidents, all decided by a seed and an anchor day. */
import {
  ACCOUNTS,
  Account,
  DEFAULT_ACCOUNT_ID,
  Role,
  moreAccounts,
} from './accounts';
import { Day, formatDay } from './calendar';
import { Bill, Charge } from './bill';
import { COMPONENTS, Component } from './components';
import { ENDPOINTS, Endpoint, endpointOfMoreAccount } from './endpoints';
import { Incident, incidentsAround } from './incidents';
import {
  Dimensions,
  Metric,
  Statistic,
  findMetric,
  statisticOf,
} from './metrics';
import { Traffic } from './traffic';

export interface WorldOptions {
  readonly seed: number;
  readonly anchor: Day;
  readonly moreAccounts?: number;
  readonly isOrganization?: boolean;
}

export class World {
  readonly seed: number;
  /** `YYYY-MM-DD`: the day D that the incidents are placed around. */
  readonly anchor: string;
  readonly accounts: readonly Account[];
  readonly components: readonly Component[] = COMPONENTS;
  readonly endpoints: readonly Endpoint[];
  /** The truth to compare detections with. */
  readonly incidents: readonly Incident[];
  readonly #bill: Bill;
  readonly #isOrganization: boolean;
  readonly #traffic = new Map<string, Traffic>();

  constructor({
    seed,
    anchor,
    moreAccounts: more = 0,
    isOrganization = false,
  }: WorldOptions) {
    this.seed = seed;
    this.#isOrganization = isOrganization;
    const others = moreAccounts(more);
    this.accounts = [...ACCOUNTS, ...others];
    this.endpoints = [...ENDPOINTS, ...others.map(endpointOfMoreAccount)];
    this.anchor = formatDay(anchor);
    this.incidents = incidentsAround(anchor);
    this.#bill = new Bill(seed, this.incidents);
  }

  account(id: string): Account | undefined {
    return this.accounts.find(account => account.id === id);
  }

  role(arn: string): { account: Account; role: Role } | undefined {
    for (const account of this.accounts) {
      if (account.role?.arn === arn) {
        return { account, role: account.role };
      }
    }
    return undefined;
  }

  /** The accounts whose charges an account is billed: its own, and of a management account those of its members. */
  billedTo(accountId: string): string[] {
    return this.#isOrganization && accountId === DEFAULT_ACCOUNT_ID
      ? this.accounts.map(({ id }) => id)
      : [accountId];
  }

  /** An account's own charges on a day as shown at `now`; without `now`, what they finally are. */
  charges(accountId: string, day: Day, now?: Date): Charge[] {
    return this.#bill.chargesOf(accountId, day, now);
  }

  endpoint(
    accountId: string,
    kind: Endpoint['kind'],
    id: string,
  ): Endpoint | undefined {
    return this.#endpointsOf(accountId).find(
      endpoint => endpoint.kind === kind && endpoint.id === id,
    );
  }

  metric(
    accountId: string,
    namespace: string,
    metricName: string,
    dimensions: Dimensions,
  ): Metric | undefined {
    return findMetric(
      this.#endpointsOf(accountId),
      namespace,
      metricName,
      dimensions,
    );
  }

  /** A metric's statistic over a period that begins on a whole minute, or undefined where there is no point. */
  statistic(
    metric: Metric,
    statistic: Statistic,
    period: { startMs: number; seconds: number },
    now: Date,
  ): number | undefined {
    const { traffic: profile } = metric.endpoint;
    let traffic = this.#traffic.get(profile.name);
    if (!traffic) {
      traffic = new Traffic(this.seed, profile, this.incidents);
      this.#traffic.set(profile.name, traffic);
    }
    return statisticOf(metric, traffic, statistic, period, now);
  }

  #endpointsOf(accountId: string): readonly Endpoint[] {
    return this.endpoints.filter(endpoint => endpoint.accountId === accountId);
  }
}
