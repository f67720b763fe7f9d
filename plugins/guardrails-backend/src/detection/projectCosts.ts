/** The daily costs of one project in little memory: made into series where something is to be judged, and compared. */
import type { Series } from '@cloudops/plugin-guardrails-node';
import { startOfDay } from './series';

const DAY_MS = 86_400_000;
const DAY_SECONDS = 86_400;

/** A number as the two words that hold it. */
const BITS = new DataView(new ArrayBuffer(8));

/** What is stored of one service, in no order. */
export interface StoredAmounts {
  readonly service: string;
  /** Days after the first one asked for. */
  readonly days: readonly number[];
  readonly amounts: readonly number[];
}

export class ProjectCosts {
  /** Start of the first day, milliseconds since the epoch. */
  readonly first: number;
  readonly #currency: string;
  /** By name of the service, in order; NaN where the cost is not known. */
  readonly #services: readonly (readonly [string, Float64Array])[];
  readonly #days: number;

  /**
   * As `costSeries` takes rows: on a final day a service without a row cost nothing, on a newer one it is unknown.
   *
   * @param asked - first day that the amounts count from
   * @param extent - first and last day that are covered, the first not before `asked`; and the newest final day
   */
  constructor(
    stored: readonly StoredAmounts[],
    asked: string,
    extent: {
      readonly first: string;
      readonly last: string;
      readonly lastFinal: string;
      readonly currency: string;
    },
  ) {
    this.first = startOfDay(extent.first);
    this.#currency = extent.currency;
    this.#days =
      Math.round((startOfDay(extent.last) - this.first) / DAY_MS) + 1;
    const finalDays =
      Math.round((startOfDay(extent.lastFinal) - this.first) / DAY_MS) + 1;
    const offset = Math.round((this.first - startOfDay(asked)) / DAY_MS);
    this.#services = [...stored]
      .sort(
        (a, b) => Number(a.service > b.service) - Number(a.service < b.service),
      )
      .map(({ service, days, amounts }) => {
        const values = new Float64Array(this.#days).fill(NaN);
        values.fill(0, 0, Math.max(0, finalDays));
        days.forEach((day, i) => {
          const index = day - offset;
          if (index >= 0 && index < this.#days) {
            values[index] = amounts[i];
          }
        });
        return [service, values] as const;
      });
  }

  /** One series for each service, by name. */
  series(): Series[] {
    return this.#services.map(([key, values]) => ({
      type: 'cost',
      key,
      unit: this.#currency,
      periodSeconds: DAY_SECONDS,
      points: Array.from(values, (value, index) => ({
        at: this.first + index * DAY_MS,
        value: Number.isNaN(value) ? null : value,
      })),
    }));
  }

  /** Two numbers for each day, which differ from those of other costs but for one chance in 2⁶⁴. */
  digests(): CostDigests {
    const digests = new Uint32Array(2 * this.#days);
    for (const [service, values] of this.#services) {
      const seed = hashOf(service);
      for (let day = 0; day < values.length; day += 1) {
        BITS.setFloat64(0, values[day]);
        const low = BITS.getUint32(0);
        const high = BITS.getUint32(4);
        // Sums, so that the order of services does not matter; each value is mixed before.
        digests[2 * day] += mixed(seed ^ low, high);
        digests[2 * day + 1] += mixed(high ^ 0x9e3779b9, seed + low);
      }
    }
    return { first: this.first, digests };
  }
}

/** What the costs of each day of a project come to. */
export interface CostDigests {
  readonly first: number;
  readonly digests: Uint32Array;
}

/** Start of the first day on which costs differ from what they were, or are new; Infinity when there is none. */
export function firstChange(before: CostDigests, now: CostDigests): number {
  const shift = Math.round((now.first - before.first) / DAY_MS);
  for (let day = 0; day < now.digests.length / 2; day += 1) {
    const known = 2 * (day + shift);
    if (
      known < 0 ||
      known >= before.digests.length ||
      before.digests[known] !== now.digests[2 * day] ||
      before.digests[known + 1] !== now.digests[2 * day + 1]
    ) {
      return now.first + day * DAY_MS;
    }
  }
  return Infinity;
}

/** The finaliser of MurmurHash3 over two words. */
function mixed(a: number, b: number): number {
  let h = Math.imul(a, 0x85ebca6b) ^ Math.imul(b, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}
