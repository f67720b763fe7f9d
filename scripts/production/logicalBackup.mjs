// A logical backup: what pg_dump writes and pg_restore reads, as docs/operations.md describes it. Both are the machine's
// own programs; no package of the npm registry brings them.
import { execFileSync, spawnSync } from 'node:child_process';

/**
 * @param {number} server - major version of the PostgreSQL to dump, which may not be newer than the program
 * @returns {string | undefined} why this machine cannot dump it
 */
export function withoutDump(server) {
  const { error, stdout } = spawnSync('pg_dump', ['--version'], {
    encoding: 'utf8',
  });
  const advice = 'on Debian and Ubuntu: apt-get install postgresql-client';
  if (error) return `pg_dump is not installed (${advice})`;
  const version = Number(stdout.match(/\(PostgreSQL\) (\d+)/)?.[1]);
  if (version >= server) return undefined;
  return `pg_dump ${version} cannot read PostgreSQL ${server} (${advice})`;
}

/**
 * As the portal's user, over TLS.
 *
 * @param {object} options
 * @param {NodeJS.ProcessEnv} options.from - the variables of the portal whose database is dumped
 * @param {NodeJS.ProcessEnv} options.to - those of the portal that goes on, on an empty database
 * @param {string} options.file - holds the dump afterwards
 */
export function dumpAndRestore({ from, to, file }) {
  run('pg_dump', ['--format=custom', `--file=${file}`], from);
  run(
    'pg_restore',
    [
      ...['--no-owner', '--exit-on-error'],
      ...[`--dbname=${to.POSTGRES_DB}`, file],
    ],
    to,
  );
}

function run(program, args, env) {
  execFileSync(program, args, {
    env: {
      ...process.env,
      PGHOST: env.POSTGRES_HOST,
      PGPORT: env.POSTGRES_PORT,
      PGUSER: env.POSTGRES_USER,
      PGPASSWORD: env.POSTGRES_PASSWORD,
      PGDATABASE: env.POSTGRES_DB,
      PGSSLMODE: 'verify-full',
      PGSSLROOTCERT: env.POSTGRES_CA_FILE,
    },
  });
}
