/** What a recommendation was expected to save, and what the days since it was done really show. Pure. */
import { DAYS_PER_MONTH } from '../detection/wording';

/** Of this calculation. Whoever changes it raises this, and what was measured the other way is measured anew. */
export const SAVINGS_METHOD = 2;

const DAY_MS = 86_400_000;
const DAYS_PER_WEEK = 7;

/** A whole week, so that no day of the week is missing. */
const FEWEST_DAYS_AFTER = 7;
/** Of fewer days nobody can say whether the cost had stayed, or had been over by itself. */
const FEWEST_DAYS_BEFORE = 3;
/** What happens later than four weeks before or after has other causes. */
const MOST_DAYS = 28;
/** Eight of each day of the week show what a usual week looks like. */
const HISTORY_DAYS = 56;
/** Of each day of the week, before its share is taken for a habit. */
const FEWEST_WEEKS = 3;

/** The standard deviation of normal noise is this multiple of its median absolute deviation. */
const SD_OF_MAD = 1.4826;
/** The variance of a median of normal noise is this multiple of the variance of a mean. */
const VARIANCE_OF_MEDIAN = Math.PI / 2;
/** Half the width of a 95 % interval, in standard errors. */
const STANDARD_ERRORS = 1.96;

/** A UTC day, `YYYY-MM-DD`. */
type Day = string;

/** Every day's cost of a service; a day that is stored and not in it cost nothing. */
export type CostByDay = ReadonlyMap<Day, number>;

/** What is known of the time around a recommendation that is done. */
export interface SavingsPeriod {
  /** First day that the alert is about. */
  readonly alertedFrom: Day;
  /** The day on which it was done, which is half one and half the other and is not measured on. */
  readonly doneOn: Day;
  /** The newest day that AWS does not restate any more; no later one is measured on. */
  readonly lastFinal: Day;
}

export interface StoredPeriod extends SavingsPeriod {
  /** The oldest day that is stored of the project; what earlier days cost is unknown. */
  readonly storedFrom: Day;
}

export interface MeasuredSavings {
  /** Final days after it was done that it is measured on. */
  readonly days: number;
  /** What a month costs less, negative when it costs more; absent while there are too few days. */
  readonly perMonth?: number;
  /** Half the width of the 95 % interval of `perMonth`. */
  readonly plusMinus?: number;
}

/** What the alert's service cost more than usual, for a month; undefined when it did not. */
export function expectedPerMonth(alert: {
  readonly alertType: 'cost' | 'reliability';
  readonly observedValue: number;
  readonly baselineValue: number;
}): number | undefined {
  const perDay = alert.observedValue - alert.baselineValue;
  return alert.alertType === 'cost' && perDay > 0
    ? perDay * DAYS_PER_MONTH
    : undefined;
}

/** The days that {@link measureSavings} looks at: first and last, both included. */
export function measuredRange({
  alertedFrom,
  doneOn,
  lastFinal,
}: SavingsPeriod): { readonly from: Day; readonly to: Day } {
  const last = dayOf(numberOf(doneOn) + MOST_DAYS);
  return {
    from: dayOf(numberOf(alertedFrom) - HISTORY_DAYS),
    to: last < lastFinal ? last : lastFinal,
  };
}

/**
 * Whether something was measured on the days that {@link measuredRange} has for them. In numbers, because a report asks
 * of hundreds, and days as text take longer than all else of it.
 *
 * @param lastFinal - days since 1 January 1970; infinite: whether it is complete
 */
export function isMeasuredOn(
  measured: {
    readonly firstDay: Day;
    readonly doneOn: Day;
    readonly lastDay: Day;
  },
  of: {
    readonly windowStart: Date;
    readonly doneAt: Date;
    readonly lastFinal: number;
  },
): boolean {
  const doneOn = Math.floor(of.doneAt.getTime() / DAY_MS);
  const alertedFrom = Math.floor(of.windowStart.getTime() / DAY_MS);
  return (
    numberOf(measured.doneOn) === doneOn &&
    numberOf(measured.firstDay) === alertedFrom - HISTORY_DAYS &&
    numberOf(measured.lastDay) === Math.min(doneOn + MOST_DAYS, of.lastFinal)
  );
}

/**
 * Compares the usual day of the alert, up to when the recommendation was done, with the usual day since. Usual is the
 * median, so that one strange day on either side changes nothing. Every day is first held against the share that its
 * day of the week has in the eight weeks before the alert, so that three days before a weekend and the seven after it
 * can be compared.
 */
export function measureSavings(
  costs: CostByDay,
  period: StoredPeriod,
): MeasuredSavings {
  const alertedFrom = numberOf(period.alertedFrom);
  const doneOn = numberOf(period.doneOn);
  const lastFinal = numberOf(period.lastFinal);
  const storedFrom = numberOf(period.storedFrom);
  const firstStored = Math.min(...[...costs.keys()].map(numberOf));
  const between = (from: number, last: number): DayCost[] => {
    const first = Math.max(from, storedFrom);
    return Array.from({ length: Math.max(last - first + 1, 0) }, (_, i) => ({
      weekday: weekdayOf(first + i),
      amount: costs.get(dayOf(first + i)) ?? 0,
    }));
  };
  const history = between(
    Math.max(alertedFrom - HISTORY_DAYS, firstStored),
    alertedFrom - 1,
  );
  const before = between(Math.max(alertedFrom, doneOn - MOST_DAYS), doneOn - 1);
  const after = between(doneOn + 1, Math.min(doneOn + MOST_DAYS, lastFinal));
  const days = after.length;
  if (days < FEWEST_DAYS_AFTER || before.length < FEWEST_DAYS_BEFORE) {
    return { days };
  }
  const shares = sharesOfWeekdays(history);
  const [usual, was, is] = [history, before, after].map(each =>
    levelOf(each, shares),
  );
  // A day of the week on which nothing is ever used says nothing about the others.
  if (was.values.length === 0 || is.values.length === 0) return { days };
  const perMonth = mean(shares) * DAYS_PER_MONTH;
  const noise = relativeNoise([usual, was, is]);
  const standardError =
    noise *
    Math.sqrt(
      VARIANCE_OF_MEDIAN *
        [was, is].reduce(
          (sum, { level, values }) => sum + level ** 2 / values.length,
          0,
        ),
    );
  return {
    days,
    perMonth: (was.level - is.level) * perMonth,
    plusMinus: STANDARD_ERRORS * standardError * perMonth,
  };
}

/** What is counted once: the days from the alert on until it was done, of one service (or of all together). */
export interface CountedSavings {
  readonly projectId: string;
  /** Absent for all services together. */
  readonly service?: string;
  readonly from: Date;
  readonly doneAt: Date;
}

/**
 * Leaves out what the bill would show twice: of savings of one service at one time only the first counts, and all
 * services together are the same money as each of them.
 */
export function countedOnce<S extends CountedSavings>(
  savings: readonly S[],
): S[] {
  const counted: S[] = [];
  const ofProjects = new Map<string, S[]>();
  for (const each of savings) {
    const others = ofProjects.get(each.projectId) ?? [];
    ofProjects.set(each.projectId, others);
    const isCounted = others.some(
      other =>
        (other.service === each.service ||
          other.service === undefined ||
          each.service === undefined) &&
        other.from <= each.doneAt &&
        each.from <= other.doneAt,
    );
    if (!isCounted) {
      others.push(each);
      counted.push(each);
    }
  }
  return counted;
}

interface DayCost {
  /** 0 to 6. */
  readonly weekday: number;
  readonly amount: number;
}

interface Level {
  readonly level: number;
  /** What the days came to, each divided by the share of its day of the week. */
  readonly values: readonly number[];
}

/** What each day of the week costs of a usual day; 1 for all while there is no history to tell. */
function sharesOfWeekdays(history: readonly DayCost[]): number[] {
  const even = Array.from({ length: DAYS_PER_WEEK }, () => 1);
  const usual = median(history.map(({ amount }) => amount));
  const ofWeekday = even.map((_, weekday) =>
    history.filter(day => day.weekday === weekday).map(({ amount }) => amount),
  );
  return ofWeekday.some(each => each.length < FEWEST_WEEKS) || !(usual > 0)
    ? even
    : ofWeekday.map(each => Math.max(median(each) / usual, 0));
}

function levelOf(days: readonly DayCost[], shares: readonly number[]): Level {
  const values = days
    .filter(({ weekday }) => shares[weekday] > 0)
    .map(({ weekday, amount }) => amount / shares[weekday]);
  return { values, level: median(values) };
}

/** How far a day usually lies from its level, as a share of it: of all days together, because a few say little. */
function relativeNoise(levels: readonly Level[]): number {
  const known = levels.filter(({ level }) => level > 0);
  const distances = known.flatMap(({ level, values }) =>
    values.map(value => Math.abs(value / level - 1)),
  );
  // Each level was taken from the days that it is compared with.
  const free = distances.length - known.length;
  return free > 0
    ? SD_OF_MAD * median(distances) * Math.sqrt(distances.length / free)
    : 0;
}

function median(values: readonly number[]): number {
  const ordered = [...values].sort((a, b) => a - b);
  const middle = ordered.length / 2;
  return ordered.length % 2 === 1
    ? ordered[Math.floor(middle)]
    : (ordered[middle - 1] + ordered[middle]) / 2;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Days since 1 January 1970. */
function numberOf(day: Day): number {
  return Date.parse(day) / DAY_MS;
}

function dayOf(number: number): Day {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

function weekdayOf(number: number): number {
  return ((number % DAYS_PER_WEEK) + DAYS_PER_WEEK) % DAYS_PER_WEEK;
}
