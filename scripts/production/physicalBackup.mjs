// A physical backup of a running PostgreSQL, as a snapshot of its disk is one: files copied while the server works,
// brought to one moment by its log. PostgreSQL's manual: "Making a Base Backup Using the Low Level API".
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { findPostgresHome } from '../portal/postgres-home.mjs';

/** Of the server that runs; and what belongs to no moment. */
const LEFT_OUT = ['postmaster.pid', 'postmaster.opts', 'pgsql_tmp'];

/**
 * @param {object} options
 * @param {string} options.from - data folder of the portal whose PostgreSQL runs
 * @param {number} options.port - where it listens
 * @param {string} options.to - data folder of another portal, which has no database yet
 */
export async function backUp({ from, port, to }) {
  fs.mkdirSync(to, { recursive: true });
  const [source, target] = [
    await findPostgresHome(from),
    await findPostgresHome(to),
  ];
  const cluster = path.join(source.folder, 'data');
  const copy = path.join(target.folder, 'data');
  fs.mkdirSync(target.folder, { recursive: true });
  fs.cpSync(
    path.join(source.folder, 'password'),
    path.join(target.folder, 'password'),
  );

  const admin = new pg.Client({
    host: 'localhost',
    port,
    user: 'postgres',
    password: fs.readFileSync(path.join(source.folder, 'password'), 'utf8'),
    database: 'postgres',
    ssl: { ca: fs.readFileSync(path.join(from, 'postgres-authority.pem')) },
  });
  await admin.connect();
  try {
    await admin.query("SELECT pg_backup_start('portal', fast => true)");
    fs.cpSync(cluster, copy, {
      recursive: true,
      filter: file => !LEFT_OUT.includes(path.basename(file)),
    });
    const { rows } = await admin.query(
      'SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)',
    );
    fs.writeFileSync(path.join(copy, 'backup_label'), rows[0].labelfile);
    // The log up to the end of the backup.
    fs.cpSync(path.join(cluster, 'pg_wal'), path.join(copy, 'pg_wal'), {
      recursive: true,
      force: true,
    });
  } finally {
    await admin.end();
  }
  handOver(copy, target.account);
}

/**
 * To the account that PostgreSQL runs as, which lets nobody else in.
 *
 * @param {string} file
 * @param {{ uid?: number, gid?: number }} account - nothing: it is ours already
 */
function handOver(file, account) {
  const isFolder = fs.lstatSync(file).isDirectory();
  fs.chmodSync(file, isFolder ? 0o700 : 0o600);
  const { uid, gid } = account;
  if (uid !== undefined && gid !== undefined) fs.chownSync(file, uid, gid);
  if (!isFolder) return;
  for (const name of fs.readdirSync(file)) {
    handOver(path.join(file, name), account);
  }
}
