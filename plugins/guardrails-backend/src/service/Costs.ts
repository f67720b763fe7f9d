/** Answers what a project costs, by day and AWS service. */
import {
  chargeTypeOf,
  isCharge,
  costReadPermission,
  type CostReport,
  type CostsQuery,
} from '@cloudops/plugin-guardrails-common';
import { costsReadIn, EVENT_TYPES } from '../audit';
import type { GuardrailsConfig } from '../config';
import type { Day, ProjectRecord, Stores } from '../database/interfaces';
import { addDays, dayCount, dayOf, daysAsked, daysFrom } from './days';
import type { Freshness } from './Freshness';
import type { GrantedCall } from './GuardrailsService';
import type { ProjectScope } from './ProjectScope';
import { DEFAULT_CURRENCY } from './views';

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
    const { from, to } = daysAsked(query, this.#now());
    const project = await this.#scope.one(query, options, costReadPermission);
    const range = { projectId: project.id, from, to };
    const before = {
      from: addDays(from, -dayCount(from, to)),
      to: addDays(from, -1),
    };
    const { costs } = this.#stores;
    const [{ extent, services: stored }, asOf, openFrom] = await Promise.all([
      costs.table({
        ...range,
        services: query.services,
        before: before.from,
      }),
      this.#freshness.asOf('costs', project),
      this.#openFrom(project),
    ]);
    // The days before count only when all of them are stored.
    const previous =
      extent && extent.first <= before.from && extent.last >= before.to
        ? new Map(
            stored.flatMap(({ service, before: total }): [string, number][] =>
              total === null || isCharge(service) ? [] : [[service, total]],
            ),
          )
        : undefined;
    const rows = stored.filter(({ tenThousandths }) =>
      tenThousandths.some(each => each !== null),
    );
    const usage = rows.filter(({ service }) => !isCharge(service));
    // A question about some services is none about charges, which belong to no service.
    const charges = query.services
      ? []
      : rows.filter(({ service }) => isCharge(service));
    const ofUsage = sum(usage.flatMap(each => each.tenThousandths));
    const ofCharges = sum(charges.flatMap(each => each.tenThousandths));
    return {
      project: project.name,
      from,
      to,
      currency: extent?.currency ?? DEFAULT_CURRENCY,
      total: money(ofUsage),
      totals: {
        usage: money(ofUsage),
        charges: money(ofCharges),
        net: money(ofUsage + ofCharges),
      },
      previousTotal: previous && money(sum([...previous.values()])),
      estimatedFrom: this.#estimatedFrom(from, to, asOf),
      openFrom: openFrom && firstWithin(from, to, openFrom),
      asOf: asOf?.toISOString(),
      days: daysFrom(from, to).map((date, i) => ({
        date,
        total: money(sum(usage.map(each => each.tenThousandths[i]))),
      })),
      services: largestFirst(usage).map(({ service, total, amounts }) => ({
        service,
        total,
        previousTotal: previous && money(previous.get(service) ?? 0),
        amounts,
      })),
      // The largest fee first, the largest credit last.
      charges: largestFirst(charges).map(({ service, total, amounts }) => ({
        type: chargeTypeOf(service)!,
        total,
        amounts,
      })),
    };
  }

  /**
   * The first day of the range that AWS may still have restated materially since it was read: by the last complete
   * read and not by today, because a day that was fresh then is no more final for the time that passed unread.
   */
  #estimatedFrom(from: Day, to: Day, asOf: Date | undefined): Day | undefined {
    if (!asOf) return from;
    const firstOpen = addDays(
      dayOf(asOf),
      1 - this.#config.costs.finalAfterDays,
    );
    return firstWithin(from, to, firstOpen);
  }

  /** By AWS's own flag, as the newest read of the project's account that had something new left it. */
  async #openFrom({ name }: ProjectRecord): Promise<Day | undefined> {
    const { events } = this.#stores;
    const remainder = await events.remainderOf(name);
    if (remainder === undefined) return undefined;
    const { items } = await events.list(
      { projectIds: [remainder], eventType: [EVENT_TYPES.costsRead] },
      { limit: 1 },
    );
    return items[0] && costsReadIn(items[0])?.openFrom;
  }
}

/** The first day of the range that is `day` or later; undefined where none is. */
function firstWithin(from: Day, to: Day, day: Day): Day | undefined {
  if (day > to) return undefined;
  return day > from ? day : from;
}

// Money is added up in ten-thousandths, the scale that it is stored in: whole numbers, which are exact up to 900 billion.

function money(amount: number): number {
  return amount / 10_000;
}

function sum(amounts: readonly (number | null)[]): number {
  return amounts.reduce<number>((total, amount) => total + (amount ?? 0), 0);
}

function largestFirst(
  rows: readonly {
    readonly service: string;
    readonly tenThousandths: readonly (number | null)[];
  }[],
): { service: string; total: number; amounts: (number | null)[] }[] {
  return rows
    .map(row => ({
      service: row.service,
      total: money(sum(row.tenThousandths)),
      amounts: row.tenThousandths.map(each => each && money(each)),
    }))
    .sort((a, b) => b.total - a.total || (a.service < b.service ? -1 : 1));
}
