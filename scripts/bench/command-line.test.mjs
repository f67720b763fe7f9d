import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { helpOf, readCommandLine, UsageError } from './command-line.mjs';

/** @type {import('../../plugins/guardrails-backend/bench/Bench.js').Bench} */
const bench = {
  name: 'ingest',
  describe: 'Writes rows.',
  options: {
    metricRows: { describe: 'metric rows', default: 1000, smoke: 10 },
    engine: { describe: 'the engine', default: 'pg', smoke: 'pg' },
  },
  run: async () => ({ figures: {}, targets: {} }),
};

describe('the command line of a bench', () => {
  it('has its options with dashes, and defaults', () => {
    assert.deepEqual(readCommandLine(bench, ['--metric-rows', '5', '--json']), {
      options: { metricRows: 5, engine: 'pg' },
      json: true,
      smoke: false,
    });
  });

  it('takes the tiny sizes of a smoke run', () => {
    assert.deepEqual(readCommandLine(bench, ['--smoke']).options, {
      metricRows: 10,
      engine: 'pg',
    });
  });

  it('refuses what it does not know and says what there is', () => {
    assert.throws(
      () => readCommandLine(bench, ['--rows', '5']),
      error =>
        error instanceof UsageError &&
        error.message.includes('--metric-rows <n>'),
    );
    assert.throws(() => readCommandLine(bench, ['--metric-rows', 'many']), {
      message: "--metric-rows takes a whole number of at least 1; got 'many'",
    });
  });

  it('explains itself', () => {
    assert.match(helpOf(bench), /--metric-rows <n> +metric rows; default 1000/);
  });
});
