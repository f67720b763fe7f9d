/**
 * What rules take from the whole days before a UTC day, computed once for each day of a series.
 *
 * Such a quantity depends on points before its day alone, so it may be stored and handed to a series of which little
 * more than the judged points was loaded. A quantity that such a series lacks cannot be computed from it.
 */
import type { Series } from '@cloudops/plugin-guardrails-node';

/** A quantity as JSON holds it, bit for bit; null where too little is known for one. */
export type Quantity =
  | number
  | string
  | null
  | readonly Quantity[]
  | { readonly [name: string]: Quantity };

/** By a name that says rule, version and what else the quantity depends on. */
export type Quantities = Readonly<Record<string, Quantity>>;

/** A series of which not everything was loaded was asked for what only the whole one tells. */
export class HistoryNeededError extends Error {}

export class DayBaselines {
  static readonly #known = new WeakMap<Series, DayBaselines>();

  /** Start of a day, milliseconds since the epoch → its quantities. */
  readonly #byDay = new Map<number, Map<string, unknown>>();
  readonly #isWhole: boolean;

  static of(series: Series): DayBaselines {
    let baselines = DayBaselines.#known.get(series);
    if (!baselines) {
      baselines = new DayBaselines(true);
      DayBaselines.#known.set(series, baselines);
    }
    return baselines;
  }

  /** Hands a series that was loaded in part what was computed from the whole one. */
  static hand(series: Series, stored: ReadonlyMap<number, Quantities>): void {
    const baselines = new DayBaselines(false);
    for (const [dayStart, quantities] of stored) {
      baselines.#byDay.set(
        dayStart,
        new Map(
          Object.entries(quantities).map(([name, value]) => [
            name,
            value ?? undefined,
          ]),
        ),
      );
    }
    DayBaselines.#known.set(series, baselines);
  }

  private constructor(isWhole: boolean) {
    this.#isWhole = isWhole;
  }

  /**
   * The quantity of a name on a day, computed when it is not known.
   *
   * @throws HistoryNeededError when it is not known and the series was loaded in part
   */
  of<T extends Quantity | undefined>(
    name: string,
    dayStart: number,
    compute: () => T,
  ): T {
    const day = this.#byDay.get(dayStart) ?? new Map<string, unknown>();
    this.#byDay.set(dayStart, day);
    if (!day.has(name)) {
      if (!this.#isWhole) {
        throw new HistoryNeededError(
          `${name} of ${new Date(dayStart).toISOString()} is not stored`,
        );
      }
      day.set(name, compute());
    }
    return day.get(name) as T;
  }

  /** Everything that was computed for a day. */
  on(dayStart: number): Quantities {
    const day = this.#byDay.get(dayStart) ?? new Map<string, unknown>();
    return Object.fromEntries(
      [...day].map(([name, value]) => [name, (value ?? null) as Quantity]),
    );
  }
}
