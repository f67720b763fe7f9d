/** Answers what a project costs, by day and AWS service. */
import { InputError } from '@backstage/errors';
import {
  chargeTypeOf,
  costReadPermission,
  type CostReport,
  type CostsQuery,
} from '@cloudops/plugin-guardrails-common';
import type { GuardrailsConfig } from '../config';
import type { CostRange, Day, Stores } from '../database/interfaces';
import { addDays, dayCount, dayOf, daysFrom } from './days';
import type { Freshness } from './Freshness';
import type { GrantedCall } from './GuardrailsService';
import type { ProjectScope } from './ProjectScope';
import { DEFAULT_CURRENCY } from './views';

const DEFAULT_DAYS = 30;
/** A year and the month before it, to compare with. */
const MOST_DAYS = 400;

export class Costs {
  readonly #stores: Stores;
  readonly #scope: ProjectScope;
  readonly #freshness: Freshness;
  readonly #config: GuardrailsConfig;
  readonly #now: () => Date;

  constructor(options: {
    stores: Stores;
    scope: ProjectScope;
    freshness: Freshness;
    config: GuardrailsConfig;
    now: () => Date;
  }) {
    this.#stores = options.stores;
    this.#scope = options.scope;
    this.#freshness = options.freshness;
    this.#config = options.config;
    this.#now = options.now;
  }

  async report(query: CostsQuery, options: GrantedCall): Promise<CostReport> {
    const today = dayOf(this.#now());
    const { from, to } = daysAsked(query, today);
    const project = await this.#scope.one(query, options, costReadPermission);
    const range: CostRange = {
      projectId: project.id,
      from,
      to,
      services: query.services,
    };
    const { costs } = this.#stores;
    // A question about some services is none about charges, which belong to no service.
    const charges: CostRange | undefined = query.services
      ? undefined
      : { ...range, spend: 'charges' };
    const [extent, total, byDay, byService, amounts, asOf, charged] =
      await Promise.all([
        costs.extent(project.id),
        costs.total(range),
        costs.totalsByDay(range),
        costs.totalsByService(range),
        costs.amounts(range),
        this.#freshness.asOf('costs', project),
        charges && this.#charges(charges),
      ]);
    const previous = await this.#previous(range, extent);

    const days = daysFrom(from, to);
    const totalOfDay = new Map(byDay.map(each => [each.date, each.total]));
    const amountOf = new Map(
      amounts.map(each => [keyOf(each.date, each.service), each.amount]),
    );
    return {
      project: project.name,
      from,
      to,
      currency: extent?.currency ?? DEFAULT_CURRENCY,
      total,
      totals: {
        usage: total,
        charges: charged?.total ?? 0,
        net: sumOfAmounts(total, charged?.total ?? 0),
      },
      previousTotal: previous?.total,
      estimatedFrom: this.#estimatedFrom(from, to, today),
      asOf: asOf?.toISOString(),
      days: days.map(date => ({ date, total: totalOfDay.get(date) ?? 0 })),
      services: byService.map(({ service, total: ofService }) => ({
        service,
        total: ofService,
        previousTotal: previous && (previous.ofService.get(service) ?? 0),
        amounts: days.map(date => amountOf.get(keyOf(date, service)) ?? null),
      })),
      charges: charged?.types ?? [],
    };
  }

  /** What was charged or given back besides usage, by record type; the largest fee first, the largest credit last. */
  async #charges(
    range: CostRange,
  ): Promise<{ total: number; types: CostReport['charges'] }> {
    const [total, byType, amounts] = await Promise.all([
      this.#stores.costs.total(range),
      this.#stores.costs.totalsByService(range),
      this.#stores.costs.amounts(range),
    ]);
    const amountOf = new Map(
      amounts.map(each => [keyOf(each.date, each.service), each.amount]),
    );
    const days = daysFrom(range.from, range.to);
    return {
      total,
      types: byType.map(({ service, total: ofType }) => ({
        type: chargeTypeOf(service)!,
        total: ofType,
        amounts: days.map(date => amountOf.get(keyOf(date, service)) ?? null),
      })),
    };
  }

  /** The same number of days before; undefined unless all of them are stored. */
  async #previous(
    range: CostRange,
    extent: { first: Day; last: Day } | undefined,
  ): Promise<{ total: number; ofService: Map<string, number> } | undefined> {
    const before: CostRange = {
      ...range,
      from: addDays(range.from, -dayCount(range.from, range.to)),
      to: addDays(range.from, -1),
    };
    if (!extent || extent.first > before.from || extent.last < before.to) {
      return undefined;
    }
    const [total, byService] = await Promise.all([
      this.#stores.costs.total(before),
      this.#stores.costs.totalsByService(before),
    ]);
    return {
      total,
      ofService: new Map(byService.map(each => [each.service, each.total])),
    };
  }

  /** The first day of the range that AWS may still restate materially. */
  #estimatedFrom(from: Day, to: Day, today: Day): Day | undefined {
    const firstOpen = addDays(today, 1 - this.#config.costs.finalAfterDays);
    if (firstOpen > to) return undefined;
    return firstOpen > from ? firstOpen : from;
  }
}

/** Four decimals, as both are stored: binary fractions would show in the sum. */
function sumOfAmounts(a: number, b: number): number {
  return Math.round((a + b) * 10_000) / 10_000;
}

function keyOf(date: Day, service: string): string {
  return `${date} ${service}`;
}

function daysAsked(query: CostsQuery, today: Day): { from: Day; to: Day } {
  // Today's costs are never read: a part of a day says nothing about it.
  const to = query.to ?? addDays(today, -1);
  const from = query.from ?? addDays(to, 1 - DEFAULT_DAYS);
  if (from > to) {
    throw new InputError(
      `from: got '${from}', takes a day up to '${to}'${
        query.to ? ', which is to' : ', which is yesterday'
      }`,
    );
  }
  const count = dayCount(from, to);
  if (count > MOST_DAYS) {
    throw new InputError(
      `from: got '${from}', ${count} days up to '${to}'; takes at most ${MOST_DAYS} days, from '${addDays(
        to,
        1 - MOST_DAYS,
      )}' on`,
    );
  }
  return { from, to };
}
