/** The orders in which the services of a project can be read. */
import type { ServiceCosts } from './costPeriod';

export const SERVICE_SORTS = ['total', 'change', 'service'] as const;
export type ServiceSort = (typeof SERVICE_SORTS)[number];

/** In money: a percentage would put the smallest services first. */
function change({ comparison }: ServiceCosts): number | undefined {
  return comparison && comparison.now - comparison.before;
}

/**
 * By name, or the largest amount or increase first; a service whose change is not known comes last.
 *
 * @param isTurned - the other way round: from Z to A, the smallest amount or the largest decrease first
 */
export function sortServices(
  services: readonly ServiceCosts[],
  sort: ServiceSort,
  isTurned = false,
): ServiceCosts[] {
  const sign = isTurned ? -1 : 1;
  const byName = (a: ServiceCosts, b: ServiceCosts) =>
    a.service.localeCompare(b.service);
  if (sort === 'service') {
    return [...services].sort((a, b) => sign * byName(a, b));
  }
  const amount =
    sort === 'change' ? change : (each: ServiceCosts) => each.total;
  return [...services].sort((a, b) => {
    const [ofA, ofB] = [amount(a), amount(b)];
    if (ofA === undefined || ofB === undefined) {
      return (
        Number(ofA === undefined) - Number(ofB === undefined) || byName(a, b)
      );
    }
    return sign * (ofB - ofA) || byName(a, b);
  });
}
