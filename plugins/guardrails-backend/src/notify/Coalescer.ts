/** Runs its work one run at a time: however many calls come while it runs, they make one more run. */
export class Coalescer {
  readonly #work: () => Promise<void>;
  #working?: Promise<void>;
  #again = false;

  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  /** Settles when a run that began after the call has ended. */
  run(): Promise<void> {
    this.#again = true;
    this.#working ??= this.#workAll();
    return this.#working;
  }

  async #workAll(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false;
        await this.#work();
      }
    } finally {
      // At once: who asks from here on is not taken for one who was looked for.
      this.#working = undefined;
    }
  }
}
