/** For tests: a few accounts that answer what a test says, read by the real ingestion, and what is stored of them then. */
import type { CostSource } from '@cloudops/plugin-guardrails-node';
import { type ProjectConfig, USAGE_TYPES } from '../../config';
import type { CostKind, Day, GuardrailsDatabase } from '../../database';
import { Reconciliation } from '../../service/Reconciliation';
import { CostIngestion } from '../CostIngestion';
import { dayBefore, daysFrom, utcDayOf } from '../days';
import { RequestCapReached } from '../interfaces';
import { ended, recordedRun, type RecordedRun } from './recordedRun';

export const HOUR_MS = 3_600_000;
export const NOW = new Date('2026-11-22T06:00:00Z');
export const MANAGEMENT = '100000000000';
export const MEMBER = '200000000000';
export const OTHER_MEMBER = '300000000000';

/** Undefined: AWS has no record. */
export type Own = (day: Day, spend: CostKind) => number | undefined;

export interface World {
  readonly of: Readonly<Record<string, Own>>;
  /** What an account answers when it is asked by itself, where that is something else. */
  readonly self?: Readonly<Record<string, Own | 'fails'>>;
  /** The default project's account is no organization's: its bill has its own spend alone. */
  readonly isAlone?: boolean;
  /** From this day on AWS says nothing when that account is asked, whatever is left out. */
  readonly silentFrom?: Day;
}

const sourceOf = (world: World): CostSource => ({
  name: 'stub',
  async *fetchDailyCosts(query, { onRequest }) {
    await onRequest();
    const { accountId } = query.account;
    const answersOf = (id: string): [string, Own] => {
      const self = world.self?.[id] ?? world.of[id];
      if (self === 'fails') throw new Error('AccessDenied');
      return [id, self];
    };
    const billed =
      accountId || world.isAlone
        ? [answersOf(accountId ?? MANAGEMENT)]
        : Object.entries(world.of).filter(
            ([id]) => !query.linkedAccounts?.except.includes(id),
          );
    const isSilent = (date: Day) =>
      !accountId && world.silentFrom !== undefined && date >= world.silentFrom;
    yield daysFrom(query.from, dayBefore(query.to)).flatMap(date =>
      (isSilent(date) ? [] : billed).flatMap(([id, own]) => {
        const amount = own(date, query.spend);
        const service = query.spend === 'usage' ? `svc ${id}` : `charge:Tax`;
        return amount === undefined
          ? []
          : [{ date, service, amount: `${amount}`, currency: 'USD' }];
      }),
    );
  },
});

const DEFAULT: ProjectConfig = { name: 'default', ruleParameters: {} };
const project = (accountId: string): ProjectConfig => ({
  name: `of-${accountId}`,
  accountId,
  ruleParameters: {},
});

export interface Options {
  readonly now?: Date;
  readonly backfillDays?: number;
  readonly metric?: 'UnblendedCost' | 'AmortizedCost';
  /** Requests that the run may make, by account. */
  readonly caps?: Readonly<Record<string, number>>;
  readonly capPerDay?: number;
  /** Requests of all accounts after which the run is stopped, and its process with it. */
  readonly stopAfter?: number;
}

export async function run(
  database: GuardrailsDatabase,
  world: World,
  members: readonly string[],
  options: Options = {},
): Promise<RecordedRun['noted']> {
  const {
    now = NOW,
    backfillDays = 45,
    caps = {},
    capPerDay = 50,
    stopAfter = Infinity,
  } = options;
  const stopping = new AbortController();
  const made: Record<string, number> = {};
  const record = recordedRun({ now, signal: stopping.signal });
  const counted = {
    ...record,
    awsRequest: async (accountId: string | undefined) => {
      if (record.noted.requests.length >= stopAfter) {
        stopping.abort(new Error('the portal stops'));
      }
      stopping.signal.throwIfAborted();
      const id = accountId ?? MANAGEMENT;
      made[id] = (made[id] ?? 0) + 1;
      if (made[id] > (caps[id] ?? Infinity)) {
        throw new RequestCapReached(`${caps[id]} a day`);
      }
      await record.awsRequest(accountId);
    },
  };
  const ingestion = new CostIngestion({
    entities: { list: async () => ({ projects: [], problems: [] }) },
    database,
    config: {
      costs: {
        metric: options.metric ?? 'UnblendedCost',
        usageTypes: USAGE_TYPES,
        tagKey: 'component',
        backfillDays,
        restatementDays: 10,
        finalAfterDays: 4,
        requestCapPerDay: capPerDay,
      },
      projects: [DEFAULT, ...members.map(project)],
    } as never,
    source: sourceOf(world),
    ownAccountId: async () => MANAGEMENT,
  });
  try {
    await ingestion.ingest(counted);
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    return record.noted;
  }
  await ended(database, record);
  return record.noted;
}

export const hoursLater = (hours: number) =>
  new Date(NOW.getTime() + hours * HOUR_MS);

/** What is stored of each day, of all projects, or of these. */
export async function stored(
  database: GuardrailsDatabase,
  range: { readonly from: Day; readonly to: Day },
  names?: readonly string[],
): Promise<Map<Day, number>> {
  const days = new Map<Day, number>();
  for (const { id, name } of await database.projects.list()) {
    if (names && !names.includes(name)) continue;
    for (const spend of ['usage', 'charges'] as const) {
      const totals = await database.costs.totalsOfProjects([id], {
        ...range,
        spend,
      });
      for (const { date, total: amount } of totals) {
        days.set(date, (days.get(date) ?? 0) + amount);
      }
    }
  }
  return days;
}

export const rangeOf = (now: Date, from = '2026-10-08') => ({
  from,
  to: dayBefore(utcDayOf(now)),
});

export async function total(
  database: GuardrailsDatabase,
  now = NOW,
  from?: Day,
) {
  const days = await stored(database, rangeOf(now, from));
  return [...days.values()].reduce((sum, each) => sum + each, 0);
}

export function truth({ of }: World, now = NOW, from?: Day): number {
  const range = rangeOf(now, from);
  return daysFrom(range.from, range.to).reduce(
    (sum, day) =>
      sum +
      Object.values(of).reduce(
        (all, own) =>
          all + (own(day, 'usage') ?? 0) + (own(day, 'charges') ?? 0),
        0,
      ),
    0,
  );
}

export async function flagged(database: GuardrailsDatabase, now: Date) {
  const { accounts } = await new Reconciliation({
    stores: database,
    now: () => now,
  }).report(rangeOf(now) as never, { grants: { has: () => true } } as never);
  for (const account of accounts) {
    expect(account).toMatchObject({ isBalanced: true, notReconciled: 0 });
  }
  return accounts.flatMap(({ days }) =>
    days.filter(({ isCountedTwice }) => isCountedTwice).map(({ date }) => date),
  );
}

export const usage =
  (amount: number): Own =>
  (_, spend) =>
    spend === 'usage' ? amount : undefined;
export const both =
  (amount: number, charges: number): Own =>
  (_, spend) =>
    spend === 'usage' ? amount : charges;

/** How many requests were made of the default project's account. */
export function ofHome({ requests }: RecordedRun['noted']): number {
  return requests.filter(accountId => accountId === undefined).length;
}
