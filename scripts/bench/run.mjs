// A bench's process.
import path from 'node:path';
import { withoutAws } from '../portal/simulator.mjs';
import { BACKEND_MEMORY } from '../process/backend-memory.mjs';
import { Child } from '../process/child.mjs';
import { locations } from '../setup/locations.mjs';

/**
 * Its exit code: 0 good, 1 below the floor, 2 a wrong command line, 3 not measured.
 *
 * @param {string[]} args - the bench's name and its options
 * @param {{ postgresUrl?: string, output?: 'inherit' | 'pipe' }} options - no database is needed for help
 */
export function startBench(args, { postgresUrl, output }) {
  return Child.node(
    [
      // Memory is measured, so garbage must be collectable at will.
      '--expose-gc',
      ...BACKEND_MEMORY,
      ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
      path.join(locations.root, 'scripts/bench/main.cjs'),
      ...args,
    ],
    {
      name: 'bench',
      output,
      cwd: locations.root,
      env: {
        ...withoutAws(process.env),
        NODE_ENV: 'production',
        ...(postgresUrl && { BENCH_POSTGRES_URL: postgresUrl }),
      },
    },
  );
}
