/** A job's schedule: in words, how long a run may take, and when the next one is due. */
import type { SchedulerServiceTaskScheduleDefinition } from '@backstage/backend-plugin-api';
import { CronTime } from 'cron';
import { Duration } from 'luxon';

type Schedule = SchedulerServiceTaskScheduleDefinition;

/** E.g. `every 8 hours`, `at cron 0 6 * * *`, `only when somebody runs it`. */
export function scheduleInWords({ frequency }: Pick<Schedule, 'frequency'>) {
  if ('cron' in frequency) {
    return `at cron ${frequency.cron}`;
  }
  if ('trigger' in frequency) {
    return 'only when somebody runs it';
  }
  const duration = durationOf(frequency).rescale();
  const words = duration.toHuman();
  // `every hour`, and not `every 1 hour`.
  return `every ${words.replace(/^1 (\w+)$/, '$1')}`;
}

/** The same as data: a period or a cron expression; neither for a job that only people start. */
export function frequencyOf({ frequency }: Pick<Schedule, 'frequency'>): {
  readonly everySeconds?: number;
  readonly cron?: string;
} {
  if ('cron' in frequency) return { cron: frequency.cron };
  return 'trigger' in frequency
    ? {}
    : { everySeconds: durationOf(frequency).as('seconds') };
}

/** How often a job runs in a day, on average; unknown for a job that only people start. */
export function runsPerDay({
  frequency,
}: Pick<Schedule, 'frequency'>): number | undefined {
  if ('cron' in frequency) return cronRunsPerDay(frequency.cron);
  return 'trigger' in frequency
    ? undefined
    : Duration.fromObject({ days: 1 }).toMillis() /
        durationOf(frequency).toMillis();
}

// Twice a day for most of a year, or every five minutes for some days.
const COUNTED_CRON_RUNS = 600;
const DAYS_PER_YEAR = 365;
const DAY_MS = 86_400_000;
// Any would do.
const COUNTED_FROM_MS = Date.UTC(2026, 0, 1);

/** By the times that it names in a year, or by the first of them where they are many. */
function cronRunsPerDay(cron: string): number {
  const time = new CronTime(cron, 'UTC');
  let days = 0;
  for (let runs = 0; runs < COUNTED_CRON_RUNS; runs++) {
    const last = new Date(COUNTED_FROM_MS + days * DAY_MS);
    const next = time.getNextDateFrom(last, 'UTC').toMillis();
    days = (next - COUNTED_FROM_MS) / DAY_MS;
    if (days > DAYS_PER_YEAR) return runs / DAYS_PER_YEAR;
  }
  return COUNTED_CRON_RUNS / days;
}

/** Milliseconds that a run may take. */
export function timeoutOf({ timeout }: Pick<Schedule, 'timeout'>): number {
  return durationOf(timeout).toMillis();
}

/**
 * When the next run is due, given the start of the last. Unknown before the first run and for a cron expression or
 * a job that only people start. An overdue run is due now.
 */
export function nextRunAt(
  { frequency }: Pick<Schedule, 'frequency'>,
  lastStartedAt: Date | undefined,
  now: Date,
): Date | undefined {
  if (!lastStartedAt || 'cron' in frequency || 'trigger' in frequency) {
    return undefined;
  }
  const due = lastStartedAt.getTime() + durationOf(frequency).toMillis();
  return new Date(Math.max(due, now.getTime()));
}

function durationOf(
  duration: Exclude<
    Schedule['frequency'] | Schedule['timeout'],
    { cron: string } | { trigger: 'manual' }
  >,
): Duration {
  return Duration.isDuration(duration)
    ? duration
    : Duration.fromObject(duration);
}
