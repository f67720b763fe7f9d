/** Chance that repeats itself: the same numbers for the same seed, on every machine. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** In [0, 1). Mulberry32 by Tommy Ettinger, public domain. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** From `low` on, below `high`. */
  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of the keys, each with its share of the chance. */
  weighted<K extends string>(shares: Readonly<Record<K, number>>): K {
    const entries = Object.entries(shares) as [K, number][];
    const total = entries.reduce((sum, [, share]) => sum + share, 0);
    let left = this.next() * total;
    for (const [key, share] of entries) {
      left -= share;
      if (left < 0) return key;
    }
    return entries[entries.length - 1][0];
  }

  /** Mean 0, variance 1. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return radius * Math.cos(2 * Math.PI * this.next());
  }

  /** @param degrees - of freedom, even */
  studentT(degrees: number): number {
    let chiSquared = 0;
    for (let i = 0; i < degrees / 2; i += 1) {
      chiSquared -= 2 * Math.log(1 - this.next());
    }
    return this.normal() / Math.sqrt(chiSquared / degrees);
  }
}
