// Finds the benches: every `bench/<name>.bench.ts` of a package.
import fs from 'node:fs';
import path from 'node:path';
import { locations } from '../setup/locations.mjs';

const SUFFIX = /\.bench\.(ts|mjs)$/;

/** @returns {Map<string, string>} name → path of the module, by name */
export function findBenches() {
  /** @type {[string, string][]} */
  const found = ['packages', 'plugins'].flatMap(group =>
    subfolders(path.join(locations.root, group)).flatMap(pkg => {
      const folder = path.join(pkg, 'bench');
      return fs.existsSync(folder)
        ? fs
            .readdirSync(folder)
            .filter(file => SUFFIX.test(file))
            .map(
              file =>
                /** @type {[string, string]} */ ([
                  file.replace(SUFFIX, ''),
                  path.join(folder, file),
                ]),
            )
        : [];
    }),
  );
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function subfolders(folder) {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => path.join(folder, entry.name));
}
