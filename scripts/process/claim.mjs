// A file that says which process has something for itself: a data folder, or the right to change the checkout.
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atEnd } from './endings.mjs';
import { isAlive, recordOf } from './identity.mjs';

/**
 * @typedef {import('./identity.mjs').ProcessRecord & Record<string, any>} Holder
 */

export class Claim {
  #file;
  #holder;
  #takeBack;

  /** @param {string} file @param {Holder} holder */
  constructor(file, holder) {
    this.#file = file;
    this.#holder = holder;
    const release = () => fs.rmSync(file, { force: true });
    this.#takeBack = atEnd({ name: file, end: release, endNow: release });
  }

  /**
   * @param {string} file - created together with its folder
   * @param {object} options
   * @param {(dead: Holder) => Promise<void>} [options.afterDeath] - clears up after a holder that was killed, before
   *   its claim passes on
   * @returns {Promise<{ claim: Claim } | { holder: Holder }>} the claim, or who has it
   */
  static async attempt(file, { afterDeath } = {}) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const holder = recordOf(process.pid);
    const draft = `${file}.${process.pid}`;
    fs.writeFileSync(draft, JSON.stringify(holder));
    try {
      for (;;) {
        try {
          fs.linkSync(draft, file); // atomic: one of two who try at once succeeds, and nobody reads half a file
          return { claim: new Claim(file, holder) };
        } catch (error) {
          if (error.code !== 'EEXIST') throw error;
        }
        const other = read(file);
        if (other && isAlive(other)) return { holder: other };
        if (other) await afterDeath?.(other);
        fs.rmSync(file, { force: true });
      }
    } finally {
      fs.rmSync(draft, { force: true });
    }
  }

  /**
   * @param {string} file
   * @param {(holder: Holder) => void} onWait - called once, when somebody else has it
   * @returns {Promise<Claim>}
   */
  static async wait(file, onWait) {
    for (let waited = false; ; waited = true) {
      const outcome = await Claim.attempt(file);
      if ('claim' in outcome) return outcome.claim;
      if (!waited) onWait(outcome.holder);
      await sleep(500);
    }
  }

  /** Adds to what others can read about the holder. @param {Record<string, any>} facts */
  publish(facts) {
    this.#holder = { ...this.#holder, ...facts };
    const draft = `${this.#file}.draft`;
    fs.writeFileSync(draft, JSON.stringify(this.#holder));
    fs.renameSync(draft, this.#file);
  }

  release() {
    fs.rmSync(this.#file, { force: true });
    this.#takeBack();
  }
}

/** @returns {Holder | undefined} */
function read(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined; // released just now, or not written by us: nothing that could be respected
  }
}
