// The options of a bench on the command line: what they are called, what they take, what they mean.
import { parseArgs } from 'node:util';

/** @typedef {import('../../plugins/guardrails-backend/bench/Bench.js').Bench} Bench */

/** A command line that cannot be understood; the message says what is accepted. */
export class UsageError extends Error {}

const dashed = name => name.replace(/[A-Z]/g, c => `-${c.toLowerCase()}`);

/**
 * @param {Bench} bench
 * @param {string[]} args - what follows the bench's name
 * @returns {{ options: Record<string, number | string>, json: boolean, smoke: boolean }}
 * @throws {UsageError}
 */
export function readCommandLine(bench, args) {
  const names = Object.keys(bench.options);
  /** @type {Record<string, any>} */
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        json: { type: 'boolean', default: false },
        smoke: { type: 'boolean', default: false },
        ...Object.fromEntries(
          names.map(name => [dashed(name), { type: 'string' }]),
        ),
      },
    }));
  } catch (error) {
    throw new UsageError(`${error.message}\n\n${helpOf(bench)}`);
  }
  const { json, smoke } = values;
  const options = Object.fromEntries(
    names.map(name => {
      const option = bench.options[name];
      const given = values[dashed(name)];
      if (given === undefined) {
        return [name, smoke ? option.smoke : option.default];
      }
      return [
        name,
        typeof option.default === 'number' ? size(name, given) : given,
      ];
    }),
  );
  return { options, json, smoke };
}

function size(name, given) {
  const number = Number(given);
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new UsageError(
      `--${dashed(name)} takes a whole number of at least 1; got '${given}'`,
    );
  }
  return number;
}

/** @param {Bench} bench */
export function helpOf(bench) {
  const lines = [
    ...Object.entries(bench.options).map(([name, option]) => [
      `--${dashed(name)} <${
        typeof option.default === 'number' ? 'n' : 'text'
      }>`,
      `${option.describe}; default ${option.default}`,
    ]),
    ['--json', 'the result as JSON in the last line'],
    ['--smoke', 'tiny sizes: whether it works, not how fast'],
  ];
  return `npm run bench -- ${bench.name}\n\n  ${bench.describe}\n\n${lines
    .map(([option, text]) => `  ${option.padEnd(26)}${text}`)
    .join('\n')}\n`;
}

/** @param {readonly Bench[]} benches */
export function overview(benches) {
  return `npm run bench -- <name> [options]\n\n${benches
    .map(({ name, describe }) => `  ${name.padEnd(12)}${describe}`)
    .join('\n')}\n\nThe options of one: npm run bench -- <name> --help\n`;
}
