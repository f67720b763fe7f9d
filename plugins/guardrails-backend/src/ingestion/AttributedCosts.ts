/** What an account's days cost, by project: exact while it is summed up, rounded once. */
import { isCharge, serviceOfCharge } from '@cloudops/plugin-guardrails-common';
import type { DailyCostRecord } from '@cloudops/plugin-guardrails-node';
import Decimal from 'decimal.js';
import type { DayTotals } from '../audit';
import type { CostKind, DailyCost, Day } from '../database';
import {
  type AttributedAccount,
  type DimensionClaims,
  projectsOf,
} from './attribution';

// Decimal.js rounds every result to its precision. Amounts have at most 8 digits before the point (the column) and
// about 10 behind it; with 40 digits a sum of any number of them stays exact until it is rounded, once.
const Exact = Decimal.clone({ precision: 40 });

// `daily_costs.amount` is NUMERIC(12,4).
const DECIMALS = 4;
const ZERO = '0.0000';

/** A day and service of which something is stored. */
export interface StoredCost {
  readonly date: Day;
  readonly service: string;
  readonly amount: number;
}

export class AttributedCosts {
  /** The project of what nobody claims. */
  readonly #rest: string;
  /** Project → day and service → amount. */
  readonly #sums = new Map<string, Map<string, Sum>>();
  readonly #totals = new Map<Day, Partial<Record<CostKind, Decimal>>>();
  /** Days with usage: those that the source knows. */
  readonly #reported: Set<Day>;
  readonly #knownDays: readonly Day[];
  #currency: string | undefined;

  /** @param knownDays - where charges are read alone, the days of which usage is known */
  constructor(account: AttributedAccount, knownDays: readonly Day[] = []) {
    this.#reported = new Set(knownDays);
    this.#knownDays = knownDays;
    this.#rest = account.rest ?? account.remainder;
    for (const project of projectsOf(account)) {
      this.#sums.set(project, new Map());
    }
  }

  /** ISO 4217; undefined while there is no record. */
  get currency(): string | undefined {
    return this.#currency;
  }

  /**
   * Takes in one query's records.
   *
   * @param query - `spend`: their kind. `claims`: the dimension they are split by, absent for none. `isFirst`: they are
   *   the whole of the kind, and not what earlier queries left. `isLast`: what nobody claims of them is the
   *   remainder's, and not the next query's.
   * @throws Error when one has another currency than those before it, because their sum would mean nothing, or a
   *   service name that is not of its kind
   */
  add(
    records: readonly DailyCostRecord[],
    query: {
      readonly spend: CostKind;
      readonly claims?: DimensionClaims;
      readonly isFirst: boolean;
      readonly isLast: boolean;
    },
  ): void {
    const { spend, claims, isFirst, isLast } = query;
    for (const record of records) {
      this.#check(record, spend);
      const { date, service, amount } = record;
      if (isFirst) {
        this.#addToTotal(date, spend, amount);
      }
      const claimant = claims?.projects.get(record.tagValue ?? '');
      const project = claimant ?? (isLast ? this.#rest : undefined);
      if (project !== undefined) {
        addTo(this.#sums.get(project)!, date, service, amount);
      }
    }
  }

  /**
   * A project's rows: its amounts, and a zero for each stored one that the source no longer has, or that is another's
   * by now. Only a day that the source reported usage of says so: an empty answer for a day is no answer.
   *
   * @param stored - what is stored of the days and kinds of spend that were read
   */
  rowsOf(project: string, stored: readonly StoredCost[]): DailyCost[] {
    const currency = this.#currency;
    if (currency === undefined) {
      return [];
    }
    const storedKeys = new Set(stored.map(keyOf));
    const sums = this.#sums.get(project);
    const rows: DailyCost[] = [];
    for (const [key, { date, service, amount }] of sums ?? []) {
      const rounded = amount.toFixed(DECIMALS, Decimal.ROUND_HALF_EVEN);
      // A project has no row for each service that it never used.
      if (!new Exact(rounded).isZero() || storedKeys.has(key)) {
        rows.push({ date, service, amount: rounded, currency });
      }
    }
    for (const each of stored) {
      const { date, service, amount } = each;
      const isGone = !sums?.has(keyOf(each)) && this.#reported.has(date);
      if (isGone && amount !== 0) {
        rows.push({ date, service, amount: ZERO, currency });
      }
    }
    return rows;
  }

  /** The account's own sums of what was read, by day, whoever claims it. */
  totals(): Record<Day, DayTotals> {
    const totals = new Map(this.#totals);
    if (this.#currency !== undefined) {
      for (const day of this.#knownDays) {
        totals.set(day, { charges: new Exact(0), ...totals.get(day) });
      }
    }
    const days = [...totals].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(
      days.map(([date, { usage, charges }]): [Day, DayTotals] => [
        date,
        { usage: usage?.toFixed(), charges: charges?.toFixed() },
      ]),
    );
  }

  #check({ date, service, currency }: DailyCostRecord, spend: CostKind): void {
    this.#currency ??= currency;
    if (currency !== this.#currency) {
      throw new Error(
        `got costs in ${currency} (${service} on ${date}) beside costs in ${
          this.#currency
        }; the costs of an account must be in one currency`,
      );
    }
    if (isCharge(service) !== (spend === 'charges')) {
      throw new Error(
        `got '${service}' on ${date} among the ${spend}; names like '${serviceOfCharge(
          'Credit',
        )}' are kept for charges, and only for them`,
      );
    }
  }

  #addToTotal(date: Day, spend: CostKind, amount: string): void {
    if (spend === 'usage') {
      this.#reported.add(date);
    }
    const totals = this.#totals.get(date) ?? {};
    this.#totals.set(date, {
      ...totals,
      [spend]: (totals[spend] ?? new Exact(0)).plus(amount),
    });
  }
}

interface Sum {
  readonly date: Day;
  readonly service: string;
  readonly amount: Decimal;
}

function addTo(
  sums: Map<string, Sum>,
  date: Day,
  service: string,
  amount: string,
): void {
  const key = keyOf({ date, service });
  const before = sums.get(key)?.amount ?? new Exact(0);
  sums.set(key, { date, service, amount: before.plus(amount) });
}

function keyOf({ date, service }: { date: Day; service: string }): string {
  return `${date} ${service}`;
}
