// PostgreSQL from the npm registry, for one portal: its own data, its own password, the loopback interface only.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Child, endOrphan } from '../process/child.mjs';
import { commandOf, recordOf } from '../process/identity.mjs';
import { freePort } from '../process/port.mjs';
import { SetupError } from '../setup/setup-error.mjs';
import { findPostgresHome } from './postgres-home.mjs';

const USER = 'postgres';
/** Connections: about ten plugins and as many test workers keep a pool of up to ten each. */
const MAX_CONNECTIONS = 300;
/** What PostgreSQL calls a fast shutdown: open sessions are ended, nothing is lost. */
const FAST_SHUTDOWN = 'SIGINT';

/**
 * @typedef {object} Postgres
 * @property {number} port - on the loopback interface
 * @property {Record<string, string>} env - the variables that app-config.yaml reads
 * @property {string} url - a connection string for the maintenance database
 * @property {string | undefined} notice - what people should know
 */

/**
 * Starts PostgreSQL on a free port. It stops when this process ends.
 *
 * @param {object} options
 * @param {string} options.dataDir - the portal's data folder; the cluster is made here on first use
 * @param {string} options.logFile
 * @param {import('./instance.mjs').Instance} options.instance
 * @param {boolean} [options.isThrowAway] - nothing needs to survive a crash: faster
 * @param {import('./postgres-home.mjs').PostgresMajor} [options.major]
 * @param {import('./certificates.mjs').ServerIdentity} [options.tls] - speak TLS with this identity, and nothing else
 * @returns {Promise<Postgres>}
 */
export async function startPostgres({
  dataDir,
  logFile,
  instance,
  isThrowAway = false,
  major = 18,
  tls,
}) {
  const home = await findPostgresHome(dataDir, major);
  const cluster = path.join(home.folder, 'data');
  const passwordFile = path.join(home.folder, 'password');
  if (!fs.existsSync(cluster)) createCluster(home, cluster, passwordFile);
  checkCluster(cluster, passwordFile, major);
  await clearPidFile(cluster);

  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const log = fs.openSync(logFile, 'w');
  const port = await freePort();
  const child = new Child(
    path.join(home.program, 'bin/postgres'),
    [
      ...['-D', cluster, '-p', String(port)],
      ...settings({
        isThrowAway,
        tlsFiles: tls && writeTlsFiles(home, cluster, tls),
      }),
    ],
    {
      name: 'PostgreSQL',
      ...home.account,
      cwd: '/',
      output: log,
      signal: FAST_SHUTDOWN,
      lastSignal: FAST_SHUTDOWN,
    },
  );
  fs.closeSync(log);
  instance.started('PostgreSQL', child.pid, FAST_SHUTDOWN);
  await readiness(child, cluster, logFile);
  const password = fs.readFileSync(passwordFile, 'utf8');
  return {
    port,
    env: {
      POSTGRES_HOST: '127.0.0.1',
      POSTGRES_PORT: String(port),
      POSTGRES_USER: USER,
      POSTGRES_PASSWORD: password,
    },
    url: `postgresql://${USER}:${password}@127.0.0.1:${port}/postgres`,
    notice: home.notice,
  };
}

function settings({ isThrowAway, tlsFiles }) {
  const values = {
    listen_addresses: '127.0.0.1',
    // No socket file: its path may be too long, or in a folder that is shared.
    unix_socket_directories: '',
    max_connections: MAX_CONNECTIONS,
    ...(isThrowAway && {
      fsync: 'off',
      full_page_writes: 'off',
      synchronous_commit: 'off',
    }),
    ...(tlsFiles && { ssl: 'on', ...tlsFiles }),
  };
  return Object.entries(values).flatMap(([key, value]) => [
    '-c',
    `${key}=${value}`,
  ]);
}

/** @returns {Record<string, string>} the settings that name the files */
function writeTlsFiles(home, cluster, { certificate, key }) {
  const contents = {
    ssl_cert_file: certificate,
    ssl_key_file: key,
    // As `rds.force_ssl` does: who comes without TLS is not let in.
    hba_file: 'hostssl all all 127.0.0.1/32 scram-sha-256\n',
  };
  return Object.fromEntries(
    Object.entries(contents).map(([setting, content]) => {
      const file = path.join(cluster, setting);
      fs.writeFileSync(file, content, { mode: 0o600 });
      const { uid, gid } = home.account;
      if (uid !== undefined) fs.chownSync(file, uid, gid);
      return [setting, file];
    }),
  );
}

/** Makes the cluster beside its final place and moves it there, so that an interrupted start leaves no half of one. */
function createCluster(home, cluster, passwordFile) {
  const draft = `${cluster}.new`;
  fs.rmSync(draft, { recursive: true, force: true });
  fs.mkdirSync(draft, { recursive: true, mode: 0o700 });
  const password = randomBytes(24).toString('base64url');
  // Anybody on this machine can connect to a loopback port, and a database superuser can run programs.
  const draftPassword = path.join(home.folder, 'password.new');
  fs.writeFileSync(draftPassword, password, { mode: 0o600 });
  const { uid, gid } = home.account;
  if (uid !== undefined) {
    fs.chownSync(draft, uid, gid);
    fs.chownSync(draftPassword, uid, gid); // initdb reads it as that account
  }
  const result = spawnSync(
    path.join(home.program, 'bin/initdb'),
    [
      ...['-D', draft],
      ...['-U', USER],
      '--auth=scram-sha-256',
      `--pwfile=${draftPassword}`,
      '--encoding=UTF8',
      // The same order of text on every machine, and messages in English.
      '--locale=C',
      '--no-sync',
    ],
    { ...home.account, cwd: '/', encoding: 'utf8' },
  );
  if (result.status !== 0) {
    throw new Error(
      `PostgreSQL could not make its data folder ${draft}:\n${
        result.error?.message ?? result.stderr
      }`,
    );
  }
  if (uid !== undefined) fs.chownSync(draftPassword, 0, 0);
  fs.renameSync(draftPassword, passwordFile);
  fs.renameSync(draft, cluster);
}

function checkCluster(cluster, passwordFile, major) {
  const advice = `To start over with empty data, remove ${path.dirname(
    cluster,
  )}`;
  let version;
  try {
    version = fs.readFileSync(path.join(cluster, 'PG_VERSION'), 'utf8').trim();
    fs.accessSync(passwordFile, fs.constants.R_OK);
  } catch (error) {
    throw new SetupError(
      `The data of the portal cannot be read (${error.message}). ` +
        `If it was made by another user, such as root, run as that user. ${advice}`,
    );
  }
  if (version !== String(major)) {
    throw new SetupError(
      `The data of the portal was made by PostgreSQL ${version}; this is PostgreSQL ${major}. ${advice}`,
    );
  }
}

/**
 * PostgreSQL refuses to start while the process that its pid file names is alive: an orphan of ours, which is ended, or
 * another program that got the same number, as happens in containers.
 */
async function clearPidFile(cluster) {
  const pid = pidFile(cluster)?.pid;
  if (pid === undefined) return;
  const command = commandOf(pid);
  if (command.includes('postgres') && command.includes(cluster)) {
    await endOrphan(recordOf(pid), { signal: FAST_SHUTDOWN });
  } else if (command !== '') {
    fs.rmSync(path.join(cluster, 'postmaster.pid'));
  }
}

/** @returns {{ pid: number, status: string } | undefined} see "postmaster.pid" in PostgreSQL's miscadmin.h */
function pidFile(cluster) {
  try {
    const lines = fs
      .readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8')
      .split('\n');
    return { pid: Number(lines[0]), status: (lines[7] ?? '').trim() };
  } catch {
    return undefined; // not there, or just being written
  }
}

async function readiness(child, cluster, logFile) {
  while (child.isRunning) {
    const file = pidFile(cluster);
    if (file && file.pid === child.pid && file.status === 'ready') return;
    await sleep(20);
  }
  await child.exited;
  throw new Error(
    `PostgreSQL did not start:\n${fs
      .readFileSync(logFile, 'utf8')
      .trim()
      .slice(-2000)}`,
  );
}
