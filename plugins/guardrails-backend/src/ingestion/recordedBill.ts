/** What AWS said of an account's days: the account's own sums, as the reads of them left them in the trail. */
import {
  costsReadIn,
  type CostsReadMetadata,
  type DayTotals,
  EVENT_TYPES,
} from '../audit';
import type { CostKind, Day, EventRecord, Stores } from '../database';
import type { EventPlace } from './accountHistories';
import { daysFrom } from './days';

const EVENTS_PER_PAGE = 100;

export interface RecordedBill {
  /** Of each kind what the newest read had that AWS answered the day in; `0` where it answered that there is none. */
  readonly totals: ReadonlyMap<Day, DayTotals>;
  /** By what attribution that read divided it, and where in the trail it stands. */
  readonly divisions: ReadonlyMap<Day, DayDivisions>;
  /** ISO 4217; undefined while the account had no costs. */
  readonly currency?: string;
  /** When the newest of the reads was; one that found nothing new is none of them, nor one that is not understood. */
  readonly readAt?: Date;
}

export type DayDivisions = Readonly<
  Partial<
    Record<CostKind, { readonly attribution: string; readonly at: EventPlace }>
  >
>;

/** Where the events of an account are: its id, and the ids of the projects that are, or were, its remainder. */
export interface AccountEvents {
  readonly accountId?: string;
  readonly remainderIds: readonly string[];
}

/** @param range - both inclusive */
export async function recordedBill(
  stores: Pick<Stores, 'events'>,
  account: AccountEvents,
  range: { readonly from: Day; readonly to: Day },
): Promise<RecordedBill> {
  const totals = new Map<Day, DayTotals>();
  const divisions = new Map<Day, DayDivisions>();
  const missing = new Set(daysFrom(range.from, range.to));
  let currency: string | undefined;
  let readAt: Date | undefined;
  // No day is read before it has begun.
  for await (const event of costsReads(
    stores,
    account.remainderIds,
    new Date(range.from),
  )) {
    const read = costsReadIn(event);
    // Two accounts may have had the same remainder, one after the other.
    if (!read || read.accountId !== account.accountId) continue;
    currency ??= read.currency;
    readAt ??= event.createdAt;
    for (const [day, of] of answersOf(read)) {
      if (day >= range.from && day <= range.to) {
        const known = { ...of, ...totals.get(day) };
        totals.set(day, known);
        const by = {
          attribution: read.attribution,
          at: { createdAt: event.createdAt, id: event.id },
        };
        divisions.set(day, {
          ...(of.usage !== undefined && { usage: by }),
          ...(of.charges !== undefined && { charges: by }),
          ...divisions.get(day),
        });
        if (known.usage !== undefined && known.charges !== undefined) {
          missing.delete(day);
        }
      }
    }
    if (missing.size === 0) {
      break;
    }
  }
  return { totals, divisions, currency, readAt };
}

/**
 * The ids of the events that the bill of a day from `from` on is known by, and of the newest one of each account,
 * which says how far it was read. An account that became the default project's has its events with those of the one
 * before.
 */
export async function readsInForce(
  stores: Pick<Stores, 'events'>,
  remainderId: string,
  from: Day,
): Promise<Set<string>> {
  const inForce = new Set<string>();
  const accounts = new Map<string | undefined, Map<Day, DayTotals>>();
  for await (const event of costsReads(stores, [remainderId])) {
    const read = costsReadIn(event);
    if (inForce.size === 0 || (read && !accounts.has(read.accountId))) {
      inForce.add(event.id);
    }
    if (!read) continue;
    const known = accounts.get(read.accountId) ?? new Map<Day, DayTotals>();
    accounts.set(read.accountId, known);
    for (const [day, of] of answersOf(read)) {
      const newer = known.get(day) ?? {};
      const kinds = Object.keys(of) as (keyof DayTotals)[];
      if (day >= from && kinds.some(kind => newer[kind] === undefined)) {
        inForce.add(event.id);
        known.set(day, { ...of, ...newer });
      }
    }
  }
  return inForce;
}

/** Whether a read had what is recorded already, divided as it is recorded. */
export function isRecorded(
  read: Pick<CostsReadMetadata, 'attribution' | 'spend' | 'totals'>,
  { totals, divisions }: RecordedBill,
): boolean {
  return answersOf(read).every(([day, of]) =>
    (Object.keys(of) as (keyof DayTotals)[]).every(
      kind =>
        totals.get(day)?.[kind] === of[kind] &&
        divisions.get(day)?.[kind]?.attribution === read.attribution,
    ),
  );
}

/** A day that has usage and was asked for charges has none when it says none. */
function answersOf({
  spend,
  totals,
}: Pick<CostsReadMetadata, 'spend' | 'totals'>): [Day, DayTotals][] {
  return Object.entries(totals).map(([day, { usage, charges }]) => [
    day,
    {
      ...(usage !== undefined && { usage }),
      ...(spend.includes('charges') && { charges: charges ?? '0' }),
    },
  ]);
}

/** Newest first. */
async function* costsReads(
  { events }: Pick<Stores, 'events'>,
  remainderIds: readonly string[],
  from?: Date,
): AsyncGenerator<EventRecord> {
  let cursor: string | undefined;
  do {
    const page = await events.list(
      {
        projectIds: remainderIds,
        eventType: [EVENT_TYPES.costsRead],
        ...(from && { from }),
      },
      { limit: EVENTS_PER_PAGE, cursor },
    );
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor);
}
