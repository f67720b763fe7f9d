// The unit and integration tests of all packages, on a PostgreSQL of their own and on SQLite.
import fs from 'node:fs';
import path from 'node:path';
import { withoutAws } from '../portal/simulator.mjs';
import { startThrowAwayPostgres } from '../portal/throw-away-postgres.mjs';
import { bin } from '../setup/bin.mjs';
import { locations } from '../setup/locations.mjs';
import { failure, succeeds } from './check.mjs';

/** The variable in which Backstage's test utilities look for a PostgreSQL 18. */
const DATABASE = 'BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING';

const dataDir = path.join(locations.data, 'test');

/** @type {import('./check.mjs').Check} */
export const unitTests = {
  name: 'unit and integration',
  part: 'unit',
  run: async patterns => {
    const database = await testDatabase();
    const report = path.join(dataDir, 'jest.json');
    fs.mkdirSync(dataDir, { recursive: true });
    fs.rmSync(report, { force: true });
    const isGood = await succeeds(
      [
        ...[bin.backstage, 'repo', 'test', ...patterns],
        ...['--json', `--outputFile=${report}`],
        // A busy machine makes a good test slow, not wrong; Jest's own limit is 5 seconds.
        '--testTimeout=60000',
      ],
      {
        name: 'backstage-cli repo test',
        env: {
          ...withoutAws(process.env),
          CI: 'true', // else it would watch
          BACKSTAGE_TEST_DISABLE_DOCKER: '1',
          [DATABASE]: database,
        },
      },
    );
    const found = fs.existsSync(report)
      ? JSON.parse(fs.readFileSync(report, 'utf8'))
      : undefined;
    return countsOfJest(found, isGood);
  },
};

/** @type {Promise<string> | undefined} */
let started;

/** @returns {Promise<string>} connection string of the PostgreSQL of all tests, started when it is first asked for */
export async function testDatabase() {
  started ??= process.env[DATABASE]
    ? Promise.resolve(process.env[DATABASE])
    : startThrowAwayPostgres(dataDir);
  return started;
}

/**
 * @param {any} report - Jest's; undefined when there is none
 * @param {boolean} isGood - whether the runner itself was content
 * @returns {import('./check.mjs').Counts} a skipped test, and a file that could not be run, count as failed
 */
export function countsOfJest(report, isGood) {
  if (!report) {
    return { passed: 0, failed: 1, failures: ['Jest left no report'] };
  }
  const failed =
    report.numFailedTests +
    report.numRuntimeErrorTestSuites +
    report.numPendingTests +
    report.numTodoTests;
  return {
    passed: report.numPassedTests,
    failed: isGood ? failed : Math.max(failed, 1),
    failures: report.testResults.flatMap(failuresOfFile),
  };
}

/** @param {any} file - of Jest's report */
function failuresOfFile({ name, status, message, assertionResults }) {
  const file = path.relative(locations.root, name);
  const failed = assertionResults.filter(result => result.status !== 'passed');
  return failed.length === 0 && status === 'failed'
    ? [failure(file, message)]
    : failed.map(result =>
        failure(
          `${file} › ${result.fullName}`,
          result.failureMessages[0] ?? result.status,
        ),
      );
}
