/** The three groups in which recommendations are shown, and how one moves between them: pure. */
import type {
  Recommendation,
  RecommendationStatus,
} from '@cloudops/plugin-guardrails-common';
import type { Page } from '../../data';

export const GROUPS = ['todo', 'inProgress', 'finished'] as const;

export type Group = (typeof GROUPS)[number];

export const GROUP_STATUSES: Readonly<Record<Group, RecommendationStatus[]>> = {
  todo: ['open'],
  inProgress: ['in_progress'],
  finished: ['done', 'dismissed'],
};

export function groupOf(status: RecommendationStatus): Group {
  return GROUPS.find(group => GROUP_STATUSES[group].includes(status))!;
}

const SEVERITY_RANK = { high: 0, medium: 1, low: 2 } as const;

/** The API need not name the severity. */
const UNKNOWN_RANK = 3;

/** After all that is not over. */
const RESOLVED_RANK = 4;

/**
 * The worst alert first, and of two alike the newest; those that are resolved after all others. What one alert brought
 * stays together, in the order it was given.
 */
export function worstAlertFirst(
  items: readonly Recommendation[],
): Recommendation[] {
  const newest = new Map<string, number>();
  for (const { alertId, createdAt } of items) {
    newest.set(
      alertId,
      Math.max(newest.get(alertId) ?? -Infinity, Date.parse(createdAt)),
    );
  }
  const place = new Map([...newest.keys()].map((id, index) => [id, index]));
  const rank = ({ alertSeverity, alertStatus }: Recommendation) =>
    (alertSeverity ? SEVERITY_RANK[alertSeverity] : UNKNOWN_RANK) +
    (alertStatus === 'resolved' ? RESOLVED_RANK : 0);
  return [...items].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      newest.get(b.alertId)! - newest.get(a.alertId)! ||
      place.get(a.alertId)! - place.get(b.alertId)!,
  );
}

/** A group's page without an item that belongs to another group now. */
export function withoutItem(
  page: Page<Recommendation>,
  id: string,
): Page<Recommendation> {
  const items = page.items.filter(item => item.id !== id);
  const removed = page.items.length - items.length;
  return {
    ...page,
    items,
    totalItems: page.totalItems && page.totalItems - removed,
  };
}

/** A group's page with an item in its place, in the order of the API; one that is there already is replaced. */
export function withItem(
  page: Page<Recommendation>,
  item: Recommendation,
): Page<Recommendation> {
  if (page.items.some(({ id }) => id === item.id)) {
    return {
      ...page,
      items: page.items.map(each => (each.id === item.id ? item : each)),
    };
  }
  const createdAt = Date.parse(item.createdAt);
  const at = page.items.findIndex(
    each =>
      Date.parse(each.createdAt) < createdAt ||
      (Date.parse(each.createdAt) === createdAt && each.id > item.id),
  );
  const place = at === -1 ? page.items.length : at;
  return {
    ...page,
    items: [...page.items.slice(0, place), item, ...page.items.slice(place)],
    totalItems: page.totalItems === undefined ? undefined : page.totalItems + 1,
  };
}
