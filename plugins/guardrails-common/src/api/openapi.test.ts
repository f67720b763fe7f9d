import { createConfig, lint } from '@redocly/openapi-core';
import { resolve } from 'node:path';

describe('openapi.yaml', () => {
  it('is valid, and has nothing that the linter advises against', async () => {
    const problems = await lint({
      ref: resolve(__dirname, '../../openapi.yaml'),
      config: await createConfig({
        extends: ['recommended'],
        // The default response describes every refusal alike.
        rules: { 'operation-4xx-response': 'off' },
      }),
    });

    expect(
      problems.map(
        ({ ruleId, message, location }) =>
          `${ruleId}: ${message} ${location[0].pointer}`,
      ),
    ).toEqual([]);
  });
});
