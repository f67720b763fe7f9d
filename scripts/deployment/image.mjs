// What the portal's image holds, laid out in a folder: the Dockerfile runs the same script.
import fs from 'node:fs';
import path from 'node:path';
import { runLogged } from '../process/child.mjs';
import { locations } from '../setup/locations.mjs';
import { buildBackend } from './build.mjs';
import { readDockerfile } from './dockerfile.mjs';

/**
 * Builds the backend, with the frontend as it is built already, and lays out the image.
 *
 * @param {object} options
 * @param {string} options.target - an empty folder, or one that does not exist
 * @param {import('../setup/progress.mjs').Progress} options.progress
 * @param {string} options.yarn - path of Yarn's script
 */
export async function layOutImage({ target, progress, yarn }) {
  await buildBackend({ progress });
  fs.mkdirSync(target, { recursive: true });
  await progress.step(`laying out the image in ${target}`, async () => {
    for (const { name: step } of readDockerfile().steps) {
      await runLogged(
        'sh',
        [
          path.join(locations.backend, 'image/assemble.sh'),
          ...[step, locations.root, target],
        ],
        {
          name: `The step '${step}'`,
          env: { ...process.env, YARN: `${process.execPath} ${yarn}` },
          logFile: path.join(locations.data, `logs/image-${step}.log`),
        },
      );
    }
  });
}
