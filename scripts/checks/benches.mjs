// Whether every bench can still be run, with tiny sizes, and detection finds what it found; how fast they are, `npm run
// bench` tells.
import path from 'node:path';
import { findBenches } from '../bench/benches.mjs';
import { runBench } from '../bench/run.mjs';
import { testDatabase } from './unit.mjs';

/** @type {import('./check.mjs').Check} */
export const benchSmoke = {
  name: 'benches',
  part: 'unit',
  run: async () => {
    const url = await testDatabase();
    const counts = { passed: 0, failed: 0 };
    for (const [name, module] of findBenches()) {
      console.log(`bench ${name} (${path.basename(module)})`);
      const code = await runBench([name, '--smoke', '--json'], url);
      counts[code === 0 ? 'passed' : 'failed'] += 1;
    }
    return counts;
  },
};
