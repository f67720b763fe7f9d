/** What is charged once a month: how much is expected on a day, by what came on such a day of earlier months. */
import type { Series } from '@cloudops/plugin-guardrails-node';
import { median } from '../statistics';
import {
  DAY_MS,
  firstWorkingDay,
  lastOfMonth,
  monthsBefore,
  sameWeekdayBefore,
} from './calendar';
import type { CostHistory } from './CostHistory';

/** A precedent stood out by this much from the days around it. */
const PRECEDENT_SPREADS = 3.5;
const PRECEDENT_SHARE = 0.2;
const PRECEDENT_REACH_DAYS = 7;
/** A charge comes a day early or late, so the one of this month is among these days before. */
const CHARGE_REACH_DAYS = 3;
/** Of a service that is not charged daily: this many times a usual charge, once there are enough to tell. */
const SPARSE_PRECEDENT_TIMES = 3;
const SPARSE_MIN_CHARGES = 6;

/** Computed once for the history of each judged day: two rules ask for it. */
const known = new WeakMap<CostHistory, number>();

/**
 * What came on top of the usual on this day of earlier months, or on the day beside it. It is expected again when it
 * came in the last month, or in two of the earlier ones; then it is the lower middle one of them, so that a single
 * large one is no precedent for the next. Of a service that is seldom charged one of the earlier ones is enough: it may
 * be charged on this day in some months only. 0 when nothing is expected, or when it has come already.
 *
 * Or what came on the same weekday of the month, as the first Monday, or on its first working day, in both of the last two
 * months.
 */
export function expectedCharge(
  history: CostHistory,
  series: Series,
  index: number,
): number {
  let charge = known.get(history);
  if (charge === undefined) {
    charge = chargeExpectedOn(history, series, index);
    known.set(history, charge);
  }
  return charge;
}

function chargeExpectedOn(
  history: CostHistory,
  series: Series,
  index: number,
): number {
  const { at } = series.points[index];
  const charge =
    chargeByDate(history, at) ||
    (history.method.knowsWeekdays ? chargeByWeekday(history, at) : 0);
  return charge > 0 && hasCome(charge, history, series, index) ? 0 : charge;
}

function chargeByDate(history: CostHistory, at: number): number {
  const { method } = history;
  const isLast = method.knowsEndOfMonth && at === lastOfMonth(at);
  const isOneEnough = method.isOneEnoughOfSeldom && history.isSparse;
  const charges: number[] = [];
  let cameLastMonth = false;
  for (let months = 1; ; months += 1) {
    const day = monthsBefore(at, months);
    if (!(day >= history.at[0])) {
      break;
    }
    // What is charged on the 31st is charged on the last day of a shorter month.
    const last = isLast ? lastOfMonth(day) : day;
    const charge = chargeAround(history, day, last);
    if (charge > 0) {
      charges.push(charge);
      cameLastMonth ||= months === 1;
    }
  }
  if (charges.length < (cameLastMonth || isOneEnough ? 1 : 2)) {
    return 0;
  }
  return charges.sort((a, b) => a - b)[(charges.length - 1) >> 1];
}

function chargeByWeekday(history: CostHistory, at: number): number {
  return (
    chargeOfTwo(history, months => sameWeekdayBefore(at, months)) ||
    (at === firstWorkingDay(at)
      ? chargeOfTwo(history, months => firstWorkingDay(at, months))
      : 0)
  );
}

/**
 * The smaller one of the last two months' charges on exactly such a day; 0 unless it came in both: a week has few days, so
 * one alone is soon a chance. Not of a service without daily costs, whose charges are compared whenever they come.
 */
function chargeOfTwo(
  history: CostHistory,
  dayOf: (months: number) => number | undefined,
): number {
  if (history.isSparse) return 0;
  const charges = [1, 2].map(months => {
    const i = history.indexOf(dayOf(months) ?? NaN);
    return i < 0 ? 0 : chargeOn(history, i);
  });
  return Math.min(...charges);
}

/** Whether one of the days right before already brought the charge of this month. */
function hasCome(
  charge: number,
  history: CostHistory,
  { points }: Series,
  index: number,
): boolean {
  return points
    .slice(Math.max(0, index - CHARGE_REACH_DAYS), index)
    .some(({ at, value }) => {
      const usual = history.isSparse
        ? 0
        : Math.max(0, history.level) * history.factorOn(at);
      return (value ?? 0) - usual > charge / 2;
    });
}

/** The largest charge on the days from one to another, or on one beside the first; 0 when none stands out. */
function chargeAround(
  history: CostHistory,
  first: number,
  last: number,
): number {
  let charge = 0;
  const end = Math.max(first + DAY_MS, last);
  for (let at = first - DAY_MS; at <= end; at += DAY_MS) {
    const i = history.indexOf(at);
    if (i >= 0) {
      charge = Math.max(charge, chargeOn(history, i));
    }
  }
  return charge;
}

function chargeOn(history: CostHistory, index: number): number {
  const value = history.values[index];
  if (history.isSparse) {
    return value > sparseFloor(history) ? value : 0;
  }
  const usual = usualAround(history, index);
  const least =
    Math.max(PRECEDENT_SPREADS * history.spread, PRECEDENT_SHARE) * usual;
  return value - usual > least ? value - usual : 0;
}

function usualAround(history: CostHistory, index: number): number {
  const around = history.deseasonalised.slice(
    Math.max(0, index - PRECEDENT_REACH_DAYS),
    index + PRECEDENT_REACH_DAYS + 1,
  );
  return median(around) * history.factorOn(history.at[index]);
}

function sparseFloor({ values }: CostHistory): number {
  const charges = values.filter(value => value > 0);
  return charges.length < SPARSE_MIN_CHARGES
    ? 0
    : SPARSE_PRECEDENT_TIMES * median(charges);
}
