/** Where the ticks of a time axis stand: at round moments a person would choose. */
import { DateTime, Duration } from 'luxon';

/** Distances between ticks, smallest first. */
const STEPS: readonly Duration[] = [
  { minutes: 1 },
  { minutes: 5 },
  { minutes: 15 },
  { minutes: 30 },
  { hours: 1 },
  { hours: 2 },
  { hours: 6 },
  { hours: 12 },
  { days: 1 },
  { days: 2 },
  { days: 7 },
  { days: 14 },
  { months: 1 },
  { months: 3 },
].map(step => Duration.fromObject(step));

/** A tick of a time axis. */
export interface TimeTick {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** `14:30`, or `Nov 18` at midnight. */
  readonly label: string;
}

/**
 * At most `most` ticks from one moment to another.
 *
 * @param zone - IANA zone or `utc`: whose hours and days are round
 */
export function timeTicks(
  from: number,
  to: number,
  most: number,
  { zone, locale }: { readonly zone: string; readonly locale?: string },
): TimeTick[] {
  const span = to - from;
  const step =
    STEPS.find(candidate => span / candidate.toMillis() <= most - 1) ??
    STEPS[STEPS.length - 1];
  const stepMs = step.toMillis();
  const start = DateTime.fromMillis(from, { zone });
  // Rounding starts at the midnight (or first of the month) before: steps within a day divide it evenly.
  let tick = start.startOf(step.months ? 'month' : 'day');
  const ticks: TimeTick[] = [];
  while (tick.toMillis() <= to) {
    if (tick.toMillis() >= from) {
      const midnight = tick.hour === 0 && tick.minute === 0;
      const local = locale ? tick.setLocale(locale) : tick;
      ticks.push({
        at: tick.toMillis(),
        label: local.toLocaleString(
          midnight || stepMs >= 86_400_000
            ? { day: 'numeric', month: 'short' }
            : { hour: 'numeric', minute: '2-digit' },
        ),
      });
    }
    tick = tick.plus(step);
  }
  return ticks;
}
