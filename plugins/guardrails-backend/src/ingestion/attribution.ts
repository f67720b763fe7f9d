/** Whose an account's costs are: the project that claims a tag value, or else the account's remainder. */
import { isCharge, serviceOfCharge } from '@cloudops/plugin-guardrails-common';
import type { DailyCostRecord } from '@cloudops/plugin-guardrails-node';
import Decimal from 'decimal.js';
import { DEFAULT_PROJECT, type ProjectConfig } from '../config';
import type { CostKind, DailyCost } from '../database';

/** An account as the configuration knows it. */
export interface ConfiguredAccount {
  /** Absent for the account of the portal's own credentials. */
  readonly accountId?: string;
  /** The project that takes what no other one claims. */
  readonly remainder: string;
  /** Tag value → the project that claims it. */
  readonly claims: ReadonlyMap<string, string>;
}

/** The remainder and every claimant, each once. */
export function projectsOf(account: ConfiguredAccount): string[] {
  return [...new Set([account.remainder, ...account.claims.values()])];
}

/**
 * Every account that a project names, the default project's first. That is the portal's own, which needs no naming,
 * unless the default project names another one; then the portal's own is not read.
 */
export function configuredAccounts(
  projects: readonly ProjectConfig[],
): ConfiguredAccount[] {
  const home = projects.find(({ name }) => name === DEFAULT_PROJECT)?.accountId;
  const claims = new Map<string | undefined, Map<string, string>>([
    [home, new Map()],
  ]);
  for (const { accountId, costTagValue, name } of projects) {
    const ofAccount = claims.get(accountId) ?? new Map<string, string>();
    claims.set(accountId, ofAccount);
    if (costTagValue !== undefined) {
      ofAccount.set(costTagValue, name);
    }
  }
  return [...claims].map(([accountId, ofAccount]) => ({
    accountId,
    remainder:
      accountId === home ? DEFAULT_PROJECT : `${DEFAULT_PROJECT}-${accountId}`,
    claims: ofAccount,
  }));
}

// Decimal.js rounds every result to its precision. Amounts have at most 8 digits before the point (the column) and
// about 10 behind it; with 40 digits a sum of any number of them stays exact until it is rounded, once.
const Exact = Decimal.clone({ precision: 40 });

// `daily_costs.amount` is NUMERIC(12,4).
const DECIMALS = 4;

/** What the account's days cost, by project; each day and service once, rounded half even to four decimals. */
export class AttributedCosts {
  readonly #account: ConfiguredAccount;
  readonly #sums = new Map<string, Map<string, Decimal>>();
  readonly #reported = new Map<string, Pick<DailyCost, 'date' | 'service'>>();
  #currency: string | undefined;

  constructor(account: ConfiguredAccount) {
    this.#account = account;
    for (const project of projectsOf(account)) {
      this.#sums.set(project, new Map());
    }
  }

  /**
   * Takes in records of one kind of spend. Throws when one has another currency than those before it, because their
   * sum would mean nothing, or a service name that is not of its kind.
   */
  add(spend: CostKind, records: readonly DailyCostRecord[]): void {
    const { claims, remainder } = this.#account;
    for (const { date, service, tagValue, amount, currency } of records) {
      if (isCharge(service) !== (spend === 'charges')) {
        throw new Error(
          `got '${service}' on ${date} among the ${spend}; names like '${serviceOfCharge(
            'Credit',
          )}' are kept for charges, and only for them`,
        );
      }
      this.#currency ??= currency;
      if (currency !== this.#currency) {
        throw new Error(
          `got costs in ${currency} (${service} on ${date}) beside costs in ${
            this.#currency
          }; the costs of an account must be in one currency`,
        );
      }
      const key = JSON.stringify([date, service]);
      this.#reported.set(key, { date, service });
      const project = claims.get(tagValue ?? '') ?? remainder;
      const sums = this.#sums.get(project)!;
      sums.set(key, (sums.get(key) ?? new Exact(0)).plus(amount));
    }
  }

  /**
   * A project's costs. A day and service that the account has, and the project no share of, is a zero: the share may
   * have been another project's before a tag value was claimed.
   */
  of(project: string): DailyCost[] {
    const sums = this.#sums.get(project);
    return [...this.#reported].map(([key, { date, service }]) => ({
      date,
      service,
      amount: (sums?.get(key) ?? new Exact(0)).toFixed(
        DECIMALS,
        Decimal.ROUND_HALF_EVEN,
      ),
      currency: this.#currency!,
    }));
  }
}

export function isZero({ amount }: DailyCost): boolean {
  return new Exact(amount).isZero();
}
