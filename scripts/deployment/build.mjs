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
  const config = page.match(
    /<script type="backstage\.io\/config">([\s\S]*?)<\/script>/,
  )?.[1];
  const found = [...(config ?? '').matchAll(/"baseUrl": ?"([^"]*)"/g)].map(
    ([, url]) => url,
  );
  if (found.length === 0 || found.some(url => url !== UNKNOWN_ADDRESS)) {
    throw new Error(
      `The built frontend knows the addresses ${
        found.join(', ') || '(none)'
      } instead of ${UNKNOWN_ADDRESS}: app.baseUrl and backend.baseUrl in app-config.production.yaml must both be \${APP_BASE_URL}.`,
    );
  }
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
