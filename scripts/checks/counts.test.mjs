import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
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
  };

  it('count skipped tests and files that cannot be run as failed', () => {
    assert.deepEqual(countsOfJest(jest, false), { passed: 7, failed: 7 });
    assert.deepEqual(
      countsOfPlaywright(
        { stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 1 } },
        false,
      ),
      { passed: 5, failed: 3 },
    );
    assert.deepEqual(
      countsOfTap('# tests 9\n# pass 6\n# fail 1\n# skipped 2\n', false),
      { passed: 6, failed: 3, notRun: [] },
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
      notRun: ['runs on: pg_dump is not installed'],
    });
  });

  it('know a failure when the runner fails although every test passed', () => {
    const good = { ...jest, numFailedTests: 0, numRuntimeErrorTestSuites: 0 };
    const clean = { ...good, numPendingTests: 0, numTodoTests: 0 };
    assert.deepEqual(countsOfJest(clean, true), { passed: 7, failed: 0 });
    assert.deepEqual(countsOfJest(clean, false), { passed: 7, failed: 1 });
  });

  it('know a failure when the runner left no report', () => {
    assert.deepEqual(countsOfJest(undefined, false), { passed: 0, failed: 1 });
    assert.deepEqual(countsOfPlaywright(undefined, false), {
      passed: 0,
      failed: 1,
    });
  });
});
