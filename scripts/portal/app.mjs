// The built frontend: made again when something that goes into it has changed.
import fs from 'node:fs';
import path from 'node:path';
import { runLogged } from '../process/child.mjs';
import { bin } from '../setup/bin.mjs';
import {
  fingerprint,
  isStamped,
  unlessStamped,
} from '../setup/fingerprint.mjs';
import { claimSetup, workspaceFolders } from '../setup/install.mjs';
import { locations } from '../setup/locations.mjs';

/** @param {string} app - folder */
function stampFile(app) {
  return path.join(app, 'dist/.portal-build');
}

/**
 * @param {string} [app] - folder of the frontend: the portal's own unless it is named
 * @returns {boolean} whether the frontend is built from what is there now
 */
export function isAppBuilt(app = locations.app) {
  return isStamped(stampFile(app), appPrint(app));
}

/**
 * @param {object} options
 * @param {import('../setup/progress.mjs').Progress} options.progress
 * @param {boolean} options.verbose
 * @param {string} [options.app] - folder of the frontend: the portal's own unless it is named
 */
export async function buildApp({ progress, verbose, app = locations.app }) {
  if (isAppBuilt(app)) return;
  const claim = await claimSetup(progress);
  const what = app === locations.app ? 'the frontend' : path.basename(app);
  try {
    await unlessStamped(stampFile(app), appPrint(app), () =>
      progress.step(`building ${what} (about half a minute)`, () =>
        runLogged(
          process.execPath,
          [
            bin.backstage,
            ...['package', 'build', '--config', '../../app-config.yaml'],
          ],
          {
            name: 'The frontend build',
            cwd: app,
            logFile: path.join(locations.data, 'logs/build.log'),
            verbose,
          },
        ),
      ),
    );
  } finally {
    claim.release();
  }
}

/** Everything the bundle is made of: the app, the workspace packages below it, the locked packages, the config. */
function appPrint(app) {
  const inputs = bundledFolders(path.basename(app)).flatMap(folder =>
    // Also the config schema, which the build puts into the bundle.
    ['src', 'public', 'package.json', 'config.d.ts'].map(
      name => `${folder}/${name}`,
    ),
  );
  return fingerprint(
    [...inputs, 'app-config.yaml', 'yarn.lock', 'backstage.json'].map(file =>
      path.join(locations.root, file),
    ),
  );
}

/** @returns {string[]} folders of a workspace package and of all workspace packages it depends on, sorted */
function bundledFolders(name) {
  const packages = new Map(
    workspaceFolders().map(folder => {
      const manifest = path.join(locations.root, folder, 'package.json');
      const content = JSON.parse(fs.readFileSync(manifest, 'utf8'));
      return [
        content.name,
        { folder, dependencies: content.dependencies ?? {} },
      ];
    }),
  );
  const found = new Set();
  const visit = packageName => {
    const workspacePackage = packages.get(packageName);
    if (!workspacePackage || found.has(workspacePackage.folder)) return;
    found.add(workspacePackage.folder);
    Object.keys(workspacePackage.dependencies).forEach(visit);
  };
  visit(name);
  return [...found].sort();
}
