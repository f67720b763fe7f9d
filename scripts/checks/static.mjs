// What can be said about the code without running it.
import { isUpToDate } from '../generate.mjs';
import { bin } from '../setup/bin.mjs';
import { one, succeeds } from './check.mjs';

/** @type {import('./check.mjs').Check} */
export const typeCheck = {
  name: 'type check',
  part: 'types',
  run: async () =>
    one(
      await allSucceed([
        [bin.tsc, '--noEmit'],
        [bin.tsc, '--project', 'scripts'],
      ]),
    ),
};

/** @type {import('./check.mjs').Check} */
export const lint = {
  name: 'lint',
  part: 'lint',
  run: async () =>
    one(
      await allSucceed([
        [bin.backstage, 'repo', 'lint', '--max-warnings', '0'],
        // The scripts are in no package.
        [bin.eslint, '--ext', '.mjs,.cjs', '--max-warnings', '0', 'scripts'],
      ]),
    ),
};

/** @type {import('./check.mjs').Check} */
export const format = {
  name: 'format',
  part: 'lint',
  run: async () =>
    one(
      await succeeds([bin.prettier, '--check', '--loglevel=warn', '.'], {
        name: 'prettier',
      }),
    ),
};

/** @type {import('./check.mjs').Check} */
export const generatedFiles = {
  name: 'generated files',
  part: 'lint',
  run: async () => one(await isUpToDate()),
};

/** Runs all of them, so that one run tells everything that is wrong. */
async function allSucceed(commands) {
  const results = [];
  for (const command of commands) {
    results.push(await succeeds(command, { name: command.join(' ') }));
  }
  return results.every(Boolean);
}
