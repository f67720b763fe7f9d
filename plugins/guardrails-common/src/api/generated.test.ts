import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const repository = resolve(root, '../..');

describe('openapi.generated.ts', () => {
  it('is what openapi.yaml says; run `yarn generate` when it is not', () => {
    const check = spawnSync(
      process.execPath,
      [
        resolve(repository, 'node_modules/openapi-typescript/bin/cli.js'),
        resolve(root, 'openapi.yaml'),
        '--output',
        resolve(root, 'src/api/openapi.generated.ts'),
        '--check',
      ],
      { encoding: 'utf8' },
    );
    expect([check.status, check.stderr]).toEqual([0, expect.any(String)]);
  });
});
