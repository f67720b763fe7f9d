/** Some days of an account's bill that are read and stored together, and why they are. */
import type { CostKind, Day } from '../database';
import { dayAt, dayText, type Range } from './days';

export const BOTH = ['usage', 'charges'] as const satisfies readonly CostKind[];

/** Days that are read and stored together. */
export interface CostPart {
  /** Inclusive. */
  readonly from: Day;
  /** Exclusive. */
  readonly to: Day;
  readonly spend: readonly CostKind[];
  readonly isBackfill: boolean;
  /** Whether it is read because its days may be divided by older claims. */
  readonly isRedivision?: boolean;
  /** Where an account is read in steps: the days before are settled once the part is read. */
  readonly settledTo?: Day;
}

/** Days that are stored, and divided by claims that are no longer those in force. */
export interface Redivision {
  /** Where the days begin that are divided by those in force; absent while none are. */
  readonly usage?: Day;
  readonly charges?: Day;
  /** Whether the past may be read for it now; else only the days that are read anyway. */
  readonly isPastDue: boolean;
}

/** How many days the part has. */
export function daysIn({ from, to }: Pick<CostPart, 'from' | 'to'>): number {
  return dayAt(to).diff(dayAt(from), 'days').days;
}

export function part(
  { from, to }: Range,
  spend: readonly CostKind[],
  isBackfill: boolean,
): CostPart {
  return { from: dayText(from), to: dayText(to), spend, isBackfill };
}

export function ofRedivision(
  backfill: CostPart,
  redivision: Redivision | undefined,
): CostPart {
  return redivision?.isPastDue ? { ...backfill, isRedivision: true } : backfill;
}
