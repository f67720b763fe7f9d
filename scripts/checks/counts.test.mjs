import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { Child } from '../process/child.mjs';
import { failuresOf } from './check.mjs';
import { countsOfPlaywright } from './e2e.mjs';
import { countsOfTap } from './scripts.mjs';
import { countsOfJest } from './unit.mjs';

describe('the counts of npm test', () => {
  const jest = {
    numPassedTests: 7,
    numFailedTests: 2,
    numRuntimeErrorTestSuites: 1,
    numPendingTests: 3,
    numTodoTests: 1,
    testResults: [],
  };

  it('count skipped tests and files that cannot be run as failed', () => {
    assert.deepEqual(countsOfJest(jest, false), {
      passed: 7,
      failed: 7,
      failures: [],
    });
    assert.deepEqual(
      countsOfPlaywright(
        {
          stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 1 },
          errors: [],
          suites: [],
        },
        false,
      ),
      { passed: 5, failed: 3, failures: [] },
    );
    assert.deepEqual(
      countsOfTap('# tests 9\n# pass 6\n# fail 1\n# skipped 2\n', false),
      { passed: 6, failed: 3, failures: [], notRun: [] },
    );
  });

  it('tell what a machine could not try, with the reason', () => {
    const tap = [
      '    ok 1 - runs on # SKIP pg_dump is not installed',
      '    ok 2 - left for later # SKIP',
      '# tests 3',
      '# pass 1',
      '# skipped 2',
    ].join('\n');
    assert.deepEqual(countsOfTap(tap, true), {
      passed: 1,
      failed: 1,
      failures: [],
      notRun: ['runs on: pg_dump is not installed'],
    });
  });

  it('know a failure when the runner fails although every test passed', () => {
    const good = { ...jest, numFailedTests: 0, numRuntimeErrorTestSuites: 0 };
    const clean = { ...good, numPendingTests: 0, numTodoTests: 0 };
    assert.equal(countsOfJest(clean, true).failed, 0);
    assert.equal(countsOfJest(clean, false).failed, 1);
  });

  it('know a failure when the runner left no report', () => {
    assert.deepEqual(countsOfJest(undefined, false), {
      passed: 0,
      failed: 1,
      failures: ['Jest left no report'],
    });
    assert.deepEqual(countsOfPlaywright(undefined, false), {
      passed: 0,
      failed: 1,
      failures: ['Playwright left no report'],
    });
  });
});

describe('what failed, told again at the end', () => {
  it('names a test of Jest with its file and its error', () => {
    const report = {
      numPassedTests: 1,
      numFailedTests: 1,
      numRuntimeErrorTestSuites: 1,
      numPendingTests: 0,
      numTodoTests: 0,
      testResults: [
        {
          name: path.resolve('plugins/a/src/a.test.ts'),
          status: 'failed',
          message: 'both',
          assertionResults: [
            { fullName: 'a is good', status: 'passed', failureMessages: [] },
            {
              fullName: 'a is better',
              status: 'failed',
              failureMessages: ['\u001b[31mError: it is not\u001b[39m\n  at a'],
            },
          ],
        },
        {
          name: path.resolve('plugins/a/src/b.test.ts'),
          status: 'failed',
          message: 'Cannot find module',
          assertionResults: [],
        },
      ],
    };
    assert.deepEqual(countsOfJest(report, false).failures, [
      'plugins/a/src/a.test.ts › a is better\nError: it is not\n  at a',
      'plugins/a/src/b.test.ts\nCannot find module',
    ]);
  });

  it('names a test of Playwright with its line and its error, in suites of suites', () => {
    const spec = (title, status, results) => ({
      ...{ file: 'a.spec.ts', line: 7, title },
      tests: [{ status, results }],
    });
    const report = {
      stats: { expected: 1, unexpected: 1, flaky: 0, skipped: 1 },
      errors: [{ message: 'no browser' }],
      suites: [
        {
          specs: [spec('is good', 'expected', [{}])],
          suites: [
            {
              specs: [
                spec('is better', 'unexpected', [
                  { error: { message: 'it is not' } },
                ]),
                spec('is left out', 'skipped', []),
              ],
            },
          ],
        },
      ],
    };
    assert.deepEqual(countsOfPlaywright(report, false).failures, [
      'playwright\nno browser',
      'a.spec.ts:7 › is better\nit is not',
      'a.spec.ts:7 › is left out\nskipped',
    ]);
  });

  it('names a test of Node.js, and not what it stands in', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tap-'));
    const file = path.join(folder, 'a.test.mjs');
    fs.writeFileSync(
      file,
      `import { describe, it } from 'node:test';
       describe('a', () => {
         it('is good', () => {});
         it('is better', () => { throw new Error('it is not'); });
       });`,
    );
    // Else it would take itself for a part of this run.
    const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
    const { stdout } = spawnSync(
      process.execPath,
      ['--test', '--test-reporter=tap', file],
      { env, encoding: 'utf8' },
    );
    const { passed, failed, failures } = countsOfTap(stdout, false);
    assert.deepEqual([passed, failed, failures?.length], [1, 1, 1]);
    assert.match(failures?.[0] ?? '', /^is better\n[^]*it is not/);
  });

  it('shows the end of what a program printed', async () => {
    const child = Child.node(
      ['-e', 'console.log("one\\ntwo"); process.exitCode = 3'],
      { output: 'pipe' },
    );
    assert.deepEqual(await failuresOf(child, 'counting'), [
      'counting (exit code 3)\none\ntwo',
    ]);
  });

  it('says nothing of a program that did well', async () => {
    const child = Child.node(['-e', '0'], { output: 'pipe' });
    assert.deepEqual(await failuresOf(child, 'nothing'), []);
  });
});
