/**
 * The largest value of a usual day: 99 % of what a day shows is smaller, and 60 % of the days of four weeks had a smaller
 * largest. Bad days do not decide it, a shift that stays becomes usual only after eleven of them.
 */
import { type MetricHistory, quantileOf, USUAL_DAYS } from './MetricHistory';

const LARGEST_SHARE = 0.99;
const DAYS_SHARE = 0.6;
/** A day with less than a third of its points has no largest value. */
const FEWEST_POINTS_SHARE = 0.3;

export class DailyLargest {
  readonly #history: MetricHistory;
  readonly #name: string;
  readonly #quantityAt: (index: number) => number;
  readonly #byDay = new Map<number, number | undefined>();

  /**
   * @param name - says what the quantity is: rule, version, and what else it depends on
   * @param quantityAt - of the point at an index, whose sign does not count; NaN where it is not known
   */
  constructor(
    history: MetricHistory,
    name: string,
    quantityAt: (index: number) => number,
  ) {
    this.#history = history;
    this.#name = name;
    this.#quantityAt = quantityAt;
  }

  /** Undefined while no day before the given one is known. */
  usualBefore(dayStart: number): number | undefined {
    return this.#history.ofDay(this.#name, dayStart, () => {
      const days: number[] = [];
      for (let day = 1; day <= USUAL_DAYS; day += 1) {
        const largest = this.#on(dayStart - day * this.#history.perDay);
        if (largest !== undefined) {
          days.push(largest);
        }
      }
      return days.length > 0
        ? quantileOf(Float64Array.from(days).sort(), DAYS_SHARE)
        : undefined;
    });
  }

  #on(dayStart: number): number | undefined {
    if (!this.#byDay.has(dayStart)) {
      const { perDay } = this.#history;
      const all = new Float64Array(
        Math.max(0, Math.min(perDay, dayStart + perDay)),
      );
      const known = all
        .map((_, i) => Math.abs(this.#quantityAt(Math.max(0, dayStart) + i)))
        .filter(value => !Number.isNaN(value))
        .sort();
      this.#byDay.set(
        dayStart,
        known.length >= Math.max(1, FEWEST_POINTS_SHARE * perDay)
          ? quantileOf(known, LARGEST_SHARE)
          : undefined,
      );
    }
    return this.#byDay.get(dayStart);
  }
}

/** What it is, for the arithmetic. */
export const USUAL_LARGEST = `of a usual day (99 % of a day's are smaller; 60 % of the ${USUAL_DAYS} days before had a smaller one)`;
