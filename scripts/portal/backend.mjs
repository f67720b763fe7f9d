// The Backstage backend, run from source, serving the API and the built frontend on one port.
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { BACKEND_MEMORY } from '../process/backend-memory.mjs';
import { Child } from '../process/child.mjs';
import { isEnding } from '../process/endings.mjs';
import { locations } from '../setup/locations.mjs';
import { SetupError } from '../setup/setup-error.mjs';
import { LogFilter } from './log-filter.mjs';
import { configFiles } from './settings.mjs';

/**
 * Starts the backend and waits until it serves the API and the frontend. It stops when this process ends.
 *
 * @param {object} options
 * @param {import('./settings.mjs').PortalSettings} options.settings
 * @param {NodeJS.ProcessEnv} options.env
 * @param {string} options.logFile
 * @param {import('./instance.mjs').Instance} options.instance
 * @param {(line: string) => void} options.say - what the person at the keyboard should see of its log
 * @returns {Promise<{ exited: Promise<string> }>} resolves to the reason when it ends by itself
 */
export async function startBackend({ settings, env, logFile, instance, say }) {
  const child = Child.node(
    [
      ...BACKEND_MEMORY,
      ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
      'src/index.ts',
      ...configFiles(settings).flatMap(file => ['--config', file]),
    ],
    {
      name: 'the Backstage backend',
      cwd: locations.backend,
      env: { ...env, ...addressConfig(settings) },
      output: 'pipe',
    },
  );
  instance.started('Backstage backend', child.pid);
  const lastLines = followLog(child, { logFile, say, ...settings });
  const exited = child.exited.then(
    ({ code, signal }) =>
      `The Backstage backend ended (${
        signal ?? `exit code ${code}`
      }). Its whole log: ${logFile}\n${lastLines.join('\n')}`,
  );
  await Promise.race([
    readiness(settings.port),
    exited.then(reason => {
      if (isEnding()) return new Promise(() => {}); // told to stop: not a failure
      throw new SetupError(reason);
    }),
  ]);
  return { exited };
}

/** The same settings under the names of app-config, where the environment outranks the files. */
function addressConfig({ host, port, url, isProduction }) {
  return {
    APP_CONFIG_backend_listen_host: host,
    APP_CONFIG_backend_listen_port: String(port),
    // The production configuration has a variable for the address.
    ...(!isProduction && {
      APP_CONFIG_app_baseUrl: url,
      APP_CONFIG_backend_baseUrl: url,
      APP_CONFIG_backend_cors_origin: url,
    }),
  };
}

/** @returns {string[]} the last lines, kept up to date */
function followLog(child, { logFile, say, verbose }) {
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  if (fs.existsSync(logFile)) fs.renameSync(logFile, `${logFile}.previous`);
  const log = fs.createWriteStream(logFile);
  const filter = new LogFilter({ everything: verbose });
  const lastLines = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', coloured => {
      // eslint-disable-next-line no-control-regex -- the logger colours its lines even in a pipe
      const line = coloured.replace(/\x1b\[[0-9;]*m/g, '');
      log.write(`${line}\n`);
      lastLines.push(line);
      if (lastLines.length > 30) lastLines.shift();
      const shown = filter.shown(line);
      if (shown !== undefined && !isEnding()) say(shown);
    });
  }
  return lastLines;
}

async function readiness(port) {
  const address = `http://127.0.0.1:${port}`;
  while (!(await answers(`${address}/.backstage/health/v1/readiness`))) {
    await sleep(200);
  }
  while (!(await answers(`${address}/`))) await sleep(200);
}

async function answers(url) {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false; // not listening yet
  }
}
