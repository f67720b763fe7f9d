// The portal as it is deployed: the frontend for whatever address it gets, and the backend as one bundle.
import fs from 'node:fs';
import path from 'node:path';
import { runLogged } from '../process/child.mjs';
import { bin } from '../setup/bin.mjs';
import { claimSetup } from '../setup/install.mjs';
import { locations } from '../setup/locations.mjs';

/**
 * The address is known only when the stack stands. A frontend whose own address and the backend's are equal when it is
 * built takes both from the browser's address bar; this one can be nobody's.
 */
const UNKNOWN_ADDRESS = 'https://portal.invalid';

/** What app-config.production.yaml reads and the frontend has no use for. */
const buildEnvironment = {
  ...process.env,
  NODE_ENV: 'production',
  APP_BASE_URL: UNKNOWN_ADDRESS,
  // A file that is read whoever asks for the configuration; the frontend gets nothing of it.
  POSTGRES_CA_FILE: path.join(locations.root, 'package.json'),
};

/**
 * @param {object} options
 * @param {import('../setup/progress.mjs').Progress} options.progress
 * @param {boolean} [options.verbose]
 */
export async function buildWebsite({ progress, verbose = false }) {
  const claim = await claimSetup(progress);
  try {
    await progress.step('building the frontend for production', () =>
      runLogged(
        process.execPath,
        [
          bin.backstage,
          ...['package', 'build'],
          ...['--config', path.join(locations.root, 'app-config.yaml')],
          ...[
            '--config',
            path.join(locations.root, 'app-config.production.yaml'),
          ],
        ],
        {
          name: 'The frontend build',
          cwd: locations.app,
          env: buildEnvironment,
          logFile: path.join(locations.data, 'logs/build-website.log'),
          verbose,
        },
      ),
    );
  } finally {
    claim.release();
  }
  requireAddressFree();
}

/** @throws when the frontend would talk to another address than the one it is opened at */
function requireAddressFree() {
  const page = fs.readFileSync(
    path.join(locations.app, 'dist/index.html'),
    'utf8',
  );
  const found = bakedInAddresses(page);
  if (found.every(url => url === UNKNOWN_ADDRESS)) return;
  throw new Error(
    `The built frontend knows the addresses ${found.join(
      ' and ',
    )} instead of ` +
      `${UNKNOWN_ADDRESS}: app.baseUrl and backend.baseUrl in app-config.production.yaml must both be \${APP_BASE_URL}.`,
  );
}

/**
 * @param {string} page - index.html, which holds the configuration files it was built from, lowest rank first
 * @returns {(string | undefined)[]} the frontend's own address and the backend's
 */
export function bakedInAddresses(page) {
  const config = page.match(
    /<script type="backstage\.io\/config">([\s\S]*?)<\/script>/,
  )?.[1];
  /** @type {{ data: Record<string, { baseUrl?: string }> }[]} */
  const files = JSON.parse(config ?? '[]');
  return ['app', 'backend'].map(section =>
    files
      .map(({ data }) => data[section]?.baseUrl)
      .findLast(url => url !== undefined),
  );
}

/**
 * The backend's bundle: packages/backend/dist/bundle.tar.gz, and skeleton.tar.gz with what Yarn needs to install.
 *
 * @param {object} options
 * @param {import('../setup/progress.mjs').Progress} options.progress
 * @param {boolean} [options.verbose]
 */
export async function buildBackend({ progress, verbose = false }) {
  const log = name => path.join(locations.data, `logs/${name}.log`);
  await progress.step('checking types', () =>
    runLogged(process.execPath, [bin.tsc], {
      name: 'The type check',
      cwd: locations.root,
      logFile: log('build-types'),
      verbose,
    }),
  );
  await progress.step('bundling the backend', () =>
    runLogged(process.execPath, [bin.backstage, 'package', 'build'], {
      name: 'The backend build',
      cwd: locations.backend,
      env: buildEnvironment,
      logFile: log('build-backend'),
      verbose,
    }),
  );
}
