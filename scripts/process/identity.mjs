// Tells one process from another that later got the same number, so that only what is ours is ever ended.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

/**
 * @param {number} pid
 * @returns {string | undefined} the same as long as this very process lives; undefined when there is none (a finished
 *   one that nobody has waited for counts as none), or when this platform does not tell
 */
export function identityOf(pid) {
  if (process.platform === 'linux') {
    const { state, startTime } = statOf(pid) ?? {};
    if (state === undefined || state === 'Z' || state === 'X') return undefined;
    const boot = readOrUndefined('/proc/sys/kernel/random/boot_id') ?? '';
    return `${boot.trim()}/${startTime}`;
  }
  if (process.platform === 'win32') return undefined;
  const [state, ...start] = ps('stat=,lstart=', pid).split(/\s+/);
  return state === '' || state.startsWith('Z') ? undefined : start.join(' ');
}

/**
 * @typedef {{ pid: number, identity: string | undefined }} ProcessRecord what a file remembers of a process
 */

/** @param {number} pid @returns {ProcessRecord} */
export function recordOf(pid) {
  return { pid, identity: identityOf(pid) };
}

/** @param {ProcessRecord} record @returns {boolean} whether that very process still runs */
export function isAlive({ pid, identity }) {
  return identity !== undefined && identityOf(pid) === identity;
}

/**
 * @param {number} pid
 * @returns {string} the command line of a process; empty when there is none, or when this platform does not tell
 */
export function commandOf(pid) {
  if (process.platform === 'linux') {
    return (readOrUndefined(`/proc/${pid}/cmdline`) ?? '').replaceAll(
      '\0',
      ' ',
    );
  }
  return process.platform === 'win32' ? '' : ps('command=', pid);
}

/**
 * @param {number} pid
 * @returns {number | undefined} the parent of a process; undefined when there is none, or this platform does not tell
 */
export function parentOf(pid) {
  if (process.platform === 'linux') return statOf(pid)?.parent;
  if (process.platform === 'win32') return undefined;
  return Number(ps('ppid=', pid)) || undefined;
}

/** What Linux tells about a process, see proc_pid_stat(5). */
function statOf(pid) {
  const stat = readOrUndefined(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The command in parentheses may itself hold spaces and parentheses; fields 3 (state), 4 (parent) and 22 (start time
  // in clock ticks since boot) follow the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    state: fields[0],
    parent: Number(fields[1]),
    startTime: fields[19],
  };
}

/** One line of ps, which every other Unix has; empty when there is no such process. */
function ps(format, pid) {
  try {
    return execFileSync('ps', ['-o', format, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return ''; // ps ends with 1
  }
}

function readOrUndefined(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined; // the process ended, perhaps just now
  }
}
