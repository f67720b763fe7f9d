/** Daily amounts by service from which a cost report is made, as the backend makes it from its rows. */
import type {
  CostReport,
  CostsQuery,
} from '@cloudops/plugin-guardrails-common';
import { daysBefore, daysBetween } from '../format';

export interface StoredCosts {
  readonly currency: string;
  /** The newest stored day, `YYYY-MM-DD`. */
  readonly lastDay: string;
  /** The newest final day. */
  readonly finalUntil: string;
  /** The first day in a month that AWS has not invoiced yet. */
  readonly openFrom?: string;
  readonly asOf?: string;
  /** AWS service → amounts, oldest first, the last one of `lastDay`; null where nothing is stored. */
  readonly services: Readonly<Record<string, readonly (number | null)[]>>;
}

function sum(amounts: readonly (number | null)[]): number {
  return amounts.reduce<number>((total, amount) => total + (amount ?? 0), 0);
}

/** The report of a range; without `to` until the day before `today`, without `from` 30 days. */
export function costReport(
  project: string,
  costs: StoredCosts,
  query: CostsQuery,
  today: string,
): CostReport {
  const to = query.to ?? daysBefore(today, 1);
  const from = query.from ?? daysBefore(to, 29);
  const length = daysBetween(from, to) + 1;
  const dates = Array.from({ length }, (_, day) => daysBefore(from, -day));
  const amountOn = (service: string, day: string) => {
    const amounts = costs.services[service];
    return (
      amounts[amounts.length - 1 - daysBetween(day, costs.lastDay)] ?? null
    );
  };
  const earlier = dates.map(day => daysBefore(day, length));
  const earlierStored = Object.keys(costs.services).some(
    service => amountOn(service, earlier[0]) !== null,
  );
  const services = Object.keys(costs.services)
    .map(service => {
      const amounts = dates.map(day => amountOn(service, day));
      return {
        service,
        total: sum(amounts),
        amounts,
        ...(earlierStored && {
          previousTotal: sum(earlier.map(day => amountOn(service, day))),
        }),
      };
    })
    .filter(({ amounts }) => amounts.some(amount => amount !== null))
    .sort((a, b) => b.total - a.total);
  const total = sum(services.map(({ total: ofService }) => ofService));
  const estimatedFrom = daysBefore(costs.finalUntil, -1);
  return {
    project,
    from,
    to,
    currency: costs.currency,
    total,
    totals: { usage: total, charges: 0, net: total },
    ...(earlierStored && {
      previousTotal: sum(
        Object.keys(costs.services).flatMap(service =>
          earlier.map(day => amountOn(service, day)),
        ),
      ),
    }),
    ...(estimatedFrom <= to && { estimatedFrom }),
    ...(costs.openFrom &&
      costs.openFrom <= to && {
        openFrom: costs.openFrom > from ? costs.openFrom : from,
      }),
    ...(costs.asOf && { asOf: costs.asOf }),
    days: dates.map((date, day) => ({
      date,
      total: sum(services.map(({ amounts }) => amounts[day])),
    })),
    services,
    charges: [],
  };
}
