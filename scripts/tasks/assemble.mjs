// `npm run assemble -- <folder>`: lays out in a folder what the image holds, as the Dockerfile does, without Docker.
import fs from 'node:fs';
import path from 'node:path';
import { buildWebsite } from '../deployment/build.mjs';
import { layOutImage } from '../deployment/image.mjs';
import { installPackages } from '../setup/install.mjs';
import { SetupError } from '../setup/setup-error.mjs';

/** @param {import('./task.mjs').TaskContext} context */
export async function assemble({ rest, progress, yarn }) {
  const [folder] = rest;
  if (rest.length !== 1) {
    throw new SetupError(
      `npm run assemble takes one folder; got ${
        rest.length ? `'${rest.join(' ')}'` : 'none'
      }.`,
    );
  }
  const target = path.resolve(folder);
  if (fs.existsSync(target) && fs.readdirSync(target).length > 0) {
    throw new SetupError(
      `npm run assemble takes a folder that is empty or does not exist; '${target}' has files in it.`,
    );
  }
  await installPackages({ progress, yarn, verbose: false });
  await buildWebsite({ progress });
  await layOutImage({ target, progress, yarn });
}
