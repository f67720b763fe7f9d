/** What an account's days cost, by project: exact while it is summed up, rounded once. */
import { isCharge, serviceOfCharge } from '@cloudops/plugin-guardrails-common';
import type {
  CostDimension,
  DailyCostRecord,
} from '@cloudops/plugin-guardrails-node';
import Decimal from 'decimal.js';
import type { DayTotals } from '../audit';
import type { CostKind, DailyCost, Day } from '../database';
import {
  type AttributedAccount,
  type DimensionClaims,
  projectsOf,
} from './attribution';
import type { Invoicing } from './invoicing';

// Decimal.js rounds every result to its precision. Amounts have at most 8 digits before the point (the column) and
// about 10 behind it; with 40 digits a sum of any number of them stays exact until it is rounded, once.
const Exact = Decimal.clone({ precision: 40 });

// `daily_costs.amount` is NUMERIC(12,4).
const DECIMALS = 4;
const ZERO = '0.0000';
const HALF_A_CENT = '0.005';

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
  /** Of each kind the days that the source knows. */
  readonly #reported: Readonly<Record<CostKind, Set<Day>>>;
  readonly #knownDays: readonly Day[];
  /** Of the totals, what some project has. */
  readonly #given = new Map<Day, Partial<Record<CostKind, Decimal>>>();
  readonly #estimatedDays = new Set<Day>();
  readonly #invoicedDays = new Set<Day>();
  /** Dimensions that usage was split by, and whether any of it has a value. */
  readonly #dimensions = new Map<CostDimension, boolean>();
  #currency: string | undefined;

  /** @param knownDays - where charges are read alone, the days of which usage is known */
  constructor(account: AttributedAccount, knownDays: readonly Day[] = []) {
    this.#reported = { usage: new Set(), charges: new Set(knownDays) };
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

  /** What the source called an estimate, and what it did not: the first and the last such day; absent without one. */
  get invoicing(): Invoicing {
    return {
      firstEstimated: [...this.#estimatedDays].sort()[0],
      // An estimate in any of the queries makes the day one: AWS may issue the invoice between two of them.
      lastInvoiced: [...this.#invoicedDays]
        .filter(day => !this.#estimatedDays.has(day))
        .sort()
        .at(-1),
    };
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
    if (claims && spend === 'usage' && records.length > 0) {
      this.#dimensions.set(
        claims.dimension,
        this.#dimensions.get(claims.dimension) === true ||
          records.some(({ tagValue }) => Boolean(tagValue)),
      );
    }
    for (const record of records) {
      this.#check(record, spend);
      const { date, service, amount } = record;
      (record.isEstimated ? this.#estimatedDays : this.#invoicedDays).add(date);
      if (isFirst) {
        // A day that has usage, and was asked for charges, has all charges that there are.
        if (spend === 'usage') {
          this.#reported.usage.add(date);
        }
        this.#reported.charges.add(date);
        addToDay(this.#totals, date, spend, amount);
      }
      const claimant = claims?.projects.get(record.tagValue ?? '');
      const project = claimant ?? (isLast ? this.#rest : undefined);
      if (project !== undefined) {
        addTo(this.#sums.get(project)!, date, service, amount);
        addToDay(this.#given, date, spend, amount);
      }
    }
  }

  /**
   * A project's rows: its amounts (where it has what nobody claims, with what rounding leaves), and a zero for each
   * stored one that the source no longer has, or that is another's by now. Only a day that the source reported
   * says so: an empty answer for a day is no answer.
   *
   * @param stored - what is stored of the days and kinds of spend that were read
   */
  rowsOf(project: string, stored: readonly StoredCost[]): DailyCost[] {
    const currency = this.#currency;
    if (currency === undefined) {
      return [];
    }
    const storedKeys = new Set(stored.map(keyOf));
    const sums =
      project === this.#rest ? this.#restSums() : this.#sums.get(project);
    const rows: DailyCost[] = [];
    for (const [key, { date, service, amount }] of sums ?? []) {
      const rounded = asStored(amount);
      // A project has no row for each service that it never used.
      if (!rounded.isZero() || storedKeys.has(key)) {
        rows.push({
          date,
          service,
          amount: rounded.toFixed(DECIMALS),
          currency,
        });
      }
    }
    for (const each of stored) {
      const { date, service, amount } = each;
      const isGone =
        !sums?.has(keyOf(each)) &&
        this.isReported(date, isCharge(service) ? 'charges' : 'usage');
      if (isGone && amount !== 0) {
        rows.push({ date, service, amount: ZERO, currency });
      }
    }
    return rows;
  }

  /** A day of which the source has no record, and of which is proven that there is nothing. */
  addNothing(date: Day, spend: CostKind, currency: string): void {
    this.#currency ??= currency;
    this.#reported[spend].add(date);
    addToDay(this.#totals, date, spend, '0');
  }

  /** Tags and cost categories that usage was split by, and that none of it has: AWS may not know them. */
  withoutValues(): CostDimension[] {
    return [...this.#dimensions]
      .filter(([, hasValue]) => !hasValue)
      .map(([dimension]) => dimension);
  }

  /** Whether the source answered for the day: with usage, or where charges are asked about with either. */
  isReported(date: Day, spend: CostKind): boolean {
    return this.#reported[spend].has(date);
  }

  /**
   * What several queries divide was asked several times. An answer that left something out, or that AWS changed
   * between two of them, would take from projects what is theirs.
   *
   * @throws Error when what the projects have of a day is not all of it, to the cent
   */
  assertWhole(): void {
    for (const date of new Set([
      ...this.#totals.keys(),
      ...this.#given.keys(),
    ])) {
      for (const spend of ['usage', 'charges'] as const) {
        const whole = this.#totals.get(date)?.[spend] ?? new Exact(0);
        const parts = this.#given.get(date)?.[spend] ?? new Exact(0);
        if (parts.minus(whole).abs().gte(HALF_A_CENT)) {
          throw new Error(
            `got ${spend} of ${parts.toFixed()} on ${date} by tags and cost categories, and of ${whole.toFixed()} altogether; nothing of it is stored, the next run asks again`,
          );
        }
      }
    }
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

  /**
   * What the claimants leave of each day and service once both are rounded: rounded by itself, thousands of small rows
   * would not add up to the bill.
   */
  #restSums(): Map<string, Sum> {
    const rest = new Map<string, Sum>();
    const claimed = new Map<string, Decimal>();
    for (const [project, sums] of this.#sums) {
      for (const [key, sum] of sums) {
        const known = rest.get(key)?.amount ?? new Exact(0);
        rest.set(key, { ...sum, amount: known.plus(sum.amount) });
        if (project !== this.#rest) {
          const rounded = claimed.get(key) ?? new Exact(0);
          claimed.set(key, rounded.plus(asStored(sum.amount)));
        }
      }
    }
    for (const [key, sum] of rest) {
      const amount = asStored(sum.amount).minus(claimed.get(key) ?? 0);
      rest.set(key, { ...sum, amount });
    }
    return rest;
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
}

interface Sum {
  readonly date: Day;
  readonly service: string;
  readonly amount: Decimal;
}

/** As the column has it. */
function asStored(amount: Decimal): Decimal {
  return amount.toDecimalPlaces(DECIMALS, Decimal.ROUND_HALF_EVEN);
}

function addToDay(
  days: Map<Day, Partial<Record<CostKind, Decimal>>>,
  date: Day,
  spend: CostKind,
  amount: string,
): void {
  const known = days.get(date) ?? {};
  days.set(date, {
    ...known,
    [spend]: (known[spend] ?? new Exact(0)).plus(amount),
  });
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
