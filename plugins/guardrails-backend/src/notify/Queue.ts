/** Does one thing at a time. Asked while it works, it looks once more before it ends. */
export class Queue {
  readonly #work: () => Promise<void>;
  #working?: Promise<void>;
  #again = false;

  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  askForWork(): Promise<void> {
    this.#again = true;
    this.#working ??= this.#workAll().finally(() => {
      this.#working = undefined;
    });
    return this.#working;
  }

  async #workAll(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      await this.#work();
    }
  }
}
