/**
 * What a synthetic service costs as long as nothing is wrong with it.
 *
 * Beside the kind of service: t-tailed and autocorrelated noise, growth, holidays, monthly charges, unlabelled small steps,
 * credits, services that appear or are shut down: each number is an assumption about what bills look like.
 */
import type { Random } from '../Random';
import { DEFAULT_MIX, shapeOf, type ServiceKind } from './serviceKinds';

/** What services are made. */
export interface ServiceOptions {
  readonly days?: number;
  /** Multiplies the noise. */
  readonly noise?: number;
  /** Shares of the kinds, which need not add up to 1. */
  readonly mix?: Readonly<Record<ServiceKind, number>>;
}

const DAY_MS = 86_400_000;
const START = Date.parse('2024-03-04T00:00:00Z');
const DAYS_PER_MONTH = 30.4;

/** Month-day of days on which people do not work. */
const HOLIDAYS = new Set(
  '1-1 1-20 2-17 4-18 5-26 7-4 9-1 11-27 11-28 12-24 12-25 12-26 12-31'.split(
    ' ',
  ),
);

export interface Day {
  readonly at: number;
  /** 0 is Monday. */
  readonly weekday: number;
  readonly dayOfMonth: number;
  readonly isHoliday: boolean;
}

/** A service without anomalies. */
export interface Service {
  readonly kind: ServiceKind;
  readonly days: readonly Day[];
  readonly sigma: number;
  readonly weekdays: readonly number[];
  /** Level with growth, by day. */
  readonly base: readonly number[];
  /** Small unlabelled steps and rightsizing, as a factor by day. */
  readonly level: readonly number[];
  readonly fees: readonly number[];
  /** What a day costs, and what it would cost without noise. */
  readonly actual: number[];
  expected: number[];
  readonly firstDay: number;
  readonly endDay: number;
}

export function usualService(
  random: Random,
  { days: length = 420, noise = 1, mix = DEFAULT_MIX }: ServiceOptions,
): { service: Service; firstLevel: number } {
  const kind = random.weighted(mix);
  const days = Array.from({ length }, (_, i) => dayAt(START + i * DAY_MS));
  let firstLevel = clamp(
    Math.exp(Math.log(60) + 1.6 * random.normal()),
    2,
    20_000,
  );
  const firstDay = random.chance(0.12) ? random.whole(40, 200) : 0;
  const endDay = random.chance(0.05) ? random.whole(280, length) : length;
  const shape = shapeOf(kind, random);
  if (kind === 'trace') {
    firstLevel = Math.exp(random.between(Math.log(0.02), Math.log(2)));
  }
  const sigma = shape.sigma * noise;
  const errors = autocorrelated(length, shape.memory, random);
  const monthEnd = random.chance(0.2) ? 1.6 : 1;
  const base = days.map(
    (_, i) => firstLevel * (1 + shape.growth) ** (i / DAYS_PER_MONTH),
  );
  const isOfficial = kind === 'weekday';
  const expected = days.map(
    ({ weekday, isHoliday }, i) =>
      base[i] * shape.weekdays[isOfficial && isHoliday ? 6 : weekday],
  );
  const actual = days.map(({ dayOfMonth }, i) => {
    const s = dayOfMonth >= 26 ? sigma * monthEnd : sigma;
    return expected[i] * Math.exp(s * errors[i] - 0.5 * s * s);
  });
  const fees = new Array<number>(length).fill(0);
  if (kind === 'monthly' || random.chance(0.08)) {
    chargeMonthly({ kind, days, base, fees, actual, expected }, random);
  }
  if (kind === 'bursty') {
    const isOn = burstsOf(days, random);
    days.forEach((_, i) => {
      if (!isOn(i)) actual[i] = expected[i] = 0;
    });
  }
  const level = smallSteps(length, random);
  level.forEach((factor, i) => {
    actual[i] *= factor;
    expected[i] *= factor;
  });
  const { weekdays } = shape;
  return {
    firstLevel,
    service: {
      kind,
      days,
      sigma,
      weekdays,
      base,
      level,
      fees,
      actual,
      expected,
      firstDay,
      endDay,
    },
  };
}

/** Errors of variance 1 with heavy tails: a t distribution of six degrees of freedom. */
function autocorrelated(
  length: number,
  memory: number,
  random: Random,
): number[] {
  const errors: number[] = [];
  for (let i = 0; i < length; i += 1) {
    const fresh = random.studentT(6) / Math.sqrt(1.5);
    errors.push(
      memory * (errors[i - 1] ?? 0) + Math.sqrt(1 - memory ** 2) * fresh,
    );
  }
  return errors;
}

/** A fee once a month; 8 % come a day late. A third of such services cost nothing on any other day. */
function chargeMonthly(
  {
    kind,
    days,
    base,
    fees,
    actual,
    expected,
  }: Pick<Service, 'kind' | 'days' | 'base' | 'actual' | 'expected'> & {
    fees: number[];
  },
  random: Random,
): void {
  const feeDay = [1, 1, 1, 1, 2, 3, 5][random.whole(0, 7)];
  const multiple = random.between(3, 30);
  const isOnlyFee = kind === 'monthly' && random.chance(0.35);
  days.forEach(({ dayOfMonth }, i) => {
    if (dayOfMonth === feeDay) {
      const day = i + (random.chance(0.08) ? 1 : 0);
      if (day < fees.length) {
        fees[day] += base[i] * multiple * Math.exp(0.03 * random.normal());
      }
    }
  });
  days.forEach((_, i) => {
    actual[i] = (isOnlyFee ? 0 : actual[i]) + fees[i];
    expected[i] = (isOnlyFee ? 0 : expected[i]) + fees[i];
  });
}

/** On which days a bursty service costs anything: by chance, once a week, or once in two weeks. */
function burstsOf(
  days: readonly Day[],
  random: Random,
): (index: number) => boolean {
  const kind = random.whole(0, 3);
  if (kind === 0) {
    const share = random.between(0.3, 0.6);
    const on = days.map(() => random.chance(share));
    return i => on[i];
  }
  const period = kind === 1 ? 7 : 14;
  const offset = random.whole(0, period);
  return i => i % period === offset;
}

function smallSteps(length: number, random: Random): number[] {
  const level = new Array<number>(length).fill(1);
  const step = (from: number, factor: number) => {
    for (let i = from; i < length; i += 1) level[i] *= factor;
  };
  if (random.chance(0.3)) {
    const steps = random.whole(1, 3);
    for (let i = 0; i < steps; i += 1) {
      step(random.whole(60, length), 1 + random.between(-0.12, 0.12));
    }
  }
  if (random.chance(0.15)) {
    step(random.whole(80, length), 1 - random.between(0.2, 0.6));
  }
  return level;
}

/** A refund at the end of each month, or a large one once. */
export function addCredits(
  { days, base, actual }: Service,
  random: Random,
): void {
  if (random.chance(0.1)) {
    const share = random.between(0.1, 0.6);
    days.forEach((_, i) => {
      if (days[i + 1]?.dayOfMonth === 1) actual[i] -= share * actual[i];
    });
  }
  if (random.chance(0.05)) {
    const day = random.whole(60, days.length);
    actual[day] -= random.between(2, 8) * Math.abs(base[day]);
  }
}

function dayAt(at: number): Day {
  const date = new Date(at);
  return {
    at,
    weekday: (date.getUTCDay() + 6) % 7,
    dayOfMonth: date.getUTCDate(),
    isHoliday: HOLIDAYS.has(`${date.getUTCMonth() + 1}-${date.getUTCDate()}`),
  };
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
