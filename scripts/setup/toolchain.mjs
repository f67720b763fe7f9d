// The Node.js and the Yarn that the portal runs on, fetched from the npm registry where the machine lacks them.
import fs from 'node:fs';
import path from 'node:path';
import { locations } from './locations.mjs';
import { installPackage } from './npm.mjs';
import { SetupError } from './setup-error.mjs';

/** Major versions that Backstage supports; the same list as `engines` in package.json. */
const SUPPORTED_MAJORS = [22, 24];
/** What is fetched when the machine's own Node.js is none of these. */
const FETCHED_NODE = '24.21.0';

const { packageManager } = JSON.parse(
  fs.readFileSync(path.join(locations.root, 'package.json'), 'utf8'),
);
const YARN = packageManager.split('@')[1];

/** @param {string} version - such as `v20.1.0` */
export function isSupportedNode(version) {
  return SUPPORTED_MAJORS.includes(Number(version.match(/^v?(\d+)\./)?.[1]));
}

/**
 * A Node.js that Backstage supports.
 *
 * @param {import('./progress.mjs').Progress} progress
 * @returns {Promise<string>} path of the executable; the running one where that will do
 */
export async function ensureNode(progress) {
  if (isSupportedNode(process.version)) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  // The registry has one package per platform, which is the executable and its headers.
  const name =
    platform === 'darwin' && process.arch === 'arm64'
      ? `node-bin-${platform}-${process.arch}`
      : `node-${platform}-${process.arch}`;
  const folder = path.join(locations.tools, `node-${FETCHED_NODE}`);
  const executable = path.join(
    folder,
    'node_modules',
    name,
    'bin',
    platform === 'win' ? 'node.exe' : 'node',
  );
  if (!fs.existsSync(executable)) {
    await progress.step(
      `fetching Node.js ${FETCHED_NODE}, because ${process.version} is not supported by Backstage`,
      async () => {
        try {
          await installPackage(folder, `${name}@${FETCHED_NODE}`);
        } catch (error) {
          throw new SetupError(
            `Node.js ${process.version} cannot run Backstage, and Node.js ${FETCHED_NODE} could not be fetched for ` +
              `${platform}-${process.arch}. Install Node.js 22 or 24 (https://nodejs.org) and run this again.\n${error.message}`,
          );
        }
      },
    );
  }
  return executable;
}

/** Where npm puts the executable `yarn`, once it is fetched. */
export const yarnPrograms = path.join(
  locations.tools,
  `yarn-${YARN}`,
  'node_modules/.bin',
);

/**
 * @param {import('./progress.mjs').Progress} progress
 * @returns {Promise<string>} path of Yarn's script, to be run with Node.js
 */
export async function ensureYarn(progress) {
  const folder = path.join(locations.tools, `yarn-${YARN}`);
  const script = path.join(
    folder,
    'node_modules/@yarnpkg/cli-dist/bin/yarn.js',
  );
  if (!fs.existsSync(script)) {
    await progress.step(`fetching Yarn ${YARN}`, () =>
      installPackage(folder, `@yarnpkg/cli-dist@${YARN}`),
    );
  }
  return script;
}
