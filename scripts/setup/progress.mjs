// Says what is being done and how long it took: one line per step, rewritten in place on a terminal.
const seconds = since => {
  const s = (Date.now() - since) / 1000;
  return s < 9.95 ? `${s.toFixed(1)} s` : `${Math.round(s)} s`;
};

export class Progress {
  #out;
  #startedAt;
  #rewrites;
  /** Writes the line of the step under way again; a terminal shows it below all others. */
  #draw = () => {};

  /**
   * @param {object} [options]
   * @param {NodeJS.WriteStream} [options.out]
   * @param {number} [options.startedAt] - milliseconds; when the person pressed Enter
   * @param {boolean} [options.verbose] - other output is mixed in, so that no line may be rewritten
   */
  constructor({
    out = process.stdout,
    startedAt = Date.now(),
    verbose = false,
  } = {}) {
    this.#out = out;
    this.#startedAt = startedAt;
    this.#rewrites = Boolean(out.isTTY) && !verbose;
  }

  get elapsed() {
    return seconds(this.#startedAt);
  }

  /** @param {string} line */
  say(line) {
    this.#out.write(`${this.#rewrites ? '\r\x1b[K' : ''}${line}\n`);
    this.#draw();
  }

  /**
   * Announces a step, does it, and says how long it took.
   *
   * @template T
   * @param {string} what - such as "installing packages"
   * @param {(note: (text: string) => void) => T | Promise<T>} work - may note a result worth a word, such as a port
   * @returns {Promise<T>}
   */
  async step(what, work) {
    const since = Date.now();
    let result = '';
    const ticker = this.#begin(what, since);
    try {
      return await work(text => {
        result = ` (${text})`;
      });
    } catch (error) {
      result = ' FAILED';
      throw error;
    } finally {
      clearInterval(ticker);
      this.#draw = () => {};
      this.#out.write(
        `${this.#rewrites ? '\r\x1b[K' : ''}  ${what}${result}: ${seconds(
          since,
        )}\n`,
      );
    }
  }

  #begin(what, since) {
    if (!this.#rewrites) {
      this.#out.write(`  ${what} …\n`);
      return undefined;
    }
    const draw = () => this.#out.write(`\r\x1b[K  ${what} … ${seconds(since)}`);
    draw();
    return setInterval(draw, 1000);
  }
}
