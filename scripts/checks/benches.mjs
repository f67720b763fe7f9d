// Whether every bench can still be run, with tiny sizes, and detection finds what it found; how fast they are, `npm run
// bench` tells.
import path from 'node:path';
import { findBenches } from '../bench/benches.mjs';
import { startBench } from '../bench/run.mjs';
import { failuresOf } from './check.mjs';
import { testDatabase } from './unit.mjs';

/** @type {import('./check.mjs').Check} */
export const benchSmoke = {
  name: 'benches',
  part: 'unit',
  run: async () => {
    const postgresUrl = await testDatabase();
    /** @type {string[]} */
    const failures = [];
    const benches = findBenches();
    for (const [name, module] of benches) {
      console.log(`bench ${name} (${path.basename(module)})`);
      const child = startBench([name, '--smoke', '--json'], {
        postgresUrl,
        output: 'pipe',
      });
      failures.push(...(await failuresOf(child, name)));
    }
    return {
      passed: benches.size - failures.length,
      failed: failures.length,
      failures,
    };
  },
};
