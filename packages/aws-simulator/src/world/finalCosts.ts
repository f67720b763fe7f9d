/** What a cost line finally amounts to on a day, once AWS has stopped restating it. */
import {
  Day,
  dayOfMonth,
  daysInMonth,
  monthOf,
  startOfDay,
  weekdayOf,
  parseDay,
} from './calendar';
import { EC2_COMPUTE } from './awsServices';
import type { CostLine, DailyCharge, MonthlyCharge } from './costLine';
import { Incident, costFactor, isDuring } from './incidents';
import { Stream, gaussian, streamOf, wave } from './noise';

/** All in USD. */
export interface Amounts {
  readonly unblended: number;
  readonly amortized: number;
  readonly netUnblended: number;
  readonly netAmortized: number;
}

// The day on which a line costs exactly what its table says; growth runs from it both ways.
const REFERENCE_DAY = parseDay('2026-11-01')!;
const DAYS_PER_MONTH = 30.4;
// Linear growth would reach zero far enough in the past.
const SMALLEST_LEVEL = 0.3;
// How far the level drifts on its own, and how long one swing takes: slow enough to be no anomaly.
const DRIFT = 0.02;
const DRIFT_DAYS = 11;
// A negotiated discount, so that net metrics differ from gross ones somewhere.
const NET_OF_GROSS: Readonly<Record<string, number>> = { [EC2_COMPUTE]: 0.95 };

/** The noise of one cost line. */
export interface LineNoise {
  readonly daily: Stream;
  readonly drift: Stream;
}

export function lineNoise(seed: number, { id }: CostLine): LineNoise {
  return {
    daily: streamOf(seed, id, 'daily'),
    drift: streamOf(seed, id, 'drift'),
  };
}

function dailyUsd(charge: DailyCharge, noise: LineNoise, day: Day): number {
  const months = (day - REFERENCE_DAY) / DAYS_PER_MONTH;
  const level = Math.max(SMALLEST_LEVEL, 1 + charge.growthPerMonth * months);
  // Lines that hardly vary hardly drift either.
  const drift = Math.min(DRIFT, charge.noise);
  return (
    charge.usd *
    level *
    charge.week[weekdayOf(day)] *
    (1 + drift * wave(noise.drift, day / DRIFT_DAYS)) *
    (1 + charge.noise * gaussian(noise.daily, day))
  );
}

function isBilled(charge: MonthlyCharge, month: number): boolean {
  return month % charge.months === 0;
}

export function finalAmounts(
  line: CostLine,
  noise: LineNoise,
  incidents: readonly Incident[],
  day: Day,
): Amounts {
  const { charge } = line;
  let unblended = 0;
  let amortized: number | undefined;
  switch (charge.every) {
    case 'day':
      unblended =
        dailyUsd(charge, noise, day) * costFactor(incidents, line, day);
      break;
    case 'month': {
      const month = monthOf(day);
      if (isBilled(charge, month)) {
        unblended = dayOfMonth(day) === charge.dayOfMonth ? charge.usd : 0;
        amortized = charge.amortized
          ? charge.usd / daysInMonth(month)
          : unblended;
      }
      break;
    }
    default:
      if (
        incidents.some(
          incident =>
            incident.id === charge.incidentId &&
            isDuring(incident, startOfDay(day)),
        )
      ) {
        unblended = charge.usd;
      }
  }
  const net = NET_OF_GROSS[line.service] ?? 1;
  return {
    unblended,
    amortized: amortized ?? unblended,
    netUnblended: unblended * net,
    netAmortized: (amortized ?? unblended) * net,
  };
}
