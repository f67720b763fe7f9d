/** What a day, a time, an id and a text are, for everybody who asks, by whichever door. */
import { DateTime } from 'luxon';

// Before AWS there was nothing to watch, and no database counts days without end.
const FIRST_YEAR = 2000;
const LAST_YEAR = 2099;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME =
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i;

/** As they are answered. In capitals one id would have two names, and a list of ids the same alert twice. */
export const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A day that exists, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return DAY.test(text) && isUsable(text);
}

/** ISO 8601 with its zone. */
export function isTime(text: string): boolean {
  return TIME.test(text) && isUsable(text);
}

/** Whether the databases can hold it: PostgreSQL stores neither a NUL nor half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}

/** luxon refuses days that do not exist, and JavaScript zones that do not, e.g. `+25:00`. */
function isUsable(text: string): boolean {
  const date = DateTime.fromISO(text, { zone: 'utc' });
  return (
    date.isValid &&
    date.year >= FIRST_YEAR &&
    date.year <= LAST_YEAR &&
    !Number.isNaN(Date.parse(text))
  );
}
