// The whole portal as people use it: database, AWS (real or simulated), frontend, backend. Made of the parts beside it.
import fs from 'node:fs';
import path from 'node:path';
import { isPortFree } from '../process/port.mjs';
import { SetupError } from '../setup/setup-error.mjs';
import { buildApp } from './app.mjs';
import { startBackend } from './backend.mjs';
import { Instance } from './instance.mjs';
import { startPostgres } from './postgres.mjs';
import {
  productionSettings,
  startProductionPostgres,
  startUserPool,
} from './production.mjs';
import { removePostgresData } from './postgres-home.mjs';
import { simulatedAws, startSimulator } from './simulator.mjs';

/**
 * Takes the data folder and the ports for this run, before any long work.
 *
 * @param {import('./settings.mjs').PortalSettings} settings
 * @param {object} options
 * @param {import('../setup/progress.mjs').Progress} options.progress
 * @param {number[]} options.ports - that must be free
 * @returns {Promise<Instance>}
 * @throws {SetupError} when a portal of this checkout runs already, or another program has a port
 */
export async function claimPlace(settings, { progress, ports }) {
  fs.mkdirSync(settings.dataDir, { recursive: true });
  const instance = await Instance.claim(settings.dataDir, progress);
  for (const port of ports) {
    if (await isPortFree(port, settings.host)) continue;
    throw new SetupError(
      `Port ${port} is taken by another program. Stop that program, or give the portal another port:\n` +
        `  npm start -- --port ${port + 1}`,
    );
  }
  if (settings.isFresh) removePostgresData(settings.dataDir);
  return instance;
}

/**
 * Starts what the backend needs beside itself.
 *
 * @param {import('./settings.mjs').PortalSettings} settings
 * @param {{ progress: import('../setup/progress.mjs').Progress, instance: Instance }} options
 * @returns {Promise<NodeJS.ProcessEnv>} the environment to run the backend in
 */
export async function startSurroundings(settings, { progress, instance }) {
  /** @type {NodeJS.ProcessEnv} */
  let env = {
    ...process.env,
    ...(settings.isProduction
      ? productionSettings(settings.url)
      : { NODE_ENV: 'development' }),
  };
  if (!settings.usesOwnPostgres) {
    await progress.step('starting PostgreSQL', async note => {
      const start = settings.isProduction
        ? startProductionPostgres
        : startPostgres;
      const postgres = await start({
        dataDir: settings.dataDir,
        logFile: logFile(settings, 'postgres'),
        instance,
        isThrowAway: settings.isThrowAway,
        major: settings.postgresMajor,
      });
      env = { ...env, ...postgres.env };
      note(`port ${postgres.port}`);
      if (postgres.notice) progress.say(`  ${postgres.notice}`);
    });
  }
  if (settings.isProduction && !env.COGNITO_ISSUER) {
    await progress.step('starting the Cognito simulator', async note => {
      const pool = await startUserPool({
        url: settings.url,
        logFile: logFile(settings, 'cognito'),
        instance,
      });
      env = { ...env, ...pool.env };
      note(pool.url);
    });
  }
  if (settings.usesSimulator) {
    await progress.step('starting the AWS simulator', async note => {
      const { url } = await startSimulator({
        logFile: logFile(settings, 'simulator'),
        instance,
      });
      env = simulatedAws(env, url);
      note(url);
    });
  }
  return env;
}

/**
 * @param {import('./settings.mjs').PortalSettings} settings
 * @param {{ progress: import('../setup/progress.mjs').Progress, instance: Instance }} options
 * @returns {Promise<{ exited: Promise<string> }>} once the portal answers; `exited` tells why it ended by itself
 */
export async function startPortal(settings, { progress, instance }) {
  const env = await startSurroundings(settings, { progress, instance });
  await buildApp({ progress, verbose: settings.verbose });
  const backend = await progress.step('starting Backstage', () =>
    startBackend({
      settings,
      env,
      logFile: logFile(settings, 'backend'),
      instance,
      say: line => progress.say(line),
    }),
  );
  instance.ready(settings.url);
  return backend;
}

function logFile({ dataDir }, name) {
  return path.join(dataDir, 'logs', `${name}.log`);
}
