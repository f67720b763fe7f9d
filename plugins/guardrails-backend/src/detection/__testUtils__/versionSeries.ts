/** Series over which the versions of each rule differ: every kind of cost and of metric, with what each version learnt. */
import type { Series } from '@cloudops/plugin-guardrails-node';
import { generateCosts } from '../../../bench/detection/costGenerator';
import { costs, errors, gauges, latencies, randomNumbers } from './series';

/** From June to the July of the next year: with a February, and with charges of every kind of day. */
const DAYS = 400;
const PER_DAY = 288;
const METRIC_DAYS = 21;

const cents = (value: number) => Math.round(value * 100) / 100;
const dateOf = (at: number) => new Date(at).getUTCDate();
const weekdayOf = (at: number) => new Date(at).getUTCDay();
const monthOf = (at: number) => new Date(at).getUTCMonth();

function isLastOfMonth(at: number): boolean {
  return dateOf(at + 86_400_000) === 1;
}

function isFirstWorkingDay(at: number): boolean {
  const weekday = weekdayOf(at);
  return weekday === 1
    ? dateOf(at) <= 3
    : weekday > 1 && weekday < 6 && dateOf(at) === 1;
}

/** About 40 a day, less on weekends, and what comes on top. */
function daily(
  seed: number,
  onTop: (index: number, at: number) => number,
): Series {
  const random = randomNumbers(seed);
  return costs(DAYS, (index, at) => {
    const usual = [0, 6].includes(weekdayOf(at)) ? 28 : 40;
    const noise = 1 + 0.08 * (random() - 0.5);
    return cents(usual * noise + onTop(index, at));
  });
}

/** What a service costs from its first day on; nothing for two months before. */
function newService(costOn: (day: number) => number): Series {
  return costs(130, index => (index < 60 ? 0 : cents(costOn(index - 60))));
}

function costSeries(): Series[] {
  const generated = generateCosts({ seed: 5, services: 12, days: 300 });
  const random = randomNumbers(3);
  return [
    ...generated.map(({ days }) => ({
      ...costs(days.length, () => 0),
      points: days.map(({ at, final }) => ({ at, value: final })),
    })),
    // On the third Friday of each month, one of which is charged three times as much.
    daily(1, (_, at) => {
      const isThird = weekdayOf(at) === 5 && Math.ceil(dateOf(at) / 7) === 3;
      return isThird ? 200 * (monthOf(at) === 3 ? 3 : 1) : 0;
    }),
    daily(2, (_, at) =>
      isFirstWorkingDay(at) ? 150 * (monthOf(at) === 4 ? 3 : 1) : 0,
    ),
    daily(3, (_, at) => (isLastOfMonth(at) ? 120 : 0)),
    daily(4, (_, at) =>
      dateOf(at) === 5 ? 100 * (monthOf(at) === 9 ? 1.6 : 1) : 0,
    ),
    // A step, a drift, and spikes while little is known.
    daily(5, index => (index > 200 ? 9 : 0)),
    daily(6, index => 0.2 * Math.max(0, index - 150)),
    daily(7, index => (index % 16 === 0 && index < 120 ? 9 + index / 8 : 0)),
    // Charged now and then; some months also on the 15th or on the last day.
    costs(DAYS, (_, at) => {
      const seldom = random() < 0.3 ? 20 + 10 * random() : 0;
      const isDay = dateOf(at) === 15 && monthOf(at) % 3 === 0;
      return cents(isDay || isLastOfMonth(at) ? 240 : seldom);
    }),
    newService(day => (day < 40 ? 30 : 0)),
    newService(day => (day < 15 ? 1.5 : 60 + 4 * day)),
    newService(day => (day === 0 ? 104 : 3 + (day === 11 ? 70 : 0))),
    newService(day => (day < 20 ? 9 : 900)),
    // Hardly more than a new service may cost, by the limits that there were.
    newService(() => 10.4),
    newService(() => 12.4),
  ];
}

/** A rhythm of days, with noise, and a few hours on the last days that do not fit. */
function rhythm(seed: number, level: number) {
  const random = randomNumbers(seed);
  return (index: number): number => {
    const hour = ((index % PER_DAY) / PER_DAY) * 2 * Math.PI;
    const incident =
      index > 18 * PER_DAY && index % (PER_DAY + 31) < 20 ? 3 : 1;
    const noise = 1 + 0.2 * (random() - 0.5);
    return cents(level * (1 + 0.4 * Math.sin(hour)) * noise * incident);
  };
}

function metricSeries(): Series[] {
  const length = METRIC_DAYS * PER_DAY;
  const count = rhythm(11, 2);
  const level = rhythm(14, 50);
  const traffic = gauges(length, rhythm(13, 900));
  return [
    errors(length, index => Math.round(count(index))),
    latencies(length, rhythm(12, 180)),
    latencies(length, index => level(index) + (index > 5000 ? 60 : 0)),
    traffic,
    { ...traffic, kind: 'traffic' },
    {
      ...gauges(
        length,
        index => level(index) * (index % 2000 > 1900 ? 0.4 : 1),
      ),
      kind: 'utilisation',
    },
  ];
}

export function versionSeries(): Series[] {
  return [...costSeries(), ...metricSeries()];
}
