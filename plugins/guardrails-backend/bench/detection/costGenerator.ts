/**
 * Synthetic daily costs of AWS services with labelled anomalies, the same for the same seed.
 *
 * Every number is an assumption about what bills look like, written down here once: seven kinds of service, t-tailed
 * and autocorrelated noise, growth, holidays, monthly charges, unlabelled small steps, credits, services that appear
 * or are shut down, costs that are restated for two days.
 */
import type { CostEvent, LabelledCosts, LabelledDay } from './costCorpus';
import { Random } from './Random';

export const KINDS = [
  'steady',
  'weekday',
  'usage',
  'storage',
  'monthly',
  'bursty',
  'trace',
] as const;
export type ServiceKind = (typeof KINDS)[number];

export interface GeneratorOptions {
  readonly seed: number;
  readonly services: number;
  readonly days?: number;
  /** Multiplies the noise. */
  readonly noise?: number;
  /** Shares of the kinds, which need not add up to 1. */
  readonly mix?: Readonly<Record<ServiceKind, number>>;
}

const DAY_MS = 86_400_000;
const START = Date.parse('2024-03-04T00:00:00Z');
const DAYS_PER_MONTH = 30.4;
const WARMUP_DAYS = 28;

const DEFAULT_MIX: Readonly<Record<ServiceKind, number>> = {
  steady: 0.2,
  weekday: 0.17,
  usage: 0.22,
  storage: 0.12,
  monthly: 0.12,
  bursty: 0.09,
  trace: 0.08,
};

/** Month-day of days on which people do not work. */
const HOLIDAYS = new Set(
  '1-1 1-20 2-17 4-18 5-26 7-4 9-1 11-27 11-28 12-24 12-25 12-26 12-31'.split(
    ' ',
  ),
);

interface Day {
  readonly at: number;
  /** 0 is Monday. */
  readonly weekday: number;
  readonly dayOfMonth: number;
  readonly isHoliday: boolean;
}

/** A service without anomalies. */
interface Service {
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

export function generateCosts(options: GeneratorOptions): LabelledCosts[] {
  const random = new Random(options.seed);
  return Array.from({ length: options.services }, (_, index) =>
    generateService(`svc${String(index).padStart(3, '0')}`, random, options),
  );
}

function generateService(
  id: string,
  random: Random,
  options: GeneratorOptions,
): LabelledCosts {
  const { service, firstLevel } = benignService(random, options);
  const events = injectAnomalies(service, random);
  addCredits(service, random);
  const { actual, days, firstDay, endDay } = service;
  const kept = events
    .filter(({ start, end }) => start >= firstDay + 5 && end < endDay)
    .map(event => ({
      ...event,
      start: event.start - firstDay,
      end: event.end - firstDay,
    }));
  // A service that appears and would spend the default limit within a week.
  const isNew = firstDay > 0 && firstLevel * 7 >= 100;
  const news: CostEvent = {
    type: 'new_service',
    start: 0,
    end: 13,
    permanent: true,
    material: true,
  };
  return {
    id,
    warmup: WARMUP_DAYS,
    existedBefore: firstDay === 0,
    days: days.slice(firstDay, endDay).map(({ at }, i): LabelledDay => {
      const final = cents(actual[firstDay + i]);
      return {
        at,
        final,
        firstSeen: cents(
          final * clamp(0.86 + 0.1 * random.normal(), 0.4, 1.02),
        ),
        seenAfterTwoDays: cents(
          final * clamp(0.975 + 0.02 * random.normal(), 0.85, 1.02),
        ),
      };
    }),
    events: isNew ? [news, ...kept] : kept,
  };
}

function benignService(
  random: Random,
  { days: length = 420, noise = 1, mix = DEFAULT_MIX }: GeneratorOptions,
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

interface Shape {
  readonly sigma: number;
  /** Autocorrelation of the noise from day to day. */
  readonly memory: number;
  /** Share a month. */
  readonly growth: number;
  readonly weekdays: readonly number[];
}

function shapeOf(kind: ServiceKind, random: Random): Shape {
  const flat = new Array<number>(7).fill(1);
  const weekend = (factor: number, friday = 1) => [
    1,
    1,
    1,
    1,
    friday,
    factor,
    factor,
  ];
  switch (kind) {
    case 'steady':
      return {
        sigma: random.between(0.008, 0.035),
        memory: random.between(0, 0.4),
        growth: random.between(-0.01, 0.03),
        weekdays: weekend(1 - random.between(0, 0.05)),
      };
    case 'weekday':
      return {
        sigma: random.between(0.03, 0.09),
        memory: random.between(0, 0.4),
        growth: random.between(-0.02, 0.05),
        weekdays: weekend(1 - random.between(0.3, 0.8), random.between(0.9, 1)),
      };
    case 'usage': {
      const phase = random.between(0, 7);
      const swing = random.between(0.05, 0.25);
      return {
        sigma: random.between(0.04, 0.12),
        memory: random.between(0.2, 0.6),
        growth: random.between(-0.02, 0.1),
        weekdays: flat.map(
          (_, i) => 1 + swing * Math.cos((2 * Math.PI * (i - phase)) / 7),
        ),
      };
    }
    case 'storage':
      return {
        sigma: random.between(0.003, 0.012),
        memory: 0,
        growth: random.between(0, 0.12),
        weekdays: flat,
      };
    case 'monthly':
      return {
        sigma: random.between(0.01, 0.06),
        memory: 0,
        growth: random.between(-0.01, 0.03),
        weekdays: flat,
      };
    case 'bursty':
      return {
        sigma: random.between(0.25, 0.6),
        memory: 0,
        growth: 0,
        weekdays: flat,
      };
    default:
      return {
        sigma: random.between(0.1, 0.3),
        memory: 0,
        growth: 0,
        weekdays: flat,
      };
  }
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

interface Anomaly {
  readonly type: string;
  readonly end: number;
  /** What is added to each day. */
  readonly added: readonly number[];
  readonly permanent: boolean;
}

function injectAnomalies(service: Service, random: Random): CostEvent[] {
  const { days, firstDay, endDay } = service;
  const slots: number[] = [];
  for (
    let slot = firstDay + random.whole(70, 110);
    slot < endDay - 25;
    slot += random.whole(60, 130)
  ) {
    slots.push(slot);
  }
  const events: CostEvent[] = [];
  for (const slot of slots) {
    const type = typeOf(service, random);
    const start = startOf(type, slot, service);
    if (start === undefined) continue;
    const anomaly = anomalyOf(type, start, service, random);
    if (anomaly.end >= endDay) continue;
    const material = isMaterial(anomaly, start, service);
    days.forEach((_, i) => {
      service.actual[i] += anomaly.added[i];
      if (anomaly.permanent) service.expected[i] += anomaly.added[i];
    });
    const { end, permanent } = anomaly;
    events.push({ type, start, end, permanent, material });
  }
  return events;
}

function typeOf({ kind, fees, expected, level }: Service, random: Random) {
  const hasOnlyFees =
    kind === 'monthly' &&
    expected.every((value, i) => value - fees[i] * level[i] <= 1e-9);
  if (hasOnlyFees) {
    return 'big_fee';
  }
  const types = ['spike1', 'spikeN'];
  if (kind !== 'bursty') types.push('step', 'drift', 'runaway');
  if (kind === 'weekday') types.push('weekend_left_on', 'weekend_left_on');
  if (kind === 'monthly') types.push('big_fee', 'big_fee', 'big_fee');
  return types[random.whole(0, types.length)];
}

/** The next Saturday, or the next fee; undefined when there is none any more. */
function startOf(
  type: string,
  slot: number,
  { days, fees, endDay }: Service,
): number | undefined {
  let start = slot;
  if (type === 'weekend_left_on') {
    while (days[start].weekday !== 5) start += 1;
  }
  if (type === 'big_fee') {
    while (start < endDay && fees[start] === 0) start += 1;
    return start < endDay ? start : undefined;
  }
  return start;
}

function anomalyOf(
  type: string,
  start: number,
  service: Service,
  random: Random,
): Anomaly {
  const { kind, days, base, level, fees, expected, weekdays } = service;
  const isBursty = kind === 'bursty';
  const typical =
    (base.reduce((sum, each) => sum + each, 0) / base.length) * middle(level);
  /** What is usual without the fee, which no anomaly multiplies. */
  const usual = (i: number) =>
    isBursty ? typical : Math.max(expected[i] - fees[i] * level[i], 0);
  const added = (
    end: number,
    share: (i: number) => number,
    permanent = false,
  ) => ({
    type,
    end,
    permanent,
    added: days.map((_, i) =>
      i >= start && (permanent || i <= end) ? share(i) * usual(i) : 0,
    ),
  });
  const size = (largest: number) =>
    Math.exp(random.between(Math.log(0.25), Math.log(largest))) *
    (isBursty ? 3 : 1);
  switch (type) {
    case 'spike1': {
      const factor = size(5);
      return added(start, () => factor);
    }
    case 'spikeN': {
      const end = start + random.whole(2, 6) - 1;
      const factor = size(3);
      return added(end, () => factor);
    }
    case 'step': {
      const factor = Math.exp(random.between(Math.log(0.2), Math.log(2)));
      return added(start + 9, () => factor, true);
    }
    case 'drift': {
      const length = random.whole(12, 25);
      const rate = 1 + random.between(0.015, 0.05);
      return added(
        start + length + 3,
        i => rate ** Math.min(i - start + 1, length) - 1,
        true,
      );
    }
    case 'runaway': {
      const end = start + random.whole(4, 8) - 1;
      return added(end, i => (i === start ? 0.15 : 2 ** ((i - start) / 2) - 1));
    }
    case 'weekend_left_on':
      return {
        type,
        end: start + 1,
        permanent: false,
        added: days.map((_, i) =>
          i === start || i === start + 1
            ? base[i] * level[i] * (weekdays[0] - weekdays[5])
            : 0,
        ),
      };
    default: {
      const factor = random.between(0.6, 3);
      return {
        type,
        end: start,
        permanent: false,
        added: days.map((_, i) =>
          i === start ? fees[i] * level[i] * factor : 0,
        ),
      };
    }
  }
}

/** At least 30 % and five standard deviations of the day's cost, $5 on one day and $25 in sum. */
function isMaterial(
  { type, end, added }: Anomaly,
  start: number,
  { kind, sigma, expected, base, level }: Service,
): boolean {
  const noise = Math.max(sigma, 0.01);
  const isBursty = kind === 'bursty';
  const typical =
    (base.reduce((sum, each) => sum + each, 0) / base.length) * middle(level);
  const excess = added.slice(start, end + 1);
  const shares = excess.map(
    (each, i) =>
      each / Math.max(isBursty ? 3 * typical : expected[start + i], 1e-9),
  );
  const deviations = type === 'drift' || type === 'step' ? 3 : 5;
  const needed = Math.max(0.3, isBursty ? 1 : deviations * noise);
  return (
    Math.max(...shares) >= needed &&
    Math.max(...excess) >= 5 &&
    excess.reduce((sum, each) => sum + each, 0) >= 25
  );
}

/** A refund at the end of each month, or a large one once. */
function addCredits({ days, base, actual }: Service, random: Random): void {
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

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

function cents(value: number): number {
  return Math.round(value * 100) / 100;
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
