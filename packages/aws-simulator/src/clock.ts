/** What time it is in the simulated AWS: the real time, until someone sets another. */
export class Clock {
  #frozenAt: Date | undefined;

  constructor(frozenAt?: Date) {
    this.#frozenAt = frozenAt;
  }

  get isFrozen(): boolean {
    return this.#frozenAt !== undefined;
  }

  now(): Date {
    return this.#frozenAt ?? new Date();
  }

  /** Stops the clock at an instant, so that the same question has the same answer until it is set again. */
  set(instant: Date): void {
    this.#frozenAt = instant;
  }

  /** Back to the real time. */
  resume(): void {
    this.#frozenAt = undefined;
  }
}
