/** What AWS said of an account's days: the account's own sums, as the reads of them left them in the trail. */
import {
  costsReadIn,
  type CostsReadMetadata,
  type DayTotals,
  EVENT_TYPES,
} from '../audit';
import type { Day, EventRecord, Stores } from '../database';
import { daysFrom } from './costPlan';

const EVENTS_PER_PAGE = 100;

export interface RecordedBill {
  /** Of each kind what the newest read had that AWS answered the day in; `0` where it answered that there is none. */
  readonly totals: ReadonlyMap<Day, DayTotals>;
  /** ISO 4217; undefined while the account had no costs. */
  readonly currency?: string;
  /** When the newest of the reads was; one that found nothing new is none of them, nor one that is not understood. */
  readonly readAt?: Date;
}

/**
 * @param remainderId - the project of what is unallocated of the account
 * @param range - both inclusive
 */
export async function recordedBill(
  stores: Pick<Stores, 'events'>,
  remainderId: string,
  range: { readonly from: Day; readonly to: Day },
): Promise<RecordedBill> {
  const totals = new Map<Day, DayTotals>();
  const missing = new Set(daysFrom(range.from, range.to));
  let currency: string | undefined;
  let readAt: Date | undefined;
  // No day is read before it has begun.
  for await (const event of costsReads(
    stores,
    remainderId,
    new Date(range.from),
  )) {
    const read = costsReadIn(event);
    if (!read) continue;
    currency ??= read.currency;
    readAt ??= event.createdAt;
    for (const [day, of] of answersOf(read)) {
      if (day >= range.from && day <= range.to) {
        const known = { ...of, ...totals.get(day) };
        totals.set(day, known);
        if (known.usage !== undefined && known.charges !== undefined) {
          missing.delete(day);
        }
      }
    }
    if (missing.size === 0) {
      break;
    }
  }
  return { totals, currency, readAt };
}

/**
 * The ids of the events that the bill of a day from `from` on is known by, and of the newest one of each account,
 * which says how far it was read.
 */
export async function readsInForce(
  stores: Pick<Stores, 'events'>,
  remainderId: string,
  from: Day,
): Promise<Set<string>> {
  const inForce = new Set<string>();
  const known = new Map<Day, DayTotals>();
  for await (const event of costsReads(stores, remainderId)) {
    if (inForce.size === 0) {
      inForce.add(event.id);
    }
    const read = costsReadIn(event);
    for (const [day, of] of read ? answersOf(read) : []) {
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

/** Whether a read had what is recorded already. */
export function isRecorded(
  read: Pick<CostsReadMetadata, 'spend' | 'totals'>,
  { totals }: RecordedBill,
): boolean {
  return answersOf(read).every(([day, of]) => {
    const recorded = totals.get(day);
    return (Object.keys(of) as (keyof DayTotals)[]).every(
      kind => recorded?.[kind] === of[kind],
    );
  });
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
  remainderId: string,
  from?: Date,
): AsyncGenerator<EventRecord> {
  let cursor: string | undefined;
  do {
    const page = await events.list(
      {
        projectIds: [remainderId],
        eventType: [EVENT_TYPES.costsRead],
        ...(from && { from }),
      },
      { limit: EVENTS_PER_PAGE, cursor },
    );
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor);
}
