// `npm run bench -- <name>`: measures one thing against its reference, on a PostgreSQL of its own.
import path from 'node:path';
import { findBenches } from '../bench/benches.mjs';
import { startBench } from '../bench/run.mjs';
import { startThrowAwayPostgres } from '../portal/throw-away-postgres.mjs';
import { endAll, endOnSignals } from '../process/endings.mjs';
import { installPackages } from '../setup/install.mjs';
import { locations } from '../setup/locations.mjs';

/** @param {import('./task.mjs').TaskContext} context */
export async function bench({ rest: args, progress, yarn }) {
  endOnSignals({ exitCode: () => 130 });
  await installPackages({ progress, yarn, verbose: false });
  const measures = findBenches().has(args[0]) && !args.includes('--help');
  const postgresUrl = measures
    ? await startThrowAwayPostgres(path.join(locations.data, 'bench'))
    : undefined;
  const { code } = await startBench(args, { postgresUrl }).exited;
  await endAll();
  process.exit(code ?? 3);
}
