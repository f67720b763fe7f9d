/** What was asked of an API in memory, and how it answers: at once, later, or with an error. */
export abstract class RecordedCalls<Method extends string> {
  /** Every call in order: the method and its arguments. */
  readonly calls: { readonly method: Method; readonly args: unknown[] }[] = [];

  readonly #failures = new Map<Method, Error>();
  readonly #held = new Map<Method, Promise<void>>();

  callsOf(method: Method): unknown[][] {
    return this.calls
      .filter(call => call.method === method)
      .map(call => call.args);
  }

  /** From now on the method rejects; without an error it answers again. */
  fail(method: Method, error?: Error): void {
    if (error) this.#failures.set(method, error);
    else this.#failures.delete(method);
  }

  /** The method answers no earlier than the returned function is called. */
  hold(method: Method): () => void {
    let release: () => void;
    this.#held.set(
      method,
      new Promise(resolve => {
        release = resolve;
      }),
    );
    return () => {
      this.#held.delete(method);
      release();
    };
  }

  /** What every method does first. */
  protected async answering(method: Method, ...args: unknown[]): Promise<void> {
    this.calls.push({ method, args });
    await this.#held.get(method);
    const failure = this.#failures.get(method);
    if (failure) throw failure;
  }
}
