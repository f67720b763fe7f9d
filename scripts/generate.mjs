// Writes the files that are made from others: `npm run generate`. With --check only says whether they are up to date.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bin } from './setup/bin.mjs';
import { locations } from './setup/locations.mjs';

const run = promisify(execFile);

const generated = [
  {
    source: 'plugins/guardrails-common/openapi.yaml',
    target: 'plugins/guardrails-common/src/api/openapi.generated.ts',
    /** @returns {Promise<string>} the TypeScript types of the API description */
    generate: async source => {
      const { stdout } = await run(
        process.execPath,
        [bin.openapiTypescript, source],
        { cwd: locations.root, maxBuffer: 64 * 1024 * 1024 },
      );
      return stdout;
    },
  },
];

async function forEachFile(act) {
  for (const { source, target, generate } of generated) {
    const content = await generate(source);
    act(path.join(locations.root, target), content, source);
  }
}

/** @returns {Promise<boolean>} says on the console which files are not */
export async function isUpToDate() {
  let isGood = true;
  await forEachFile((file, content, source) => {
    if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === content) {
      return;
    }
    isGood = false;
    console.error(
      `${path.relative(
        locations.root,
        file,
      )} is not what ${source} generates. ` +
        'Run `npm run generate` and commit the result.',
    );
  });
  return isGood;
}

async function main() {
  if (process.argv.includes('--check')) {
    process.exit((await isUpToDate()) ? 0 : 1);
  }
  await forEachFile((file, content) => {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
