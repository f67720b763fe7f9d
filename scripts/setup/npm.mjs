// The npm client of this machine: fetches single packages, and tells how the registry is reached.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { startedWith } from './environment.mjs';
import { SetupError } from './setup-error.mjs';

const run = promisify(execFile);

/**
 * Runs the npm that started us, or else the one on the path.
 *
 * @param {string[]} args
 * @param {string} cwd
 * @returns {Promise<string>} what it printed
 */
async function npm(args, cwd) {
  const cli = startedWith.npm_execpath;
  const isNpm = cli !== undefined && /npm-cli\.c?js$/.test(cli);
  const { stdout } = isNpm
    ? await run(process.execPath, [cli, ...args], { cwd, env: startedWith })
    : await run('npm', args, {
        cwd,
        env: startedWith,
        shell: process.platform === 'win32', // npm is a .cmd file there
      });
  return stdout;
}

/**
 * Installs one package, without running any script of it, into a folder of its own. The folder appears whole or not
 * at all.
 *
 * @param {string} folder
 * @param {string} spec - `name@version`
 * @returns {Promise<void>}
 */
export async function installPackage(folder, spec) {
  const partial = `${folder}.partial`;
  fs.rmSync(partial, { recursive: true, force: true });
  fs.mkdirSync(partial, { recursive: true });
  // Without a package.json here npm would walk up and install into the checkout.
  fs.writeFileSync(path.join(partial, 'package.json'), '{"private":true}\n');
  try {
    await npm(
      [
        'install',
        '--no-save',
        '--no-package-lock',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
        spec,
      ],
      partial,
    );
  } catch (error) {
    throw new SetupError(
      `npm could not install ${spec}:\n${(
        error.stderr || error.message
      ).trim()}`,
    );
  }
  fs.rmSync(folder, { recursive: true, force: true });
  fs.renameSync(partial, folder);
}

/**
 * Yarn does not read npm's configuration. Whoever reaches the registry through a mirror, a proxy or a private
 * certificate has told npm so; this says the same to Yarn, where it has not been told otherwise.
 *
 * @param {string} cwd
 * @returns {Promise<Record<string, string>>} variables for Yarn's environment
 */
export async function registryAccess(cwd) {
  /** @type {Record<string, string>} */
  const variables = {
    registry: 'YARN_NPM_REGISTRY_SERVER',
    proxy: 'YARN_HTTP_PROXY',
    'https-proxy': 'YARN_HTTPS_PROXY',
    cafile: 'YARN_HTTPS_CA_FILE_PATH',
  };
  const settings = await npm(
    ['config', 'get', ...Object.keys(variables), '--loglevel=error'],
    cwd,
  );
  /** @type {Record<string, string>} */
  const access = {};
  for (const line of settings.split(/\r?\n/)) {
    const [, name, value] = line.match(/^([a-z-]+)=(.+)$/) ?? [];
    const variable = variables[name];
    if (!variable || process.env[variable] !== undefined) continue;
    if (['null', 'undefined'].includes(value)) continue;
    access[variable] = value.replace(/\/$/, '');
  }
  return access;
}
