// The portal on its production configuration, started and stopped as a container is.
import fs from 'node:fs';
import path from 'node:path';
import { locations } from '../setup/locations.mjs';
import { succeeds } from './check.mjs';
import { countsOfTap } from './scripts.mjs';

/** @type {import('./check.mjs').Check} */
export const productionTests = {
  name: 'production',
  part: 'production',
  run: async () => {
    const report = path.join(locations.data, 'test', 'production.tap');
    fs.mkdirSync(path.dirname(report), { recursive: true });
    fs.rmSync(report, { force: true });
    const isGood = await succeeds(
      [
        '--test',
        // A portal starts in a quarter of a minute, on a busy machine in several.
        '--test-timeout=600000',
        ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
        ...['--test-reporter=tap', `--test-reporter-destination=${report}`],
        'scripts/production/*.spec.mjs',
      ],
      { name: 'node --test' },
    );
    return countsOfTap(fs.readFileSync(report, 'utf8'), isGood);
  },
};
