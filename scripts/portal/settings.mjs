// What a run of the portal was asked for: command line and environment in, one checked object out.
import fs from 'node:fs';
import path from 'node:path';
import { locations } from '../setup/locations.mjs';
import { SetupError } from '../setup/setup-error.mjs';

/** Backstage's own default port for backends. */
const DEFAULT_PORT = 7007;
/** Guest sign-in asks for no password, so only this machine is let in unless somebody says otherwise. */
const DEFAULT_HOST = '127.0.0.1';

/**
 * @typedef {object} PortalSettings
 * @property {number} port
 * @property {string} host - interface to listen on
 * @property {string} url - where people open the portal
 * @property {string} dataDir
 * @property {boolean} isFresh - forget what the data folder holds
 * @property {boolean} isThrowAway - nothing in the data folder needs to survive a crash: faster
 * @property {boolean} usesSimulator - false: the AWS account that the environment and app-config.local.yaml name
 * @property {boolean} isProduction - the production configuration: sign-in by a user pool, a database that demands TLS
 * @property {boolean} usesOwnPostgres - POSTGRES_HOST names a running PostgreSQL
 * @property {import('./postgres-home.mjs').PostgresMajor} [postgresMajor] - of the one that is started; default: the newest
 * @property {boolean} verbose
 */

/**
 * @param {Record<string, any>} flags - as parsed from the command line
 * @param {NodeJS.ProcessEnv} env
 * @returns {PortalSettings}
 * @throws {SetupError} naming the flag or variable, what it was, and what it takes
 */
export function portalSettings(flags, env) {
  const port =
    flags.port === undefined
      ? parsePort('PORT', env.PORT || String(DEFAULT_PORT))
      : parsePort('--port', flags.port);
  const usesSimulator = !flags.aws && !env.AWS_ENDPOINT_URL;
  const isProduction = flags.production ?? false;
  return {
    port,
    host: flags.host ?? DEFAULT_HOST,
    url: `http://localhost:${port}`,
    // Real costs beside simulated ones would be judged by them.
    dataDir: path.resolve(
      flags['data-dir'] ??
        path.join(locations.data, dataFolder(usesSimulator, isProduction)),
    ),
    isFresh: flags.fresh ?? false,
    isThrowAway: flags['throw-away'] ?? false,
    usesSimulator,
    isProduction,
    usesOwnPostgres: Boolean(env.POSTGRES_HOST),
    verbose: flags.verbose ?? false,
  };
}

function dataFolder(usesSimulator, isProduction) {
  if (isProduction) return 'production';
  return usesSimulator ? 'demo' : 'aws';
}

/** @param {string} name @param {string} text */
function parsePort(name, text) {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65535) {
    throw new SetupError(
      `${name} takes a port between 1 and 65535, got '${text}'.`,
    );
  }
  return port;
}

/**
 * The configuration files of a run, later ones first in rank.
 *
 * @param {PortalSettings} settings
 * @returns {string[]} absolute paths
 */
export function configFiles({ usesSimulator, isProduction }) {
  const names = isProduction
    ? ['app-config.yaml', 'app-config.production.yaml']
    : [
        'app-config.yaml',
        ...(usesSimulator ? ['app-config.demo.yaml'] : []),
        'app-config.local.yaml',
      ];
  return names
    .map(name => path.join(locations.root, name))
    .filter(file => fs.existsSync(file));
}
