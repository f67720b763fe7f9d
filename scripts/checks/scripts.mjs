// The tests of the scripts themselves, on Node.js' own test runner.
import fs from 'node:fs';
import path from 'node:path';
import { locations } from '../setup/locations.mjs';
import { failure, succeeds } from './check.mjs';

/** @type {import('./check.mjs').Check} */
export const scriptTests = {
  name: 'scripts',
  part: 'unit',
  run: async () => {
    const report = path.join(locations.data, 'test', 'scripts.tap');
    fs.mkdirSync(path.dirname(report), { recursive: true });
    fs.rmSync(report, { force: true });
    const isGood = await succeeds(
      [
        '--test',
        // For a file as well as for a test: one that hangs must not hang everything.
        '--test-timeout=120000',
        ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
        ...['--test-reporter=tap', `--test-reporter-destination=${report}`],
        'scripts/**/*.test.mjs',
      ],
      { name: 'node --test' },
    );
    return countsOfTap(fs.readFileSync(report, 'utf8'), isGood);
  },
};

/**
 * @param {string} tap - the report
 * @param {boolean} isGood - whether the runner itself was content
 * @returns {import('./check.mjs').Counts} what was skipped is told with its reason; without one it counts as failed
 */
export function countsOfTap(tap, isGood) {
  const count = word =>
    Number(tap.match(new RegExp(`^# ${word} (\\d+)$`, 'm'))?.[1] ?? 0);
  const notRun = [
    ...tap.matchAll(/^\s*ok \d+ - (?<name>.+?) # SKIP (?<reason>.+)$/gm),
  ].map(({ groups }) => `${groups?.name}: ${groups?.reason}`);
  const failed =
    ['fail', 'cancelled', 'skipped', 'todo']
      .map(count)
      .reduce((sum, n) => sum + n, 0) - notRun.length;
  return {
    passed: count('pass'),
    failed: isGood ? failed : Math.max(failed, 1),
    failures: [
      ...tap.matchAll(
        /^\s*not ok \d+ - (?<name>.+)\n(?<details>(?:.*\n)*?)\s+\.\.\.$/gm,
      ),
    ]
      .filter(({ groups }) => !/subtestsFailed/.test(groups?.details ?? ''))
      .map(({ groups }) => failure(groups?.name ?? '', groups?.details ?? '')),
    notRun,
  };
}
