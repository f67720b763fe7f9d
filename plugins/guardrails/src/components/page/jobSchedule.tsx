/** When a job runs, in the reader's words. */
import type { Job } from '@cloudops/plugin-guardrails-common';
import { ReactNode } from 'react';
import { STORED_LANGUAGE, type Words } from '../../words';

/** Periods that have a word of their own: `every hour`, and not `every 1 hour`. */
const SINGLE = {
  60: 'jobs.everyMinute',
  3_600: 'jobs.everyHour',
  86_400: 'jobs.everyDay',
  604_800: 'jobs.everyWeek',
} as const;

/** A portal whose backend is older than this screen has the English sentence alone. */
export function jobSchedule(
  { frequency, schedule }: Pick<Job, 'frequency' | 'schedule'>,
  { t, period }: Pick<Words, 't' | 'period'>,
): ReactNode {
  if (!frequency) return <span lang={STORED_LANGUAGE}>{schedule}</span>;
  const { everySeconds, cron } = frequency;
  if (cron !== undefined) return t('jobs.byCron', { cron });
  if (everySeconds === undefined) return t('jobs.byHand');
  return Object.hasOwn(SINGLE, everySeconds)
    ? t(SINGLE[everySeconds as keyof typeof SINGLE])
    : t('jobs.every', { period: period(everySeconds) });
}
