// One portal in production, as the tests see it: the image in a container of its own, or in the nearest thing to one
// that this machine permits.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readDockerfile } from '../deployment/dockerfile.mjs';
import { Child } from '../process/child.mjs';
import { freePort } from '../process/port.mjs';

/** What ECS and Kubernetes give a container to stop is more. */
const DRAIN_MS = 20_000;
const CONTAINER = fileURLToPath(new URL('container.sh', import.meta.url));
const NODE_FOLDER = path.dirname(fs.realpathSync(process.execPath));

/** The laid out image; scripts/checks/production.mjs makes it. */
const image = process.env.PORTAL_IMAGE ?? '';

/** Why there is no container on this machine; nothing where there can be one. @type {string | undefined} */
export const withoutContainer = (() => {
  const { error, status, stderr } = spawnSync(
    'sh',
    [...containerArguments(), 'true'],
    { encoding: 'utf8' },
  );
  if (status === 0) return undefined;
  return `this machine lets nobody mount file systems (${(
    error?.message ?? stderr
  )
    .trim()
    .replace(/\s+/g, ' ')})`;
})();

function containerArguments() {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-root-'));
  process.once('exit', () => fs.rmdirSync(root));
  return [CONTAINER, root, image, NODE_FOLDER];
}

export class Portal {
  /** What it logged. @type {string[]} */
  lines = [];

  /** @param {number} port @param {NodeJS.ProcessEnv} env */
  constructor(port, env) {
    this.url = `http://127.0.0.1:${port}`;
    const options = {
      name: 'the portal',
      env: {
        ...env,
        APP_CONFIG_backend_listen_host: '127.0.0.1',
        APP_CONFIG_backend_listen_port: String(port),
      },
      output: /** @type {const} */ ('pipe'),
      patienceMs: DRAIN_MS,
    };
    this.child = withoutContainer
      ? Child.node(
          [
            // The nearest thing: Node.js itself refuses to write but to the folder for temporary files.
            ...['--permission', '--allow-fs-read=*', '--allow-addons'],
            ...['--allow-worker', '--allow-child-process'],
            `--allow-fs-write=${os.tmpdir()}`,
            ...readDockerfile().command.slice(1),
          ],
          { ...options, cwd: image },
        )
      : new Child(
          'sh',
          [...containerArguments(), ...readDockerfile().command],
          options,
        );
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', text => {
        this.lines.push(...text.split('\n').filter(Boolean));
      });
    }
  }

  /** On a free port. @param {NodeJS.ProcessEnv} env */
  static async start(env) {
    return new Portal(await freePort(), env);
  }

  async ready() {
    for (;;) {
      assert.ok(this.child.isRunning, this.lines.slice(-20).join('\n'));
      if (await this.isReady().catch(() => false)) return;
      await sleep(200);
    }
  }

  /** What a load balancer asks. */
  async isReady() {
    return (await fetch(`${this.url}/.backstage/health/v1/readiness`)).ok;
  }

  /** @param {string} plugin @param {string} route @param {string} [token] */
  ask(plugin, route, token) {
    return fetch(`${this.url}/api/${plugin}${route}`, {
      headers: token ? { authorization: `Bearer ${token}` } : {},
    });
  }
}
