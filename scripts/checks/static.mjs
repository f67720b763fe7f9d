// What can be said about the code without running it.
import path from 'node:path';
import { staleFiles } from '../generate.mjs';
import { bin } from '../setup/bin.mjs';
import { Child } from '../process/child.mjs';
import { locations } from '../setup/locations.mjs';
import { failuresOf, one } from './check.mjs';

/** @type {import('./check.mjs').Check} */
export const typeCheck = {
  name: 'type check',
  part: 'types',
  run: async () =>
    one(
      await failuresOfAll([
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
      await failuresOfAll([
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
      await failuresOfAll([[bin.prettier, '--check', '--loglevel=warn', '.']]),
    ),
};

/** @type {import('./check.mjs').Check} */
export const generatedFiles = {
  name: 'generated files',
  part: 'lint',
  run: async () => {
    const stale = await staleFiles();
    stale.forEach(sentence => console.error(sentence));
    return one(stale);
  },
};

/** Runs all of them, so that one run tells everything that is wrong. */
async function failuresOfAll(commands) {
  const failures = [];
  for (const command of commands) {
    const name = path.relative(locations.root, command.join(' '));
    const child = Child.node(command, {
      name,
      cwd: locations.root,
      output: 'pipe',
    });
    failures.push(...(await failuresOf(child, name)));
  }
  return failures;
}
