/** Which days of an account's bill a run reads, and in what order. */
import { DateTime } from 'luxon';
import type { CostCoverage } from '../audit';
import type { CostKind } from '../database';
import {
  BOTH,
  type CostPart,
  ofRedivision,
  part,
  type Redivision,
} from './costPart';
import { byMonths, dayAt, dayText, type Range } from './days';
import type { DaysToRecount } from './leftOut';
import { bounds, type Limits, recentDays, unsettledMonths } from './openDays';
import { recounts } from './recounts';

/**
 * Reads up to, and without, the current UTC day: the part of a day that has passed says nothing about the day.
 *
 * First what may still be restated. Once a UTC day that is every month whose bill AWS has not closed, the whole of the
 * month before until the 10th, with the charges, most of which are dated to the first of their month and grow through
 * it; and every month that AWS has closed since they were read. Other runs of the day read the usage of the last days alone, because each page is paid. Both reach back to the last read less those
 * days, so that a pause leaves no gap.
 *
 * Then what is missing of the backfill, by calendar months from the newest back: what people look at comes first, and
 * after an interruption what is read has no holes, so that one day says how far it is.
 *
 * With it the days that were stored with other accounts left out than are to be: what counts twice is not left for later.
 *
 * Where somebody else claims the spend than before, the days that may be restated are read at once, whatever was read
 * of them today, and the past as a backfill is, when it is due.
 *
 * @param coverage - empty before the first read, and when the spend is counted in another way than before
 * @param redivision - absent where all that is covered is divided by the claims in force
 * @param toRecount - absent where no other account is left out
 */
export function costPlan(
  coverage: CostCoverage,
  now: Date,
  limits: Limits,
  redivision?: Redivision,
  toRecount?: DaysToRecount,
): CostPart[] {
  const { today, oldest, horizon } = bounds(now, limits);
  const { usage, charges } = coverage;
  const isFirstToday =
    charges?.readOn !== dayText(today) ||
    (redivision !== undefined && !(redivision.usage && redivision.charges));
  const recent = recentDays(coverage, today, limits);
  const from = DateTime.max(
    isFirstToday
      ? DateTime.min(recent, unsettledMonths(charges, today))
      : recent,
    // Nothing before what is to be known at all.
    usage ? oldest : horizon,
  );
  const missing = (kind: CostKind) => {
    const known = redivision?.isPastDue
      ? redivision[kind]
      : coverage[kind]?.from;
    // Later in a day no charges are read anyway: theirs are missing from where they are known.
    const readFrom = kind === 'usage' || isFirstToday ? from : today;
    return byMonths(
      known ? DateTime.min(dayAt(known), readFrom) : from,
      horizon,
    );
  };
  const regular = part(
    { from, to: today },
    isFirstToday ? BOTH : ['usage'],
    false,
  );
  const backfill = together(missing('usage'), missing('charges')).map(each =>
    ofRedivision(each, redivision),
  );
  const recounted = recounts(toRecount, [regular, ...backfill], oldest);
  return [regular, ...newestFirst([...backfill, ...recounted])];
}

/** The backfill of both kinds: days that both miss are read together, the newest first. */
function together(
  usage: readonly Range[],
  charges: readonly Range[],
): CostPart[] {
  const isIn = (ranges: readonly Range[], { from, to }: Range) =>
    ranges.some(each => +each.from === +from && +each.to === +to);
  return newestFirst([
    ...usage.map(range =>
      part(range, isIn(charges, range) ? BOTH : ['usage'], true),
    ),
    ...charges
      .filter(range => !isIn(usage, range))
      .map(range => part(range, ['charges'], true)),
  ]);
}

function newestFirst(parts: readonly CostPart[]): CostPart[] {
  return [...parts].sort((a, b) => (a.to > b.to ? -1 : 1));
}
