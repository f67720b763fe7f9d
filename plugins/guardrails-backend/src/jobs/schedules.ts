/** A job's schedule: in words, how long a run may take, and when the next one is due. */
import type { SchedulerServiceTaskScheduleDefinition } from '@backstage/backend-plugin-api';
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

/** How often a job runs in a day; unknown for a cron expression and a job that only people start. */
export function runsPerDay({
  frequency,
}: Pick<Schedule, 'frequency'>): number | undefined {
  return 'cron' in frequency || 'trigger' in frequency
    ? undefined
    : Duration.fromObject({ days: 1 }).toMillis() /
        durationOf(frequency).toMillis();
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
