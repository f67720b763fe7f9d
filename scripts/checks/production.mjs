// The portal in production: the image is laid out as the Dockerfile does it, started and stopped as a container is.
import fs from 'node:fs';
import path from 'node:path';
import { layOutImage } from '../deployment/image.mjs';
import { buildApp } from '../portal/app.mjs';
import { locations } from '../setup/locations.mjs';
import { Progress } from '../setup/progress.mjs';
import { ensureYarn } from '../setup/toolchain.mjs';
import { succeeds } from './check.mjs';
import { countsOfTap } from './scripts.mjs';

/** @type {import('./check.mjs').Check} */
export const productionTests = {
  name: 'production',
  part: 'production',
  run: async () => {
    const progress = new Progress();
    const image = path.join(locations.data, 'test-image');
    fs.rmSync(image, { recursive: true, force: true });
    // The one that the browser tests want as well; how it differs in production is its own address alone.
    await buildApp({ progress, verbose: false });
    await layOutImage({
      target: image,
      progress,
      yarn: await ensureYarn(progress),
    });
    const report = path.join(locations.data, 'test', 'production.tap');
    fs.mkdirSync(path.dirname(report), { recursive: true });
    fs.rmSync(report, { force: true });
    const isGood = await succeeds(
      [
        '--test',
        // Several portals at once are enough for a machine.
        '--test-concurrency=1',
        // A portal starts in a quarter of a minute, on a busy machine in several.
        '--test-timeout=600000',
        ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
        ...['--test-reporter=tap', `--test-reporter-destination=${report}`],
        'scripts/production/*.spec.mjs',
      ],
      { name: 'node --test', env: { ...process.env, PORTAL_IMAGE: image } },
    );
    return countsOfTap(fs.readFileSync(report, 'utf8'), isGood);
  },
};
