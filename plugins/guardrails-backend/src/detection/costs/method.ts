/** How the cost rules measure costs and which charges they expect: the present way, and those that stored decisions were taken by. */

export interface CostMethod {
  /** Tells the histories of one method from those of another. */
  readonly id: number;
  /** So much more the spread counts for `cost_spike` after a month of history, as a share of it. */
  readonly youngExtra: number;
  /** The two weeks that a day is measured against for the spread: those that it lies in the middle of, or those before it. */
  readonly spreadFrom: 'around' | 'before';
  /** Of a service that is seldom charged, one earlier charge on a day of the month is enough. */
  readonly isOneEnoughOfSeldom: boolean;
  /** What is charged on the 30th or 31st is expected on the last day of a shorter month. */
  readonly knowsEndOfMonth: boolean;
  /** What is charged on the same weekday of the month, or on its first working day, is expected there. */
  readonly knowsWeekdays: boolean;
}

const first: CostMethod = {
  id: 1,
  youngExtra: 0,
  spreadFrom: 'before',
  isOneEnoughOfSeldom: false,
  knowsEndOfMonth: false,
  knowsWeekdays: false,
};
const second: CostMethod = { ...first, id: 2, youngExtra: 0.5 };
const third: CostMethod = {
  ...second,
  id: 3,
  spreadFrom: 'around',
  isOneEnoughOfSeldom: true,
};
const fourth: CostMethod = { ...third, id: 4, knowsEndOfMonth: true };

export const PRESENT_METHOD: CostMethod = {
  ...fourth,
  id: 5,
  knowsWeekdays: true,
};

/** Oldest first; each was changed into the next one. */
export const EARLIER_METHODS = [first, second, third, fourth] as const;
