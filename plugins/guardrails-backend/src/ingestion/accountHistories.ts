/** Among whom accounts were divided, now and before: what the trail says of each account's attribution. */
import { type AttributionChangedMetadata, EVENT_TYPES } from '../audit';
import type { EventRecord, Stores } from '../database';
import { type AttributedAccount, projectsOf } from './attribution';

// Attributions change when people change annotations or the configuration: a few a week.
const EVENTS_PER_PAGE = 100;

/** An account, as its `attribution_changed` events tell of it. */
export interface AccountHistory {
  /** Absent for the account of the portal's own credentials. */
  readonly accountId?: string;
  /** Ids of the projects that were its remainder, where its events are; the newest first. */
  readonly remainderIds: readonly string[];
  /** How it is divided now. */
  readonly newest: AttributionChangedMetadata;
  readonly newestAt: EventPlace;
  /** Every project that it was ever divided among. */
  readonly names: ReadonlySet<string>;
  /** Projects that it is divided among no more → since when. */
  readonly left: ReadonlyMap<string, Date>;
  /** Digest of an attribution → the projects that it divided the account among. */
  readonly divisions: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Where an event is in the trail. */
export type EventPlace = Pick<EventRecord, 'createdAt' | 'id'>;

/** Whether `a` is the later one: the order in which the trail lists events. */
export function isLater(a: EventPlace, b: EventPlace): boolean {
  const after = a.createdAt.getTime() - b.createdAt.getTime();
  return after === 0 ? a.id > b.id : after > 0;
}

/** Every account that was ever read, the one whose division is newest first. */
export async function accountHistories({
  events,
}: Pick<Stores, 'events'>): Promise<AccountHistory[]> {
  const found = new Map<
    string | undefined,
    {
      newest: AttributionChangedMetadata;
      newestAt: EventPlace;
      remainderIds: Set<string>;
      names: Set<string>;
      left: Map<string, Date>;
      divisions: Map<string, ReadonlySet<string>>;
    }
  >();
  /** When each account was divided by the claims that came after those that are looked at. */
  const nextAt = new Map<string | undefined, Date>();
  let cursor: string | undefined;
  do {
    const page = await events.list(
      { eventType: [EVENT_TYPES.attributionChanged] },
      { limit: EVENTS_PER_PAGE, cursor },
    );
    // Newest first.
    for (const { metadata, projectId, createdAt, id } of page.items) {
      const changed = metadata as unknown as AttributionChangedMetadata;
      const { accountId, attribution, projects } = changed;
      const known = found.get(accountId) ?? {
        newest: changed,
        newestAt: { createdAt, id },
        remainderIds: new Set(),
        names: new Set(),
        left: new Map(),
        divisions: new Map(),
      };
      found.set(accountId, known);
      known.remainderIds.add(projectId);
      const next = nextAt.get(accountId);
      for (const name of projects) {
        if (next && !known.names.has(name)) {
          known.left.set(name, next);
        }
        known.names.add(name);
      }
      nextAt.set(accountId, createdAt);
      if (!known.divisions.has(attribution)) {
        known.divisions.set(attribution, new Set(projects));
      }
    }
    cursor = page.nextCursor;
  } while (cursor);
  return [...found].map(([accountId, { remainderIds, ...history }]) => ({
    ...history,
    accountId,
    remainderIds: [...remainderIds],
  }));
}

/**
 * The accounts that each project was divided into, of those that were, or are now, in more than one; by the project's
 * name.
 *
 * @param accounts - as they are to be divided now
 */
export function sharedProjects(
  histories: readonly AccountHistory[],
  accounts: readonly AttributedAccount[] = [],
): Map<string, readonly AccountHistory[]> {
  const before = new Map<string, AccountHistory[]>();
  for (const history of histories) {
    for (const name of history.names) {
      before.set(name, [...(before.get(name) ?? []), history]);
    }
  }
  const now = new Map(
    accounts.flatMap(account =>
      projectsOf(account).map((name): [string, AttributedAccount] => [
        name,
        account,
      ]),
    ),
  );
  return new Map(
    [...before].filter(([name, of]) => {
      const claimed = now.get(name);
      return (
        of.length > 1 ||
        (claimed !== undefined && claimed.accountId !== of[0].accountId)
      );
    }),
  );
}
