// Installs the packages of the checkout when yarn.lock, a package.json or the Node.js version changed.
import fs from 'node:fs';
import path from 'node:path';
import { runLogged } from '../process/child.mjs';
import { Claim } from '../process/claim.mjs';
import { fingerprint, isStamped, unlessStamped } from './fingerprint.mjs';
import { locations } from './locations.mjs';
import { registryAccess } from './npm.mjs';
import { SetupError } from './setup-error.mjs';

const stampFile = path.join(locations.nodeModules, '.portal-install');
const yarnState = path.join(locations.nodeModules, '.yarn-state.yml');

/** @returns {boolean} whether the packages are there already */
export function isInstalled() {
  return isStamped(stampFile, installPrint());
}

/**
 * @param {object} options
 * @param {import('./progress.mjs').Progress} options.progress
 * @param {string} options.yarn - path of Yarn's script
 * @param {boolean} options.verbose
 */
export async function installPackages({ progress, yarn, verbose }) {
  if (isInstalled()) return;
  const claim = await claimSetup(progress);
  try {
    // The print is taken inside the claim: whoever held it may have just installed the same.
    const interrupted = !fs.existsSync(stampFile);
    await unlessStamped(stampFile, installPrint(), () =>
      progress.step('installing packages (about 2 minutes, once)', async () => {
        // Yarn trusts its record of what it linked, also when it was ended while it linked: packages stay missing.
        if (interrupted) fs.rmSync(yarnState, { force: true });
        const access = await registryAccess(locations.root);
        await runLogged(process.execPath, [yarn, 'install', '--immutable'], {
          name: 'yarn install',
          cwd: locations.root,
          env: { ...process.env, ...access },
          logFile: path.join(locations.data, 'logs/install.log'),
          verbose,
        }).catch(explain);
      }),
    );
  } finally {
    claim.release();
  }
}

/**
 * One at a time may change what all runs in this checkout share: the packages and the built app.
 *
 * @param {import('./progress.mjs').Progress} progress
 */
export function claimSetup(progress) {
  return Claim.wait(path.join(locations.data, 'setup.json'), ({ pid }) =>
    progress.say(
      `  waiting for process ${pid}, which is setting up this checkout`,
    ),
  );
}

/** @returns {string[]} folders of all workspace packages, relative to the root, sorted */
export function workspaceFolders() {
  const { workspaces } = JSON.parse(
    fs.readFileSync(path.join(locations.root, 'package.json'), 'utf8'),
  );
  return workspaces
    .flatMap(pattern => {
      // The patterns are plain folders or end with `/*`.
      if (!pattern.endsWith('/*')) return [pattern];
      const parent = pattern.slice(0, -2);
      return fs
        .readdirSync(path.join(locations.root, parent))
        .map(name => `${parent}/${name}`);
    })
    .filter(folder =>
      fs.existsSync(path.join(locations.root, folder, 'package.json')),
    )
    .sort();
}

function installPrint() {
  const files = [
    'yarn.lock',
    '.yarnrc.yml',
    'package.json',
    ...workspaceFolders().map(folder => `${folder}/package.json`),
  ];
  return fingerprint(
    files.map(file => path.join(locations.root, file)),
    [process.version, process.platform, process.arch],
  );
}

function explain(error) {
  if (/YN0028/.test(error.message)) {
    throw new SetupError(
      'yarn.lock does not match the package.json files. After changing dependencies run:  npm run yarn -- install',
    );
  }
  throw new SetupError(
    `${error.message}\nIf the npm registry could not be reached, run the same command again: what was fetched is kept.`,
  );
}
