import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { locations } from '../setup/locations.mjs';
import {
  contextKeys,
  deployArguments,
  deploymentSettings,
  destroyArguments,
} from './settings.mjs';

const settings = (...args) =>
  deploymentSettings(args, { takesParameters: true });

describe('npm run deploy', () => {
  it('passes parameters and context on to cdk', () => {
    assert.deepEqual(
      deployArguments(
        settings(
          '--admin-email',
          'ada@example.com',
          '--monitored-roles',
          'arn:aws:iam::111122223333:role/A,arn:aws:iam::444455556666:role/B',
          '-c',
          'multiAz=true',
          '--profile',
          'finops',
        ),
      ),
      [
        ...['deploy', 'CloudOpsGuardrails', '--no-notices'],
        ...['--context', 'multiAz=true', '--profile', 'finops'],
        ...['--parameters', 'AdminEmail=ada@example.com'],
        '--parameters',
        'MonitoredRoleArns=arn:aws:iam::111122223333:role/A,arn:aws:iam::444455556666:role/B',
        ...['--require-approval', 'broadening'],
      ],
    );
  });

  it('takes back what an earlier deployment was given', () => {
    const { parameters } = settings('--monitored-roles', 'none');
    assert.deepEqual(parameters, ['MonitoredRoleArns=']);
  });

  it('knows every choice that the stack knows', () => {
    const options = readFileSync(
      path.join(locations.infra, 'src/deploymentOptions.ts'),
      'utf8',
    );
    const [, keys] = options.match(/contextKeys: .*?= \{(.*?)\};/s) ?? [];
    assert.deepEqual(
      [...keys.matchAll(/: '(\w+)'/g)].map(([, key]) => key).sort(),
      [...contextKeys].sort(),
    );
  });

  it('builds an image unless one is named', () => {
    assert.equal(settings().buildsImage, true);
    assert.equal(
      settings('-c', 'imageUri=example.com/portal:1').buildsImage,
      false,
    );
  });

  it('asks before it opens anything, unless told not to', () => {
    assert.ok(deployArguments(settings('--yes')).includes('never'));
  });

  it('says what is wrong', () => {
    assert.throws(() => settings('--context', 'multiAz'), /got 'multiAz'/);
    assert.throws(() => settings('-c', 'multiAZ=true'), /got 'multiAZ=true'/);
    assert.throws(() => settings('--admin-email', ' '), /got nothing/);
    assert.throws(() => settings('--nonsense'), /--nonsense/);
  });
});

describe('npm run destroy', () => {
  it('takes no parameters of the stack', () => {
    assert.throws(
      () =>
        deploymentSettings(['--admin-email', 'ada@example.com'], {
          takesParameters: false,
        }),
      /--admin-email/,
    );
    assert.deepEqual(
      destroyArguments(deploymentSettings(['-y'], { takesParameters: false })),
      ['destroy', 'CloudOpsGuardrails', '--no-notices', '--force'],
    );
  });
});
