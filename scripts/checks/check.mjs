// What a part of `npm test` is, and how the parts that are a single command are run.
import { stripVTControlCharacters } from 'node:util';
import { Child } from '../process/child.mjs';
import { locations } from '../setup/locations.mjs';

/** Of what a failing test or program said; enough to know what to look for above. */
const MESSAGE_LINES = 12;

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} [failures] - what failed, each with the beginning or the end of what it said
 * @property {string[]} [notRun] - what this machine could not try, each with the reason
 *
 * @typedef {object} Check
 * @property {string} name - for people
 * @property {'types' | 'lint' | 'unit' | 'production' | 'e2e'} part - for --only
 * @property {(patterns: string[]) => Promise<Counts>} run - the patterns narrow the tests
 */

/**
 * Runs a command of Node.js in the checkout, its output going to the console.
 *
 * @param {string[]} args
 * @param {{ name: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<boolean>} whether it succeeded
 */
export async function succeeds(args, { name, env }) {
  const child = Child.node(args, { name, env, cwd: locations.root });
  const { code } = await child.exited;
  return code === 0;
}

/**
 * Waits for the end of a program, showing what it prints.
 *
 * @param {Child} child - with `output: 'pipe'`
 * @param {string} name - for people
 * @returns {Promise<string[]>} nothing when it succeeded; else its name with the last of what it printed
 */
export async function failuresOf(child, name) {
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', text => {
      printed = (printed + text).slice(-4000);
      process.stdout.write(text);
    });
  }
  const { code, signal } = await child.exited;
  if (code === 0) return [];
  const end = printed.trimEnd().split('\n').slice(-MESSAGE_LINES).join('\n');
  return [`${name} (${signal ?? `exit code ${code}`})\n${end}`];
}

/**
 * @param {string} name - of a test, with its file
 * @param {string} message - of its error
 * @returns {string}
 */
export function failure(name, message) {
  const lines = stripVTControlCharacters(message).trim().split('\n');
  return [name, ...lines.slice(0, MESSAGE_LINES)].join('\n');
}

/** @param {string[]} failures @returns {Counts} of a check that is one whole */
export function one(failures) {
  const isGood = failures.length === 0;
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, failures };
}
