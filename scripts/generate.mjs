// Writes the files that are made from others: `npm run generate`. With --check only says whether they are up to date.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bin } from './setup/bin.mjs';
import { locations } from './setup/locations.mjs';

const run = promisify(execFile);

const openapi = 'plugins/guardrails-common/openapi.yaml';
const pictures = 'plugins/guardrails-backend/bench/detection/printPictures.ts';

const generated = [
  {
    source: openapi,
    /** @returns {Promise<Record<string, string>>} the TypeScript types of the API description */
    files: async () => ({
      'plugins/guardrails-common/src/api/openapi.generated.ts': await printedBy(
        [bin.openapiTypescript, openapi],
      ),
    }),
  },
  {
    source: pictures,
    /** @returns {Promise<Record<string, string>>} what each detection rule expects, drawn by the rule itself */
    files: async () => {
      const printed = await printedBy([
        ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
        path.join(locations.root, pictures),
      ]);
      return Object.fromEntries(
        Object.entries(JSON.parse(printed)).map(([rule, svg]) => [
          `docs/pictures/${rule}.svg`,
          svg,
        ]),
      );
    },
  },
];

async function printedBy(args) {
  const { stdout } = await run(process.execPath, args, {
    cwd: locations.root,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

async function forEachFile(act) {
  for (const { source, files } of generated) {
    for (const [target, content] of Object.entries(await files())) {
      act(path.join(locations.root, target), content, source);
    }
  }
}

/** @returns {Promise<string[]>} a sentence about each file that is not what it should be */
export async function staleFiles() {
  const stale = [];
  await forEachFile((file, content, source) => {
    if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === content) {
      return;
    }
    stale.push(
      `${path.relative(
        locations.root,
        file,
      )} is not what ${source} generates. ` +
        'Run `npm run generate` and commit the result.',
    );
  });
  return stale;
}

async function main() {
  if (process.argv.includes('--check')) {
    const stale = await staleFiles();
    stale.forEach(sentence => console.error(sentence));
    process.exit(stale.length === 0 ? 0 : 1);
  }
  await forEachFile((file, content) => {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
