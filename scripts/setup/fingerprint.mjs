// Tells whether work must be done again: a hash over its inputs, kept in a stamp file beside its result.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/**
 * @param {string[]} inputs - files and folders; a missing one counts as such, so that its appearance is a change
 * @param {string[]} [facts] - other things the result depends on, such as a version
 * @returns {string} hexadecimal SHA-256
 */
export function fingerprint(inputs, facts = []) {
  const hash = createHash('sha256');
  for (const fact of facts) hash.update(`fact ${fact}\0`);
  for (const input of inputs) {
    for (const file of filesOf(input)) {
      hash.update(`file ${path.relative(input, file)}\0`);
      hash.update(fs.readFileSync(file));
      hash.update('\0');
    }
    hash.update(`end ${path.basename(input)}\0`);
  }
  return hash.digest('hex');
}

/** @returns {string[]} in an order that does not depend on the file system */
function filesOf(input) {
  const stat = fs.statSync(input, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [input];
  return fs
    .readdirSync(input)
    .filter(name => name !== 'node_modules')
    .sort()
    .flatMap(name => filesOf(path.join(input, name)));
}

/**
 * Does the work unless it was done for the same inputs before. The stamp is removed first, so that work which was
 * cut short counts as not done.
 *
 * @param {string} stampFile
 * @param {string} print - from {@link fingerprint}
 * @param {() => void | Promise<void>} work
 * @returns {Promise<boolean>} whether it was done now
 */
export async function unlessStamped(stampFile, print, work) {
  if (isStamped(stampFile, print)) return false;
  fs.rmSync(stampFile, { force: true });
  await work();
  fs.mkdirSync(path.dirname(stampFile), { recursive: true });
  fs.writeFileSync(stampFile, print);
  return true;
}

/** @returns {boolean} */
export function isStamped(stampFile, print) {
  return (
    fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === print
  );
}
