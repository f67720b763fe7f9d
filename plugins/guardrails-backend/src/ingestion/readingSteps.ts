/** How an account is read that the cap does not let be read at once: when that begins, when it ends, what is said of it. */
import type { CostsReadMetadata, ReadingSteps } from '../audit';
import { type CostPart, daysIn } from './costPart';
import type { RecentRuns } from './costReads';

// Every other day is the newest usage's. Of the rest one in four is for days that may have been restated, so that one step
// settles less than a day a day unless it has so many.
const KEEPING_UP_DAYS = 8;

/** A part that was read and stored, and the paid requests that it took. */
export interface PartRead {
  readonly part: CostPart;
  readonly requests: number;
}

/** The newest word on it; undefined for an account that is read as any other. */
export function stepsInForce(
  capPerDay: number,
  newest: { readonly createdAt: Date } | undefined,
  last: CostsReadMetadata | undefined,
  recent: RecentRuns['steps'],
  now: Date,
): ReadingSteps | undefined {
  const readAt = newest?.createdAt.getTime() ?? 0;
  // A read is stamped in the future where a clock was ahead; the end of a run never is.
  const isNewer = recent && (recent.at >= readAt || readAt > now.getTime());
  const steps = isNewer ? recent.steps : last?.steps;
  return steps?.capPerDay === capPerDay ? steps : undefined;
}

/**
 * The cap stopped a run in a part. Where all requests of a day did not reach for it, no later day's will: from then on
 * it is read in smaller steps.
 *
 * @param steps - that are in force
 * @param requests - that the run made of the account
 * @param done - the parts before it
 * @returns undefined where the run got somewhere, or another one had used requests of the day
 */
export function stepsAfterStop(
  part: CostPart,
  {
    capPerDay,
    steps,
    requests,
    done,
  }: {
    readonly capPerDay: number;
    readonly steps?: ReadingSteps;
    readonly requests: number;
    readonly done: readonly PartRead[];
  },
): ReadingSteps | undefined {
  const hasGotSomewhere = steps
    ? done.length > 0
    : done.some(each => each.part.isBackfill === part.isBackfill);
  if (requests < capPerDay || hasGotSomewhere) {
    return undefined;
  }
  // Of charges less cannot be asked for than there is.
  const days = part.spend.includes('usage')
    ? Math.ceil(daysIn(part) / 2)
    : steps?.days ?? daysIn(part);
  return { days, capPerDay };
}

/**
 * Whether an account that was read in steps, to the end of what there was, can be read as any other again.
 *
 * @param openDays - of the months that AWS has not closed
 */
export function areStepsOver(
  { capPerDay }: ReadingSteps,
  done: readonly PartRead[],
  openDays: number,
): boolean {
  const refreshes = done.filter(({ part }) => !part.isBackfill);
  const requestsOf = (parts: readonly PartRead[]) =>
    parts.reduce((sum, { requests }) => sum + requests, 0);
  const ofUsage = refreshes.filter(({ part }) => part.spend.includes('usage'));
  const days = ofUsage.reduce((sum, { part }) => sum + daysIn(part), 0);
  const needed =
    requestsOf(refreshes.filter(each => !ofUsage.includes(each))) +
    requestsOf(ofUsage) * Math.max(1, openDays / Math.max(1, days));
  return (
    refreshes.some(({ part }) => part.spend.includes('charges')) &&
    refreshes.some(({ part }) => part.spend.includes('usage')) &&
    needed <= capPerDay
  );
}

/** Of an account's requests in a day, those for reading costs, and those that the cap has for other jobs. */
export interface Cap {
  readonly perDay: number;
  readonly forOthers: number;
}

/** @param scope - the account in words */
export function stepsInWords(
  { days }: ReadingSteps,
  cap: Cap,
  scope: string,
): string {
  return `${capInWords(
    cap,
  )} what is to be read of ${scope} in a day; it is read in steps of ${days} ${
    days === 1 ? 'day' : 'days'
  }, usage and charges in turn, and what does not fit waits for the days to come${fallingBehindInWords(
    days,
  )}. Raise the cap`;
}

/** @param scope - the account in words */
export function noStepInWords(cap: Cap, scope: string): string {
  return `${capInWords(
    cap,
  )} the usage of ${scope} of one single day; nothing of it is stored until the cap is raised`;
}

function capInWords({ perDay, forOthers }: Cap): string {
  const whole = `guardrails.costs.requestCapPerDay is ${perDay + forOthers}`;
  return forOthers > 0
    ? `${whole}, of which ${forOthers} are kept for what drives alerts and the other ${perDay} do not reach for`
    : `${whole}, which does not reach for`;
}

/** What becomes of an account of which a day's requests reach for one step and no more. */
function fallingBehindInWords(days: number): string {
  if (days === 1) {
    return ', the newest day first; where a day’s requests reach for that alone, charges, the backfill and what AWS restates are not read at all';
  }
  return days < KEEPING_UP_DAYS
    ? '; where a day’s requests reach for one step alone, what AWS restates is read later and later'
    : '';
}
