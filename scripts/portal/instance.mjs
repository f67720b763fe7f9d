// One portal at a time works on a data folder. Knows whether one does, and clears up after one that was killed.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endOrphan } from '../process/child.mjs';
import { Claim } from '../process/claim.mjs';
import { onEnd } from '../process/endings.mjs';
import { recordOf } from '../process/identity.mjs';
import { SetupError } from '../setup/setup-error.mjs';

/**
 * @typedef {import('../process/identity.mjs').ProcessRecord & { name: string, signal: NodeJS.Signals }} StartedProgram
 */

export class Instance {
  #claim;
  /** @type {StartedProgram[]} */
  #programs = [];

  constructor(claim) {
    this.#claim = claim;
  }

  /**
   * @param {string} dataDir
   * @param {import('../setup/progress.mjs').Progress} progress
   * @throws {SetupError} when a portal of this data folder is running
   */
  static async claim(dataDir, progress) {
    const file = path.join(dataDir, 'portal.json');
    const attempt = () =>
      Claim.attempt(file, { afterDeath: dead => endPrograms(dead, progress) });
    let outcome = await attempt();
    while ('holder' in outcome && outcome.holder.isStopping) {
      await sleep(200); // it ends by itself: what it stops is killed when it takes too long
      outcome = await attempt();
    }
    if ('holder' in outcome) {
      const { pid, url } = outcome.holder;
      throw new SetupError(
        `The portal on ${dataDir} is already ${
          url ? `running at ${url}` : 'starting'
        } (process ${pid}). ` +
          'Stop it with Ctrl-C where it was started, or run: ' +
          `${process.platform === 'win32' ? 'taskkill /pid' : 'kill'} ${pid}`,
      );
    }
    const instance = new Instance(outcome.claim);
    onEnd(() => outcome.claim.publish({ isStopping: true }));
    return instance;
  }

  /**
   * Remembers a program, so that a later run can end it should we be killed.
   *
   * @param {string} name
   * @param {number} pid
   * @param {NodeJS.Signals} [signal] - the one that stops it in order
   */
  started(name, pid, signal = 'SIGTERM') {
    this.#programs.push({ name, signal, ...recordOf(pid) });
    this.#claim.publish({ programs: this.#programs });
  }

  /** @param {string} url - where people find the portal */
  ready(url) {
    this.#claim.publish({ url });
  }
}

async function endPrograms({ pid, programs = [] }, progress) {
  // The last to start is the first to end, as in an orderly stop.
  for (const program of [...programs].reverse()) {
    if (await endOrphan(program, { signal: program.signal })) {
      progress.say(
        `  ended the ${program.name} that a killed run (process ${pid}) left behind`,
      );
    }
  }
}
