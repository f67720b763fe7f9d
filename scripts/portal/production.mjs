// What the production configuration asks of its surroundings, on one machine: a PostgreSQL that speaks TLS alone, a
// user who may do little, a user pool to sign in with, secrets.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { prepareDatabase } from '../../packages/backend/image/prepareDatabase.mjs';
import { Child } from '../process/child.mjs';
import { freePort, waitForListener } from '../process/port.mjs';
import { locations } from '../setup/locations.mjs';
import { issueServerIdentity } from './certificates.mjs';
import { startPostgres } from './postgres.mjs';

const DATABASE = 'guardrails';
const USER = 'guardrails';

/** A secret as a deployment would generate it. */
const secret = () => randomBytes(32).toString('base64url');

/**
 * PostgreSQL as the portal finds it in the cloud.
 *
 * @param {object} options
 * @param {string} options.dataDir
 * @param {string} options.logFile
 * @param {import('./instance.mjs').Instance} options.instance
 * @param {boolean} [options.isThrowAway]
 * @param {import('./postgres-home.mjs').PostgresMajor} [options.major]
 * @returns {Promise<import('./postgres.mjs').Postgres>} `env`: the variables that app-config.production.yaml reads;
 *   `url`: of the superuser, who needs TLS as well
 */
export async function startProductionPostgres(options) {
  const identity = issueServerIdentity();
  const postgres = await startPostgres({ ...options, tls: identity });
  const authority = path.join(options.dataDir, 'postgres-authority.pem');
  fs.writeFileSync(authority, identity.authority);
  const env = {
    // The name in the certificate.
    POSTGRES_HOST: 'localhost',
    POSTGRES_PORT: String(postgres.port),
    POSTGRES_USER: USER,
    POSTGRES_PASSWORD: secret(),
    POSTGRES_DB: DATABASE,
    POSTGRES_CA_FILE: authority,
  };
  await makeDatabase(env, postgres.url);
  return { ...postgres, env };
}

/**
 * A database, as RDS makes it with the instance, and the portal's user in it, as the stack makes it.
 *
 * @param {NodeJS.ProcessEnv} env - the variables of a portal that uses the database
 * @param {string} url - of the superuser
 */
export async function makeDatabase(env, url) {
  const { username, password } = new URL(url);
  await createDatabase(env, { user: username, password });
  await prepareDatabase({
    ...env,
    POSTGRES_ADMIN_USER: username,
    POSTGRES_ADMIN_PASSWORD: password,
  });
}

/** Unless it is there. */
async function createDatabase(env, { user, password }) {
  const { default: pg } = await import('pg');
  const admin = new pg.Client({
    ...{ user, password, database: 'postgres' },
    ...{ host: env.POSTGRES_HOST, port: Number(env.POSTGRES_PORT) },
    ssl: { ca: fs.readFileSync(env.POSTGRES_CA_FILE) },
  });
  await admin.connect();
  try {
    const { rowCount } = await admin.query(
      'SELECT FROM pg_database WHERE datname = $1',
      [env.POSTGRES_DB],
    );
    if (rowCount) return;
    await admin.query(
      `CREATE DATABASE ${pg.escapeIdentifier(env.POSTGRES_DB)}`,
    );
  } finally {
    await admin.end();
  }
}

/**
 * A user pool whose only app client is the portal at this address.
 *
 * @param {object} options
 * @param {string} options.url - of the portal
 * @param {string} options.logFile
 * @param {import('./instance.mjs').Instance} options.instance
 * @returns {Promise<{ url: string, env: Record<string, string> }>} `url`: of the Hosted UI
 */
export async function startUserPool({ url, logFile, instance }) {
  const [port, clientId, clientSecret] = [await freePort(), 'portal', secret()];
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const log = fs.openSync(logFile, 'w');
  const child = Child.node(
    [
      ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
      'src/main.ts',
      `--port=${port}`,
      `--client-id=${clientId}`,
      `--client-secret=${clientSecret}`,
      `--callback-url=${url}/api/auth/cognito/handler/frame`,
      `--logout-url=${url}/`,
    ],
    { name: 'Cognito simulator', cwd: locations.cognito, output: log },
  );
  fs.closeSync(log);
  instance.started('Cognito simulator', child.pid);
  if (!(await waitForListener(port, () => !child.isRunning))) {
    throw new Error(
      `The Cognito simulator did not start:\n${fs
        .readFileSync(logFile, 'utf8')
        .slice(-2000)}`,
    );
  }
  return {
    url: `http://localhost:${port}`,
    env: {
      COGNITO_ISSUER: `http://127.0.0.1:${port}`,
      COGNITO_DOMAIN: `http://localhost:${port}`,
      COGNITO_CLIENT_ID: clientId,
      COGNITO_CLIENT_SECRET: clientSecret,
    },
  };
}

/** @param {string} url - where people open the portal @returns {Record<string, string>} */
export function productionSettings(url) {
  return {
    NODE_ENV: 'production',
    APP_BASE_URL: url,
    AUTH_SESSION_SECRET: secret(),
    // An API of the simulated account.
    GUARDRAILS_REST_API_ID: 'pay4x8k2m1',
  };
}
