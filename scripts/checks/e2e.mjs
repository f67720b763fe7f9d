// The browser tests, against a portal that they start themselves (see packages/app/e2e/harness).
import fs from 'node:fs';
import path from 'node:path';
import { buildApp } from '../portal/app.mjs';
import { bin } from '../setup/bin.mjs';
import { locations } from '../setup/locations.mjs';
import { Progress } from '../setup/progress.mjs';
import { failure, succeeds } from './check.mjs';

/** @type {import('./check.mjs').Check} */
export const browserTests = {
  name: 'browser',
  part: 'e2e',
  run: async patterns => {
    // The portal would do this itself; done here, its time and its errors are seen as such.
    const progress = new Progress();
    await buildApp({ progress, verbose: false });
    await buildApp({ progress, verbose: false, app: locations.legacyApp });
    const report = path.join(locations.data, 'e2e', 'playwright.json');
    fs.rmSync(report, { force: true });
    const isGood = await succeeds([bin.playwright, 'test', ...patterns], {
      name: 'playwright test',
      env: { ...process.env, E2E_REPORT: report },
    });
    const found = fs.existsSync(report)
      ? JSON.parse(fs.readFileSync(report, 'utf8'))
      : undefined;
    return countsOfPlaywright(found, isGood);
  },
};

/**
 * @param {any} report - Playwright's; undefined when there is none
 * @param {boolean} isGood - whether the runner itself was content
 * @returns {import('./check.mjs').Counts} a skipped or flaky test counts as failed
 */
export function countsOfPlaywright(report, isGood) {
  if (!report) {
    return { passed: 0, failed: 1, failures: ['Playwright left no report'] };
  }
  const { expected, unexpected, flaky, skipped } = report.stats;
  const failed = unexpected + flaky + skipped;
  return {
    passed: expected,
    failed: isGood ? failed : Math.max(failed, 1),
    failures: [
      ...report.errors.map(({ message }) => failure('playwright', message)),
      ...report.suites.flatMap(failuresOfSuite),
    ],
  };
}

/** @param {any} suite - of Playwright's report @returns {string[]} */
function failuresOfSuite({ suites = [], specs = [] }) {
  return [
    ...specs.flatMap(({ file, line, title, tests }) =>
      tests
        .filter(({ status }) => status !== 'expected')
        .map(({ status, results }) =>
          failure(
            `${file}:${line} › ${title}`,
            results.find(({ error }) => error)?.error.message ?? status,
          ),
        ),
    ),
    ...suites.flatMap(failuresOfSuite),
  ];
}
