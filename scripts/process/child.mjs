// A program that we start, in a process group of its own, and that never outlives us.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { atEnd, isEnding } from './endings.mjs';
import { isAlive } from './identity.mjs';

const isWindows = process.platform === 'win32';
/** Makes a Node.js program leave when we are gone, even after a `kill -9`. */
const leaveWithParent = path.join(
  path.dirname(fileURLToPath(import.meta.url)),
  'leave-with-parent.cjs',
);

/**
 * @typedef {object} ChildOptions
 * @property {string} [name] - for messages; default: the program's file name
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {'inherit' | 'pipe' | number} [output] - where stdout and stderr go; a number is an open file
 * @property {number} [uid] - run as this user
 * @property {number} [gid]
 * @property {NodeJS.Signals} [signal] - the one that asks it to stop; default SIGTERM
 * @property {number} [patienceMs] - how long it may take to stop before it is killed; default 10 s
 * @property {NodeJS.Signals} [lastSignal] - sent when we cannot wait any more; default SIGKILL
 */

export class Child {
  #process;
  #name;
  #signal;
  #patienceMs;
  /** @type {Promise<{ code: number | null, signal: NodeJS.Signals | null }>} */
  exited;

  /**
   * @param {string} command
   * @param {string[]} args
   * @param {ChildOptions & { ipc?: boolean }} options
   */
  constructor(command, args, options) {
    const output = options.output ?? 'inherit';
    this.#name = options.name ?? path.basename(command);
    this.#signal = options.signal ?? 'SIGTERM';
    this.#patienceMs = options.patienceMs ?? 10_000;
    /** @type {import('node:child_process').SpawnOptions} */
    const spawnOptions = {
      cwd: options.cwd,
      env: options.env ?? process.env,
      uid: options.uid,
      gid: options.gid,
      // A group of its own: Ctrl-C on the terminal reaches us alone, and we end the programs in the right order.
      detached: !isWindows,
      stdio: options.ipc
        ? ['ignore', output, output, 'ipc']
        : ['ignore', output, output],
    };
    this.#process = spawn(command, args, spawnOptions);
    const takeBack = atEnd({
      name: this.#name,
      end: () => this.stop(),
      endNow: () => this.#send(options.lastSignal ?? 'SIGKILL'),
    });
    this.exited = new Promise((resolve, reject) => {
      this.#process.on('error', error =>
        reject(
          new Error(`${this.#name} could not be started`, { cause: error }),
        ),
      );
      this.#process.on('exit', (code, signal) => resolve({ code, signal }));
    });
    // A failing start is for those who wait for the exit to hear of, not for the whole process to die of.
    this.exited.then(takeBack, takeBack);
  }

  /**
   * A Node.js program.
   *
   * @param {string[]} args
   * @param {ChildOptions} options
   */
  static node(args, options) {
    return new Child(
      process.execPath,
      ['--require', leaveWithParent, ...args],
      {
        ...options,
        env: {
          ...(options.env ?? process.env),
          PORTAL_LEAVE_WITH_PARENT: '1',
        },
        ipc: true,
      },
    );
  }

  /** @returns {number} @throws when it could not even be started */
  get pid() {
    const { pid } = this.#process;
    if (pid === undefined) throw new Error(`${this.#name} did not start`);
    return pid;
  }

  get stdout() {
    return this.#process.stdout;
  }

  get stderr() {
    return this.#process.stderr;
  }

  get isRunning() {
    return (
      this.#process.pid !== undefined &&
      this.#process.exitCode === null &&
      this.#process.signalCode === null
    );
  }

  /** Asks it to stop, and kills it when it does not. Resolves when it and its whole group are gone. */
  async stop() {
    if (this.isRunning) {
      this.#send(this.#signal);
      const patience = new AbortController();
      await Promise.race([
        this.exited,
        sleep(this.#patienceMs, undefined, { signal: patience.signal })
          .then(() => this.#send('SIGKILL'))
          .catch(() => {}), // it stopped in time
      ]);
      patience.abort();
      await this.exited;
    }
    this.#send('SIGKILL'); // what it may have left behind in its group
  }

  #send(signal) {
    sendToGroup(this.#process.pid, signal);
  }
}

/** Signals a process and everything in its group. Says nothing when they are gone. */
function sendToGroup(pid, signal) {
  if (pid === undefined) return;
  try {
    if (isWindows) process.kill(pid, signal);
    else process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/**
 * Ends a program that an earlier run of ours left behind.
 *
 * @param {import('./identity.mjs').ProcessRecord} record - nothing happens unless that very process still runs
 * @param {{ signal?: NodeJS.Signals, patienceMs?: number }} [options]
 * @returns {Promise<boolean>} whether there was something to end
 */
export async function endOrphan(
  record,
  { signal = 'SIGTERM', patienceMs = 10_000 } = {},
) {
  if (!isAlive(record)) return false;
  sendToGroup(record.pid, signal);
  const deadline = Date.now() + patienceMs;
  while (isAlive(record) && Date.now() < deadline) await sleep(50);
  if (isAlive(record)) sendToGroup(record.pid, 'SIGKILL');
  while (isAlive(record)) await sleep(50);
  return true;
}

/**
 * Runs a program to its end, its output going to a log file (and to the console when `verbose`).
 *
 * @param {string} command
 * @param {string[]} args
 * @param {ChildOptions & { logFile: string, verbose?: boolean }} options
 * @throws when it fails: an error that ends with the last lines of its output
 */
export async function runLogged(
  command,
  args,
  { logFile, verbose, ...options },
) {
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const log = fs.createWriteStream(logFile);
  const child = new Child(command, args, { ...options, output: 'pipe' });
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', chunk => {
      log.write(chunk);
      tail = (tail + chunk).slice(-4000);
      if (verbose) process.stdout.write(chunk);
    });
  }
  const { code } = await child.exited;
  await new Promise(resolve => log.end(resolve));
  if (isEnding()) await new Promise(() => {}); // it was stopped with everything else: nothing to report
  if (code !== 0) {
    throw new Error(
      `${
        options.name ?? command
      } failed (exit code ${code}). Its whole output: ${logFile}\n${tail.trimEnd()}`,
    );
  }
}
