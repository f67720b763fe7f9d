/** How far a run is with each account, and what that means for the default project's account, which is read beside them. */
import { DEFAULT_PROJECT } from '../config';
import type { CostKind, Day } from '../database';
import type { AccountProgress } from './CostPartIngestion';
import { BOTH, type CostPart, daysIn } from './costPart';
import type { AccountPlan } from './costReads';
import { dayAt, dayText, utcDayOf } from './days';
import type { AskedTo } from './leftOut';
import type { PartRead } from './readingSteps';

const DAY_MS = 86_400_000;

/** How far a run is with an account. */
export interface Reading {
  /** With what is known after each part. */
  plan: AccountPlan;
  readonly accountProgress: AccountProgress;
  readonly done: PartRead[];
  isBegun: boolean;
  hasFailed: boolean;
}

export function readingOf(plan: AccountPlan): Reading {
  return {
    plan,
    accountProgress: { requests: 0, events: 0 },
    done: [],
    isBegun: false,
    hasFailed: false,
  };
}

export type IsMeant = (part: CostPart, plan: AccountPlan) => boolean;

/** What is read of an account before the past of any. One that is read in steps keeps their order, in one turn. */
export function isRegular(
  { isBackfill }: CostPart,
  { account, steps }: AccountPlan,
): boolean {
  return steps ? account.remainder !== DEFAULT_PROJECT : !isBackfill;
}

export function isPast(part: CostPart, plan: AccountPlan): boolean {
  return !isRegular(part, plan);
}

/** How many days of the plan are meant. */
export function daysMeant(
  plan: AccountPlan,
  isMeant: IsMeant = () => true,
): number {
  return plan.parts
    .filter(each => isMeant(each, plan))
    .reduce((days, each) => days + daysIn(each), 0);
}

/** How many reads the trail tells of since the run began. */
export function eventsOf(readings: readonly Reading[]): number {
  return readings.reduce(
    (events, { accountProgress }) => events + accountProgress.events,
    0,
  );
}

/**
 * Whether all others that were ever read were so after it. It is read last, so where runs end before they are through
 * it would never be. In steps it may have used up a day's requests before the others were read again.
 */
export function isBehind(home: Reading, others: readonly Reading[]): boolean {
  const read = others.filter(({ plan }) => plan.lastReadAt > 0);
  const since = home.plan.lastReadAt + (home.plan.steps ? DAY_MS : 0);
  return read.length > 0 && read.every(({ plan }) => plan.lastReadAt > since);
}

/** Whether days that are no backfill were read with other accounts left out than are to be by now. */
export function hasRegularToRecount({
  parts,
  toRecount,
}: AccountPlan): boolean {
  return parts.some(
    ({ isBackfill, from, to, spend }) =>
      !isBackfill &&
      spend.some(kind => toRecount?.[kind].some(d => from <= d && d < to)),
  );
}

/**
 * Up to where AWS was asked for each account. One that this run has not asked, or could not, was asked up to the run that
 * read it last; but what AWS had not by then of the days that were still open may be there by now.
 */
export function askedTo(
  readings: readonly Reading[],
  now: Date,
  finalAfterDays: number,
): AskedTo {
  const today = utcDayOf(now);
  return new Map(
    readings.map(({ plan, done }) => {
      const of = (spend: CostKind): Day | undefined => {
        const isAsked = (kind: CostKind) =>
          done.some(
            ({ part }) => part.to === today && part.spend.includes(kind),
          );
        const { charges } = plan.last?.covered ?? {};
        if (
          isAsked(spend) ||
          (spend === 'charges' && isAsked('usage') && charges?.readOn === today)
        ) {
          return today;
        }
        // In steps a read says nothing of the newest days.
        if (plan.steps || plan.lastReadAt === 0) return undefined;
        const readOn = dayAt(utcDayOf(new Date(plan.lastReadAt)));
        return dayText(readOn.minus({ days: finalAfterDays }));
      };
      const days = BOTH.map(spend => [spend, of(spend)] as const);
      return [plan.account.accountId, Object.fromEntries(days)] as const;
    }),
  );
}
