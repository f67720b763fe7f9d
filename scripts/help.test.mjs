import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, it } from 'node:test';
import { locations } from './setup/locations.mjs';

const run = (...args) =>
  execFileSync(
    process.execPath,
    [path.join(locations.root, 'scripts/portal.mjs'), ...args],
    { encoding: 'utf8' },
  );

describe('--help', () => {
  it('of a task tells what that one takes, and does nothing', () => {
    assert.match(run('destroy', '--help'), /npm run destroy .*\n.*--context/);
    assert.doesNotMatch(run('destroy', '--help'), /npm run deploy {2}/);
    assert.match(run('deploy', '-h'), /--monitored-roles/);
  });

  it('tells of every task', () => {
    const all = run('--help');
    for (const name of [
      ...['npm start', 'npm run dev', 'npm test', 'npm run bench'],
      ...['npm run deploy', 'npm run destroy', 'npm run infra:lint'],
      ...['npm run assemble', 'npm run yarn'],
    ]) {
      assert.ok(all.includes(name), name);
    }
  });
});
