// Starts a bench's process.
import path from 'node:path';
import { withoutAws } from '../portal/simulator.mjs';
import { BACKEND_MEMORY } from '../process/backend-memory.mjs';
import { Child } from '../process/child.mjs';
import { locations } from '../setup/locations.mjs';

/**
 * @param {string[]} args - the bench's name and its options
 * @param {string} [postgresUrl] - none is needed for help
 * @returns {Promise<number>} the exit code: 0 good, 1 below the floor, 2 a wrong command line, 3 not measured
 */
export async function runBench(args, postgresUrl) {
  const child = Child.node(
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
      cwd: locations.root,
      env: {
        ...withoutAws(process.env),
        NODE_ENV: 'production',
        ...(postgresUrl && { BENCH_POSTGRES_URL: postgresUrl }),
      },
    },
  );
  const { code } = await child.exited;
  return code ?? 3;
}
