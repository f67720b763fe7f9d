/** Series over which the versions of rules differ as well, and of which something is missing: of each kind, unlike any bill. */
import type { Series } from '@cloudops/plugin-guardrails-node';
import { costs, errors, gauges, latencies, randomNumbers } from './series';

const DAYS = 320;
const PER_DAY = 288;
const PER_DAY_OF_HOURS = 24;
const METRIC_POINTS = 18 * PER_DAY;

const cents = (value: number) => Math.round(value * 100) / 100;
const dateOf = (at: number) => new Date(at).getUTCDate();
const weekdayOf = (at: number) => new Date(at).getUTCDay();

/** Without a few values, with a stretch of days that nobody knows, and with credits. */
function withGaps(
  seed: number,
  costOn: (index: number, at: number) => number,
): Series {
  const random = randomNumbers(seed);
  return costs(DAYS, (index, at) => {
    const isUnknown = random() < 0.06 || (index > 170 && index < 176);
    const isCredited = random() < 0.03;
    const cost = cents(costOn(index, at));
    if (isUnknown) return null;
    return isCredited ? -cents(cost * 1.5) : cost;
  });
}

function costSeries(): Series[] {
  const random = randomNumbers(70);
  const noise = (share: number) => 1 + share * (random() - 0.5);
  return [
    ...[1, 2, 3, 4].map(seed =>
      withGaps(70 + seed, (index, at) => {
        const usual = 20 * seed * noise(0.1 * seed);
        const fee = dateOf(at) === 4 * seed ? 60 * seed : 0;
        const step = index > 60 * seed ? 1.3 : 1;
        const spike = index % 41 === 0 ? 4 : 1;
        return usual * step * spike + fee;
      }),
    ),
    // Next to nothing on weekends; spikes on some of them.
    withGaps(75, (index, at) => {
      const isFree = [0, 6].includes(weekdayOf(at));
      return (isFree ? 0.3 : 50) * noise(0.2) * (index % 45 === 5 ? 9 : 1);
    }),
    // A little more for one day up to ten days in a row, and often some of these are unknown.
    ...[3, 8, 13].map(size =>
      withGaps(80 + size, index => {
        const length = 1 + Math.floor(index / 32);
        return 20 * noise(0.04) + (index % 32 < length ? size : 0);
      }),
    ),
    // Charged on some days, now and then several times as much, also of the same day of two months.
    ...[0.15, 0.35, 0.6].map(share =>
      withGaps(90 + 10 * share, (_, at) => {
        const charge = random() < share ? 20 * noise(0.8) : 0;
        const isLarge = dateOf(at) === 12 && random() < 0.8;
        return isLarge ? charge + 75 * noise(0.6) : charge;
      }),
    ),
    // Few charges, of which the larger ones lie about three times over the others.
    ...[5, 6, 7, 8].map(every =>
      withGaps(100 + every, (index, at) => {
        const usual = index % (3 * every) === 0 ? 30 * noise(0.3) : 0;
        return dateOf(at) === every ? 95 * noise(0.15) : usual;
      }),
    ),
    // Growth, from nothing and from a level.
    withGaps(110, index => 30 + 0.4 * Math.max(0, index - 90) * noise(0.2)),
    withGaps(111, index => (index < 70 ? 0 : 4 * noise(0.5) + index / 9)),
    withGaps(112, index => (index < 45 ? 0 : 8 * 1.03 ** (index % 90))),
    // Twice as expensive for the first weeks, which is all that is known when it falls.
    ...[21, 24, 28, 40].map(days =>
      withGaps(120 + days, index =>
        index < days ? 90 * noise(0.02) : 45 * noise(0.02) + (index % 19),
      ),
    ),
    // On second Tuesdays, on first working days, and on the last day of each month.
    withGaps(130, (index, at) => {
      const isSecond = weekdayOf(at) === 2 && Math.ceil(dateOf(at) / 7) === 2;
      return 33 * noise(0.1) + (isSecond ? 80 + (index % 60) : 0);
    }),
    withGaps(131, (_, at) => {
      const isEarly = dateOf(at) <= 3 && weekdayOf(at) === 1;
      const isFirst = dateOf(at) === 1 && weekdayOf(at) % 6 !== 0;
      return 33 * noise(0.1) + (isEarly || isFirst ? 120 * noise(0.9) : 0);
    }),
    withGaps(132, (_, at) => {
      const isLast = dateOf(at + 86_400_000) === 1;
      return 12 * noise(0.3) + (isLast ? 90 * noise(1) : 0);
    }),
  ];
}

/** A rhythm with noise, of which points and whole hours are missing; hours of the last days do not fit. */
function metric(seed: number, level: number, perDay = PER_DAY) {
  const random = randomNumbers(seed);
  return (index: number): number | null => {
    const hour = ((index % perDay) / perDay) * 2 * Math.PI;
    const week = index % (7 * perDay) > 5 * perDay ? 0.6 : 1;
    const noise = 1 + 0.3 * (random() - 0.5);
    const isOdd = index > 12 * perDay && index % 977 < 14;
    const isMissing = random() < 0.04 || index % 1013 < 25;
    const value = level * (1 + 0.5 * Math.sin(hour)) * week * noise;
    return isMissing ? null : cents(isOdd ? value * 2.4 : value);
  };
}

function metricSeries(): Series[] {
  const counted = metric(141, 3);
  const traffic = gauges(METRIC_POINTS, metric(143, 700));
  const load = metric(144, 45);
  return [
    errors(METRIC_POINTS, index => {
      const value = counted(index);
      return value === null ? null : Math.round(value);
    }),
    latencies(METRIC_POINTS, metric(142, 150)),
    { ...traffic, kind: 'traffic' },
    // Longer than what any rule looks back on.
    gauges(40 * PER_DAY_OF_HOURS, metric(146, 60, PER_DAY_OF_HOURS), 3600),
    {
      ...gauges(METRIC_POINTS, index => {
        const value = load(index);
        return value !== null && index % 1500 > 1440 ? value * 0.2 : value;
      }),
      kind: 'utilisation',
    },
    { ...gauges(METRIC_POINTS, metric(145, 0.4)), kind: 'latency' },
  ];
}

export function unevenSeries(): Series[] {
  return [...costSeries(), ...metricSeries()];
}
