/** Instants, UTC days and durations as a person reads them. */
import { DateTime, Duration } from 'luxon';
import type { FormatOptions } from './money';

/** Up to this age a time is told relative to now, after it as a date. */
const RELATIVE_DAYS = 7;

export interface TimeOptions extends FormatOptions {
  /** IANA zone; the user's own when absent. */
  readonly zone?: string;
}

function parse(iso: string, { locale, zone }: TimeOptions): DateTime {
  const at = DateTime.fromISO(iso, { zone: zone ?? 'local' });
  return locale ? at.setLocale(locale) : at;
}

/**
 * How long ago (or how soon) an instant is, up to a week; a date beyond: `2 hours ago`, `in 5 minutes`, `Nov 3`.
 *
 * @param iso - ISO 8601 instant
 * @param now - the moment to count from
 */
export function formatRelative(
  iso: string,
  now: Date,
  options: TimeOptions & {
    /** What a moment less than a minute away is called. */
    readonly justNow: string;
  },
): string {
  const at = parse(iso, options);
  if (!at.isValid) return iso;
  const base = DateTime.fromJSDate(now, { zone: at.zone });
  const seconds = Math.abs(at.diff(base).as('seconds'));
  // Ages are renewed each minute: one in seconds would be wrong most of the time.
  if (seconds < 60) return options.justNow;
  if (seconds < RELATIVE_DAYS * 86_400) {
    return at.toRelative({ base }) ?? iso;
  }
  return at.toLocaleString({
    day: 'numeric',
    month: 'short',
    ...(at.year === base.year ? {} : { year: 'numeric' }),
  });
}

/** An age by its largest unit: `40 min`, `5 h`, `2 d`; what is younger than a minute is `< 1 min`. */
export function formatAge(since: string, now: Date, day: string): string {
  const minutes = Math.floor((now.getTime() - Date.parse(since)) / 60_000);
  if (minutes < 1) return '< 1 min';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h` : `${Math.floor(hours / 24)} ${day}`;
}

/** The day of an instant in its zone: `Nov 20`, or with `weekday` `Fri, Nov 20`; with the year where it is not this one's. */
export function formatDate(
  iso: string,
  options: TimeOptions & {
    readonly weekday?: boolean;
    readonly now?: Date;
  } = {},
): string {
  const at = parse(iso, options);
  if (!at.isValid) return iso;
  const thisYear = DateTime.fromJSDate(options.now ?? new Date(), {
    zone: at.zone,
  }).year;
  return at.toLocaleString({
    day: 'numeric',
    month: 'short',
    ...(options.weekday ? { weekday: 'short' } : {}),
    ...(at.year === thisYear ? {} : { year: 'numeric' }),
  });
}

/** An instant in full with its zone: `Tue, Nov 18, 2026, 6:14 AM GMT+1`; with its seconds where there are any. */
export function formatExact(iso: string, options: TimeOptions = {}): string {
  const at = parse(iso, options);
  if (!at.isValid) return iso;
  return at.toLocaleString({
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    ...(at.second === 0 ? {} : { second: '2-digit' }),
    timeZoneName: 'short',
  });
}

/**
 * A UTC day: `Nov 20`, or with `weekday` `Fri, Nov 20`; with the year where it is not this one's.
 *
 * @param day - `YYYY-MM-DD`
 */
export function formatDay(
  day: string,
  options: FormatOptions & {
    readonly weekday?: boolean;
    readonly now?: Date;
  } = {},
): string {
  return formatDate(day, { ...options, zone: 'utc' });
}

/** The name of a UTC day's month: `November`. */
export function formatMonth(day: string, options: FormatOptions = {}): string {
  const at = parse(day, { locale: options.locale, zone: 'utc' });
  return at.isValid ? at.toLocaleString({ month: 'long' }) : day;
}

/** The names of several UTC days' months: `November and December`. */
export function formatMonths(
  days: readonly string[],
  options: FormatOptions = {},
): string {
  return new Intl.ListFormat(options.locale).format(
    days.map(day => formatMonth(day, options)),
  );
}

/** The UTC day of an instant, `YYYY-MM-DD`. */
export function utcDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** The first day of each month from one UTC day to another, both inclusive and `YYYY-MM-DD`. */
export function monthsOf(from: string, to: string): string[] {
  const [first, last] = [from, to].map(day =>
    DateTime.fromISO(day, { zone: 'utc' }).startOf('month'),
  );
  const count = Math.round(last.diff(first, 'months').months) + 1;
  return Array.from(
    { length: count },
    (_, months) => first.plus({ months }).toISODate()!,
  );
}

/** The UTC day that lies `days` before (negative: after) another, `YYYY-MM-DD`. */
export function daysBefore(day: string, days: number): string {
  return DateTime.fromISO(day, { zone: 'utc' }).minus({ days }).toISODate()!;
}

/** Whether a text names a day that exists, as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    DateTime.fromISO(text, { zone: 'utc' }).isValid
  );
}

/** Days from the first UTC day to the second; 0 for the same day. */
export function daysBetween(from: string, to: string): number {
  const utc = { zone: 'utc' };
  return DateTime.fromISO(to, utc).diff(DateTime.fromISO(from, utc)).as('days');
}

/** A period in full, by the units that tell it: `8 hours`, `1 hour, 30 minutes`. */
export function formatPeriod(
  seconds: number,
  { locale }: FormatOptions = {},
): string {
  return Duration.fromObject({ seconds }, { locale }).rescale().toHuman();
}

/**
 * A duration by its two largest units: `850 ms`, `12 s`, `3 min 20 s`, `2 h 5 min`, `4 d`.
 *
 * @param day - the sign of a day, the one unit here that languages abbreviate differently
 */
export function formatDuration(milliseconds: number, day: string): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = Math.round(milliseconds / 1000);
  const parts = Duration.fromObject({ seconds }).shiftTo(
    'days',
    'hours',
    'minutes',
    'seconds',
  );
  return (
    [
      [parts.days, day],
      [parts.hours, 'h'],
      [parts.minutes, 'min'],
      [parts.seconds, 's'],
    ] as const
  )
    .filter(([amount]) => amount > 0)
    .slice(0, 2)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}
