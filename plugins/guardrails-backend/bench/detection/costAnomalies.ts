/**
 * What goes wrong with a synthetic service, and which of it is large enough that it has to be found: spikes, steps,
 * drifts, runaways, weekends left on and charges that grew.
 */
import type { CostEvent } from './costCorpus';
import type { Random } from '../Random';
import type { Service } from './usualCosts';

interface Anomaly {
  readonly type: string;
  readonly end: number;
  /** What is added to each day. */
  readonly added: readonly number[];
  readonly permanent: boolean;
}

/** Adds anomalies to what a service costs, two to four months apart, and labels them. */
export function injectAnomalies(service: Service, random: Random): CostEvent[] {
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

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
