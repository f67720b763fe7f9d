/** What AWS said of an account's days: the account's own sums, as the reads of them left them in the trail. */
import {
  type AnsweredDays,
  costsReadIn,
  type CostsReadMetadata,
  type DayTotals,
  EVENT_TYPES,
} from '../audit';
import type { CostKind, Day, EventRecord, Stores } from '../database';
import type { EventPlace } from './accountHistories';
import { dayBefore, daysFrom, laterDay } from './days';

const EVENTS_PER_PAGE = 100;

export interface RecordedBill {
  /** Of each kind what the newest read had that AWS answered the day in; `0` where it answered that there is none. */
  readonly totals: ReadonlyMap<Day, DayTotals>;
  /** By what attribution that read divided it, which accounts it left out, and where in the trail it stands. */
  readonly divisions: ReadonlyMap<Day, DayDivisions>;
  /** What the newest read that asked for the day left out of it, whether AWS answered or not. */
  readonly asked: ReadonlyMap<
    Day,
    Readonly<Partial<Record<CostKind, Counted>>>
  >;
  /** How the newest read counted, where it says what it left out. */
  readonly counting?: string;
  /** ISO 4217; undefined while the account had no costs. */
  readonly currency?: string;
  /** When the newest of the reads was; one that found nothing new is none of them, nor one that is not understood. */
  readonly readAt?: Date;
}

/** How a read counted a day: which accounts it left out; undefined where an older version did not say. */
export interface Counted {
  readonly leftOut?: readonly string[];
  readonly counting?: string;
}

export type DayDivisions = Readonly<
  Partial<
    Record<
      CostKind,
      Counted & { readonly attribution: string; readonly at: EventPlace }
    >
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
  const asked = new Map<Day, Partial<Record<CostKind, Counted>>>();
  let counting: string | undefined;
  let currency: string | undefined;
  let readAt: Date | undefined;
  // No day is read before it has begun.
  for await (const event of costsReads(stores, account.remainderIds, {
    from: new Date(range.from),
  })) {
    const read = costsReadIn(event);
    // Two accounts may have had the same remainder, one after the other.
    if (!read || read.accountId !== account.accountId) continue;
    currency ??= read.currency;
    if (!readAt && read.leftOut) {
      counting = read.counting;
    }
    readAt ??= event.createdAt;
    for (const { day, spend } of daysAsked(read, range)) {
      const known = asked.get(day);
      if (!known?.[spend]) {
        asked.set(day, { ...known, [spend]: countedOn(read, day, spend) });
      }
    }
    for (const [day, of] of answersOf(read)) {
      if (day >= range.from && day <= range.to) {
        const known = { ...of, ...totals.get(day) };
        totals.set(day, known);
        const by = (spend: CostKind) => ({
          attribution: read.attribution,
          ...countedOn(read, day, spend),
          at: { createdAt: event.createdAt, id: event.id },
        });
        divisions.set(day, {
          ...(of.usage !== undefined && { usage: by('usage') }),
          ...(of.charges !== undefined && { charges: by('charges') }),
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
  return { totals, divisions, asked, counting, currency, readAt };
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
  const asked = new Set<string>();
  const accounts = new Map<string | undefined, Map<Day, DayTotals>>();
  for await (const event of costsReads(stores, [remainderId])) {
    const read = costsReadIn(event);
    if (inForce.size === 0 || (read && !accounts.has(read.accountId))) {
      inForce.add(event.id);
    }
    if (!read) continue;
    const known = accounts.get(read.accountId) ?? new Map<Day, DayTotals>();
    accounts.set(read.accountId, known);
    // Days that AWS answered nothing of count as asked: else they would be asked for again.
    for (const { day, spend } of daysAsked(read, { from, to: read.to })) {
      const key = `${read.accountId} ${spend} ${day}`;
      if (!asked.has(key)) {
        asked.add(key);
        if (read.leftOut?.length) inForce.add(event.id);
      }
    }
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

/** The accounts that a read left out of a day. */
function countedOn(
  { leftOut, counting }: Pick<CostsReadMetadata, 'leftOut' | 'counting'>,
  day: Day,
  spend: CostKind,
): Counted {
  return {
    counting,
    leftOut:
      leftOut &&
      (leftOut.find(
        each => each.spend === spend && each.from <= day && day < each.to,
      )?.accountIds ??
        []),
  };
}

/** @param range - both inclusive */
function daysAsked(
  { from, to, spend }: Pick<CostsReadMetadata, 'from' | 'to' | 'spend'>,
  range: { readonly from: Day; readonly to: Day },
): { day: Day; spend: CostKind }[] {
  const last = dayBefore(to);
  return daysFrom(
    laterDay(from, range.from),
    last < range.to ? last : range.to,
  ).flatMap(day => spend.map(kind => ({ day, spend: kind })));
}

/** The days that AWS ever answered of an account. */
export interface KnownAnswers {
  readonly days: AnsweredDays;
  /** Of the trail that they were found in. */
  readonly newestId?: string;
  /** Whether its newest event has them; of one of an older version all events tell. */
  readonly isCarried: boolean;
}

/** @param known - what was found before, which holds for the same newest event */
export async function answeredDays(
  stores: Pick<Stores, 'events'>,
  { accountId, remainderIds }: AccountEvents,
  known?: KnownAnswers,
): Promise<KnownAnswers> {
  let days: AnsweredDays = {};
  let newestId: string | undefined;
  for await (const event of costsReads(stores, remainderIds, { first: 1 })) {
    if (newestId === undefined && event.id === known?.newestId) return known;
    newestId ??= event.id;
    const read = costsReadIn(event);
    if (!read || read.accountId !== accountId) continue;
    days = answeredWith(days, read);
    if (read.answered)
      return { days, newestId, isCarried: newestId === event.id };
  }
  return { days, newestId, isCarried: false };
}

/** With what another read had, and what it knew of those before it. */
export function answeredWith(
  known: AnsweredDays,
  read: Pick<CostsReadMetadata, 'spend' | 'totals' | 'answered'>,
): AnsweredDays {
  const of = (kind: CostKind) => {
    const days = [
      ...answersOf(read).flatMap(([day, { [kind]: amount }]) =>
        amount === undefined ? [] : [day],
      ),
      ...[known[kind], read.answered?.[kind]].flatMap(each =>
        each ? [each.from, each.to] : [],
      ),
    ].sort();
    return days.length > 0 && { [kind]: { from: days[0], to: days.at(-1)! } };
  };
  return { ...of('usage'), ...of('charges') };
}

/** Whether a read had what is recorded already, divided as it is recorded, and left out what was left out. */
export function isRecorded(
  read: Pick<
    CostsReadMetadata,
    'attribution' | 'from' | 'to' | 'spend' | 'totals' | 'leftOut'
  >,
  { totals, divisions, asked }: RecordedBill,
): boolean {
  const isAsked = ({ day, spend }: { day: Day; spend: CostKind }) => {
    const leftOut = countedOn(read, day, spend).leftOut ?? [];
    return leftOut.join() === (asked.get(day)?.[spend]?.leftOut ?? []).join();
  };
  return (
    daysAsked(read, { from: read.from, to: read.to }).every(isAsked) &&
    answersOf(read).every(([day, of]) =>
      (Object.keys(of) as (keyof DayTotals)[]).every(
        kind =>
          totals.get(day)?.[kind] === of[kind] &&
          divisions.get(day)?.[kind]?.attribution === read.attribution &&
          (divisions.get(day)?.[kind]?.leftOut ?? []).join() ===
            (countedOn(read, day, kind).leftOut ?? []).join(),
      ),
    )
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
  { from, first = EVENTS_PER_PAGE }: { from?: Date; first?: number } = {},
): AsyncGenerator<EventRecord> {
  let limit = first;
  let cursor: string | undefined;
  do {
    const page = await events.list(
      {
        projectIds: remainderIds,
        eventType: [EVENT_TYPES.costsRead],
        ...(from && { from }),
      },
      { limit, cursor },
    );
    yield* page.items;
    limit = EVENTS_PER_PAGE;
    cursor = page.nextCursor;
  } while (cursor);
}
