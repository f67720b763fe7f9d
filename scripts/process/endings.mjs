// What must be undone before this process ends, in reverse order of its making, however the end comes.
import { setTimeout as sleep } from 'node:timers/promises';
import { startedWith } from '../setup/environment.mjs';
import { parentOf } from './identity.mjs';

/** @typedef {{ name: string, end: () => void | Promise<void>, endNow?: () => void }} Ending */

/** @type {Ending[]} */
const endings = [];
/** @type {(() => void)[]} */
const listeners = [];
/** @type {Promise<void> | undefined} */
let ended;

/**
 * @param {Ending} ending - `endNow` is the last resort: it must not wait, and comes when the process dies of an error
 *   or is told twice to stop
 * @returns {() => void} takes it back, once it has been done otherwise
 */
export function atEnd(ending) {
  endings.push(ending);
  return () => {
    const index = endings.indexOf(ending);
    if (index >= 0) endings.splice(index, 1);
  };
}

/** Called when the end begins, before anything is undone. @param {() => void} listener */
export function onEnd(listener) {
  listeners.push(listener);
}

/** Undoes everything. Later calls wait for the first. @returns {Promise<void>} */
export function endAll() {
  ended ??= (async () => {
    for (const listener of listeners) listener();
    for (let ending = endings.at(-1); ending; ending = endings.at(-1)) {
      try {
        await ending.end();
      } catch (error) {
        console.error(`${ending.name} did not end cleanly: ${error.message}`);
      }
      const index = endings.indexOf(ending);
      if (index >= 0) endings.splice(index, 1);
    }
  })();
  return ended;
}

/** Whether the end has begun: what stops from now on does so because it was told to. */
export function isEnding() {
  return ended !== undefined;
}

/**
 * Ends everything, then the process, when it is told to stop, and when whoever started it is gone.
 *
 * @param {object} options
 * @param {() => number} options.exitCode - for a stop that was asked for
 * @param {() => void} [options.onStop] - called once, when the stop begins
 */
export function endOnSignals({ exitCode, onStop }) {
  const stop = async () => {
    if (isEnding()) return;
    onStop?.();
    const code = exitCode();
    await endAll();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A second Ctrl-C means: at once. Everything is sent the last signal by the exit listener below.
      if (isEnding()) process.exit(1);
      stop();
    });
  }
  // The launcher (see relaunch.mjs) passes a stop on as a message, because on a terminal the signal reaches both of us
  // and must not count twice.
  process.on('message', message => {
    if (message === 'stop') stop();
  });
  process.on('disconnect', stop);
  process.channel?.unref(); // listening for the message must not keep us alive
  onParentGone(stop);

  process.on('exit', () => {
    for (const ending of endings.reverse()) ending.endNow?.();
  });
}

/**
 * An npm that was killed leaves nobody to press Ctrl-C for. Without npm, whoever started us may leave us running.
 *
 * @param {() => void} listener
 */
export async function onParentGone(listener) {
  if (startedWith.npm_lifecycle_event === undefined) return;
  // npm runs a script in a shell, and a killed npm leaves the shell waiting: so the shell's parent is watched as well.
  const ancestors = () => `${process.ppid} ${parentOf(process.ppid)}`;
  const atStart = ancestors();
  while (ancestors() === atStart) await sleep(1000, undefined, { ref: false });
  listener();
}
