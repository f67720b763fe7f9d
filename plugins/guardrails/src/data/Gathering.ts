/** Acts on wishes at once; on those that come meanwhile, and shortly after, together. */

export class Gathering<T> {
  readonly #act: (wishes: ReadonlySet<T>) => Promise<void>;
  readonly #pauseMs: number;
  #wishes = new Set<T>();
  #isActing = false;
  #isOver = false;

  /**
   * @param act - never rejects
   * @param pauseMs - milliseconds between two actions
   */
  constructor(act: (wishes: ReadonlySet<T>) => Promise<void>, pauseMs: number) {
    this.#act = act;
    this.#pauseMs = pauseMs;
  }

  wish(...wishes: readonly T[]): void {
    wishes.forEach(wish => this.#wishes.add(wish));
    if (!this.#isActing) void this.#actOnAll();
  }

  /** Nothing more is begun. */
  end(): void {
    this.#isOver = true;
  }

  async #actOnAll(): Promise<void> {
    this.#isActing = true;
    while (this.#wishes.size > 0 && !this.#isOver) {
      const wishes = this.#wishes;
      this.#wishes = new Set();
      await this.#act(wishes);
      await new Promise(resolve => {
        setTimeout(resolve, this.#pauseMs);
      });
    }
    this.#isActing = false;
  }
}
