// The AWS simulator as a process beside the portal, and the environment that points AWS clients at it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Child } from '../process/child.mjs';
import { freePort, waitForListener } from '../process/port.mjs';
import { locations } from '../setup/locations.mjs';

/**
 * Starts the simulator on a free port. It stops when this process ends.
 *
 * @param {object} options
 * @param {string} options.logFile
 * @param {import('./instance.mjs').Instance} options.instance
 * @returns {Promise<{ url: string }>}
 */
export async function startSimulator({ logFile, instance }) {
  const port = await freePort();
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const log = fs.openSync(logFile, 'w');
  const child = Child.node(
    [
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      'src/main.ts',
      `--port=${port}`,
      // Around today, if nobody says otherwise: a test that lets days pass does.
      ...(process.env.SIMULATOR_ANCHOR
        ? [`--anchor=${process.env.SIMULATOR_ANCHOR}`]
        : []),
    ],
    { name: 'AWS simulator', cwd: locations.simulator, output: log },
  );
  fs.closeSync(log);
  instance.started('AWS simulator', child.pid);
  if (!(await waitForListener(port, () => !child.isRunning))) {
    throw new Error(
      `The AWS simulator did not start:\n${fs
        .readFileSync(logFile, 'utf8')
        .trim()
        .slice(-2000)}`,
    );
  }
  return { url: `http://127.0.0.1:${port}` };
}

/**
 * The environment of a portal that reads the simulator.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} url - of the simulator
 * @returns {NodeJS.ProcessEnv} a new environment
 */
export function simulatedAws(env, url) {
  return {
    ...withoutAws(env),
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'simulator',
    AWS_SECRET_ACCESS_KEY: 'simulator',
    AWS_REGION: 'us-east-1',
  };
}

/**
 * An environment that knows no AWS account, whatever this machine is signed in to: no real credential is ever sent to
 * the simulator, and no request of a test to AWS.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv} a new environment
 */
export function withoutAws(env) {
  return {
    ...Object.fromEntries(
      Object.entries(env).filter(([name]) => !name.startsWith('AWS_')),
    ),
    AWS_CONFIG_FILE: os.devNull,
    AWS_SHARED_CREDENTIALS_FILE: os.devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
