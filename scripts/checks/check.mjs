// What a part of `npm test` is, and how the parts that are a single command are run.
import { Child } from '../process/child.mjs';
import { locations } from '../setup/locations.mjs';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
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

/** @param {boolean} isGood @returns {Counts} of a check that is one whole */
export function one(isGood) {
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1 };
}
