/** How rules declare their parameters: every message says what is accepted, and a key that is not known is refused. */
import { z } from 'zod';

/** The parameters of one rule. */
export function parametersOf<S extends z.ZodRawShape>(shape: S) {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: issue =>
      issue.code === 'unrecognized_keys' ? keys : `a map of ${keys}`,
  });
}

/** What a number counts, as the schema of its parameter carries it: `days`, `share`, `currency` (the project's), … */
function counted(unit: string | undefined) {
  return unit === undefined ? {} : { unit };
}

/** A number within a range. */
export function numberWithin(
  from: number,
  to: number,
  byDefault: number,
  unit?: string,
) {
  const error = `a number from ${from} to ${to}`;
  return z
    .number({ error })
    .min(from, { error })
    .max(to, { error })
    .default(byDefault)
    .meta(counted(unit));
}

/** A whole number within a range. */
export function wholeNumberWithin(
  from: number,
  to: number,
  byDefault: number,
  unit?: string,
) {
  const error = `a whole number from ${from} to ${to}`;
  return z
    .int({ error })
    .min(from, { error })
    .max(to, { error })
    .default(byDefault)
    .meta(counted(unit));
}

/** Whether the rule judges at all. */
export function enabledByDefault() {
  return z.boolean({ error: 'true or false' }).default(true);
}

/** The largest value that `alerts.threshold_value`, NUMERIC(16,6), can hold. */
const LARGEST_LIMIT = 9_999_999_999;

/** One limit; none by default. */
export function optionalLimit(unit?: string) {
  const error = `a number above 0 and up to ${LARGEST_LIMIT}`;
  return z
    .number({ error })
    .positive({ error })
    .max(LARGEST_LIMIT, { error })
    .optional()
    .meta(counted(unit));
}

/** Limits by the key of the series they hold for. None by default. */
export function limitsByKey(what: string, unit?: string) {
  const error = `a number above 0 and up to ${LARGEST_LIMIT}`;
  return z
    .record(
      z.string(),
      z.number({ error }).positive({ error }).max(LARGEST_LIMIT, { error }),
      { error: `a map of ${what} to its limit` },
    )
    .default({})
    .meta(counted(unit));
}
