/** Which days of costs are shown: a number of days back, or two days of the reader's own; kept in the page's address. */
import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';
import { daysBefore, daysBetween, isDay, utcDay } from '../../format';

/** Numbers of days that are one click away. */
export const RANGES = ['7', '30', '90'] as const;

const DEFAULT_RANGE = '30';

/** The API answers 400 days at once, and the days before the chosen ones are asked for with them. */
const MOST_DAYS = 200;

export type RangeChoice = (typeof RANGES)[number] | 'custom';

/** First and last day, `YYYY-MM-DD`, UTC, both included. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

export type RangeProblem = 'day' | 'order' | 'future' | 'long';

/** What the page's address asks for, where that is no range that can be shown. */
export interface RefusedRange {
  /** As it stands in the address. */
  readonly asked: string;
  /** `choice`: a range that is none of the choices. */
  readonly problem: RangeProblem | 'choice';
}

export interface CostRange extends DayRange {
  readonly choice: RangeChoice;
  /** The last day that can be chosen: yesterday (UTC), the last one whose costs are read. */
  readonly lastDay: string;
  readonly choose: (choice: RangeChoice) => void;
  readonly setDays: (days: DayRange) => void;
  /** Undefined where the address asks for what is shown. */
  readonly refused?: RefusedRange;
}

/** Why two days are no range that can be shown; undefined when they are. */
export function rangeProblem(
  { from, to }: DayRange,
  lastDay: string,
): RangeProblem | undefined {
  if (!isDay(from) || !isDay(to)) return 'day';
  if (from > to) return 'order';
  if (to > lastDay) return 'future';
  return daysBetween(from, to) >= MOST_DAYS ? 'long' : undefined;
}

/** How many days a range has at most. */
export const MOST_RANGE_DAYS = MOST_DAYS;

/** @param now - the present */
export function useCostRange(now: Date): CostRange {
  const [parameters, setParameters] = useSearchParams();
  const lastDay = daysBefore(utcDay(now), 1);
  const set = useCallback(
    (values: Readonly<Record<'range' | 'from' | 'to', string | undefined>>) =>
      setParameters(
        before => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(values)) {
            if (value === undefined) after.delete(name);
            else after.set(name, value);
          }
          return after;
        },
        { replace: true },
      ),
    [setParameters],
  );
  const backTo = (range: string): DayRange => ({
    from: daysBefore(lastDay, Number(range) - 1),
    to: lastDay,
  });
  const own = {
    from: parameters.get('from') ?? '',
    to: parameters.get('to') ?? '',
  };
  // Two days say enough, also without the word.
  const named =
    parameters.get('range') ?? (own.from || own.to ? 'custom' : DEFAULT_RANGE);
  const ownProblem =
    named === 'custom' ? rangeProblem(own, lastDay) : undefined;
  const isOwn = named === 'custom' && !ownProblem;
  const known = RANGES.find(each => each === named);
  const range = known ?? DEFAULT_RANGE;
  const problem = ownProblem ?? (isOwn || known ? undefined : 'choice');
  const shown = isOwn ? own : backTo(range);
  return {
    ...shown,
    choice: isOwn ? 'custom' : range,
    lastDay,
    refused: problem && {
      asked: ['range', 'from', 'to']
        .filter(name => parameters.has(name))
        .map(name => `${name}=${parameters.get(name)}`)
        .join('&'),
      problem,
    },
    choose: choice =>
      choice === 'custom'
        ? set({ range: 'custom', ...shown })
        : set({
            range: choice === DEFAULT_RANGE ? undefined : choice,
            from: undefined,
            to: undefined,
          }),
    setDays: days => set({ range: 'custom', ...days }),
  };
}
