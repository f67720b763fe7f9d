// Makes the portal's own user in the database, who may do less than the administrator: connect, and create schemas in
// this one database. Runs before each start of the portal, which never sees the administrator's password; running it
// again changes nothing but the password, to the one that the portal is given.
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** Tasks that start at the same time take turns; any number that nobody else locks will do. */
const TURN = 7_007_001;
/** PostgreSQL's own default, `scram_iterations`. */
const SCRAM_ITERATIONS = 4096;

/**
 * @param {NodeJS.ProcessEnv} env - POSTGRES_HOST, _PORT, _DB, _CA_FILE; the administrator's POSTGRES_ADMIN_USER and
 *   _PASSWORD; the portal's POSTGRES_USER and _PASSWORD
 * @throws {Error} naming the variables that are missing; PostgreSQL's own errors
 */
export async function prepareDatabase(env) {
  const names = [
    ...['HOST', 'PORT', 'DB', 'CA_FILE', 'USER', 'PASSWORD'],
    ...['ADMIN_USER', 'ADMIN_PASSWORD'],
  ].map(name => `POSTGRES_${name}`);
  const missing = names.filter(name => !env[name]);
  if (missing.length > 0) {
    throw new Error(`Preparing the database needs ${missing.join(', ')}.`);
  }
  const [host, port, database, caFile, user, password, admin, adminPassword] =
    names.map(name => env[name] ?? '');
  const client = new pg.Client({
    ...{ host, port: Number(port), database },
    ...{ user: admin, password: adminPassword },
    ssl: { rejectUnauthorized: true, ca: readFileSync(caFile) },
  });
  await client.connect();
  try {
    const [role, name] = [user, database].map(pg.escapeIdentifier);
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [TURN]);
    const { rowCount } = await client.query(
      'SELECT FROM pg_roles WHERE rolname = $1',
      [user],
    );
    if (!rowCount) {
      await client.query(`CREATE ROLE ${role} NOCREATEDB NOCREATEROLE`);
    }
    await client.query(
      `ALTER ROLE ${role} LOGIN PASSWORD ${pg.escapeLiteral(
        scramVerifier(password),
      )}`,
    );
    await client.query(`GRANT CONNECT, CREATE ON DATABASE ${name} TO ${role}`);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

/** What PostgreSQL keeps of a password (RFC 5803), so that the password itself stands in no statement and no log. */
function scramVerifier(password) {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, SCRAM_ITERATIONS, 32, 'sha256');
  const key = name => createHmac('sha256', salted).update(name).digest();
  const stored = createHash('sha256').update(key('Client Key'));
  return `SCRAM-SHA-256$${SCRAM_ITERATIONS}:${salt.toString(
    'base64',
  )}$${stored.digest('base64')}:${key('Server Key').toString('base64')}`;
}

if (
  process.argv[1] &&
  path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)
) {
  await prepareDatabase(process.env);
}
