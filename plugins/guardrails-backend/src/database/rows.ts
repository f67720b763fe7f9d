/** The one place where a row's engine types become the domain's: decimals, times, JSON, and nulls. */
import { InputError } from '@backstage/errors';

/** A row as a driver answers it. */
export type Row = Readonly<Record<string, unknown>>;

/** PostgreSQL answers NUMERIC and counts as text, SQLite as numbers. */
export function toNumber(value: unknown): number {
  return Number(value);
}

/** PostgreSQL answers a Date, SQLite milliseconds. */
export function toDate(value: unknown): Date {
  return value instanceof Date ? value : new Date(Number(value));
}

export function toOptionalDate(value: unknown): Date | undefined {
  return value === null || value === undefined ? undefined : toDate(value);
}

export function toText(value: unknown): string {
  return String(value);
}

export function toOptionalText(value: unknown): string | undefined {
  return value === null || value === undefined ? undefined : String(value);
}

/** PostgreSQL answers JSONB parsed, SQLite as text. */
export function toJson(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'string'
    ? JSON.parse(value)
    : (value as Readonly<Record<string, unknown>>);
}

/** NUMERIC(16,6) holds ten digits before the point. */
const LARGEST_VALUE = 1e10;

/**
 * A number in the scale of NUMERIC(16,6), so that both engines store the same.
 *
 * @throws InputError naming `what` when the column cannot hold it
 */
export function toNumeric16_6(value: number, what: () => string): string {
  const text = value.toFixed(6);
  if (!Number.isFinite(value) || Math.abs(Number(text)) >= LARGEST_VALUE) {
    throw new InputError(
      `${what()}: got ${value}, which does not fit NUMERIC(16,6); a finite number between -9999999999.999999 and 9999999999.999999 is accepted`,
    );
  }
  return text;
}

/** Eight digits before the point and four after it: NUMERIC(12,4). */
const NUMERIC_12_4 = /^-?\d{1,8}(\.\d{1,4})?$/;

/**
 * Checks that an amount fits NUMERIC(12,4) as it is: rounding money is the ingestion's decision, made once.
 *
 * @throws InputError naming `what`
 */
export function assertNumeric12_4(amount: string, what: string): void {
  if (!NUMERIC_12_4.test(amount)) {
    throw new InputError(
      `${what}: got '${amount}', which does not fit NUMERIC(12,4); a decimal such as '-12.3400' with at most eight digits before the point and four after it is accepted`,
    );
  }
}
