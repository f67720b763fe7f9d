// A PostgreSQL that begins empty and may be lost: for tests and benches.
import fs from 'node:fs';
import path from 'node:path';
import { Progress } from '../setup/progress.mjs';
import { Instance } from './instance.mjs';
import { removePostgresData } from './postgres-home.mjs';
import { startPostgres } from './postgres.mjs';

/**
 * It stops when this process ends.
 *
 * @param {string} dataDir - everything that a run before left there is lost
 * @returns {Promise<string>} a connection string of a superuser
 */
export async function startThrowAwayPostgres(dataDir) {
  fs.mkdirSync(dataDir, { recursive: true });
  const instance = await Instance.claim(dataDir, new Progress());
  removePostgresData(dataDir);
  const { url } = await startPostgres({
    dataDir,
    logFile: path.join(dataDir, 'logs/postgres.log'),
    instance,
    isThrowAway: true,
  });
  return url;
}
