import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { malformed, tableOf, verdictOf } from './verdict.mjs';

const result = {
  figures: {
    write_rows_s: { value: 40_000, reference: 50_000 },
    peak_memory_mb: 120.123456,
    rows: 7,
  },
  targets: {
    write_rows_s: { atLeast: 0.5 },
    peak_memory_mb: { atMost: 150 },
  },
};

describe('the verdict on a bench', () => {
  it('holds a figure with a reference by their ratio', () => {
    assert.deepEqual(verdictOf('ingest', result), {
      line: {
        bench: 'ingest',
        figures: { write_rows_s: 0.8, peak_memory_mb: 120.1, rows: 7 },
        targets: result.targets,
        met: true,
      },
      belowFloor: [],
    });
  });

  it('misses a target without failing while the floor holds', () => {
    const slow = {
      ...result,
      targets: { write_rows_s: { atLeast: 0.9 } },
      floors: { write_rows_s: { atLeast: 0.7 } },
    };
    const { line, belowFloor } = verdictOf('ingest', slow);
    assert.equal(line.met, false);
    assert.deepEqual(belowFloor, []);
  });

  it('fails below the target where no floor is committed', () => {
    const large = { ...result, targets: { peak_memory_mb: { atMost: 100 } } };
    assert.deepEqual(verdictOf('ingest', large).belowFloor, ['peak_memory_mb']);
  });

  it('refuses what is not a number, and limits of nothing', () => {
    assert.deepEqual(
      malformed({
        figures: { a: { value: 1, reference: 0 }, b: NaN },
        targets: { c: { atLeast: 1 } },
      }),
      [
        'figure a is not a finite number',
        'figure b is not a finite number',
        'limit c is of no figure',
      ],
    );
  });

  it('has a table with figure, reference, ratio and target', () => {
    const [head, write] = tableOf(result).split('\n');
    assert.match(head, /^figure +measured +reference +ratio +target$/);
    assert.match(write, /^write_rows_s +40,000 +50,000 +0\.80 +≥ 0\.5$/);
  });
});
