import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import {
  accountsConfig,
  configFiles,
} from '../../packages/backend/image/start.mjs';

describe('the start of the image', () => {
  it('turns the roles of other accounts into configuration', () => {
    assert.deepEqual(
      accountsConfig({
        GUARDRAILS_MONITORED_ROLE_ARNS:
          'arn:aws:iam::111122223333:role/GuardrailsReadOnly, arn:aws-cn:iam::444455556666:role/finops/Reader',
        GUARDRAILS_MONITORED_ROLES_EXTERNAL_ID: 'a-secret-of-both',
      }),
      {
        aws: {
          accounts: [
            {
              partition: 'aws',
              accountId: '111122223333',
              roleName: 'GuardrailsReadOnly',
              externalId: 'a-secret-of-both',
            },
            {
              partition: 'aws-cn',
              accountId: '444455556666',
              roleName: 'finops/Reader',
              externalId: 'a-secret-of-both',
            },
          ],
        },
      },
    );
  });

  it('says which value is no role', () => {
    assert.throws(
      () => accountsConfig({ GUARDRAILS_MONITORED_ROLE_ARNS: '111122223333' }),
      /takes ARNs such as .*; got '111122223333'/,
    );
  });

  it('reads the files of the image, then the accounts, then the file that is yours', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'image-'));
    const names = env =>
      configFiles(folder, env).map(file => path.basename(file));

    assert.deepEqual(names({ GUARDRAILS_MONITORED_ROLE_ARNS: '' }), [
      'app-config.yaml',
      'app-config.production.yaml',
    ]);

    writeFileSync(path.join(folder, 'app-config.deployment.yaml'), '');
    const env = {
      GUARDRAILS_MONITORED_ROLE_ARNS: 'arn:aws:iam::111122223333:role/Reader',
    };
    assert.deepEqual(names(env), [
      'app-config.yaml',
      'app-config.production.yaml',
      'accounts.yaml',
      'app-config.deployment.yaml',
    ]);
    const [, , accounts] = configFiles(folder, env);
    assert.deepEqual(
      JSON.parse(readFileSync(accounts, 'utf8')),
      accountsConfig(env),
    );
  });
});
