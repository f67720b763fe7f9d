/** The orders in which the services of a project can be read. */
import type { ServiceCosts } from './costPeriod';

export const SERVICE_SORTS = ['total', 'change', 'service'] as const;
export type ServiceSort = (typeof SERVICE_SORTS)[number];

/** In money: a percentage would put the smallest services first. Unknown changes come last. */
function change({ comparison }: ServiceCosts): number {
  return comparison ? comparison.now - comparison.before : -Infinity;
}

/** By name, or the largest amount or increase first. */
export function sortServices(
  services: readonly ServiceCosts[],
  sort: ServiceSort,
): ServiceCosts[] {
  const byName = (a: ServiceCosts, b: ServiceCosts) =>
    a.service.localeCompare(b.service);
  switch (sort) {
    case 'service':
      return [...services].sort(byName);
    case 'change':
      return [...services].sort(
        // Infinity - Infinity is no number: equals fall back to the name.
        (a, b) => change(b) - change(a) || byName(a, b),
      );
    default:
      return [...services].sort((a, b) => b.total - a.total || byName(a, b));
  }
}
