import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SetupError } from '../setup/setup-error.mjs';
import { portalSettings } from './settings.mjs';
import { simulatedAws } from './simulator.mjs';

describe('portalSettings', () => {
  it('is the demo on port 7007, for this machine alone, when nothing is said', () => {
    const settings = portalSettings({}, {});
    assert.equal(settings.url, 'http://localhost:7007');
    assert.equal(settings.host, '127.0.0.1');
    assert.equal(settings.usesSimulator, true);
    assert.equal(settings.usesOwnPostgres, false);
  });

  it('takes the port from the flag, else from the environment', () => {
    assert.equal(portalSettings({}, { PORT: '8080' }).port, 8080);
    assert.equal(portalSettings({ port: '9090' }, { PORT: '8080' }).port, 9090);
  });

  for (const { flags = {}, env = {}, words } of [
    {
      flags: { port: 'http' },
      words: /--port takes a port between 1 and 65535, got 'http'/,
    },
    { flags: { port: '70000' }, words: /--port .* got '70000'/ },
    { env: { PORT: '0' }, words: /PORT takes .* got '0'/ },
  ]) {
    it(`says what is wrong with ${JSON.stringify({
      ...flags,
      ...env,
    })}`, () => {
      assert.throws(
        () => portalSettings(flags, env),
        error => error instanceof SetupError && words.test(error.message),
      );
    });
  }

  it('keeps the data of the demo and of a real account apart', () => {
    const demo = portalSettings({}, {}).dataDir;
    const real = portalSettings({ aws: true }, {}).dataDir;
    assert.notEqual(demo, real);
    assert.equal(
      portalSettings({}, { AWS_ENDPOINT_URL: 'http://localhost:4566' }).dataDir,
      real,
    );
    assert.equal(portalSettings({ 'data-dir': '/x' }, {}).dataDir, '/x');
  });

  it('reads a real account with --aws, and one at AWS_ENDPOINT_URL', () => {
    assert.equal(portalSettings({ aws: true }, {}).usesSimulator, false);
    assert.equal(
      portalSettings({}, { AWS_ENDPOINT_URL: 'http://localhost:4566' })
        .usesSimulator,
      false,
    );
  });
});

describe('simulatedAws', () => {
  it('keeps the credentials of this machine away from the simulator', () => {
    const env = simulatedAws(
      {
        HOME: '/home/ana',
        AWS_PROFILE: 'production',
        AWS_ACCESS_KEY_ID: 'AKIAREAL',
        AWS_SESSION_TOKEN: 'real',
      },
      'http://127.0.0.1:1234',
    );
    assert.equal(env.HOME, '/home/ana');
    assert.equal(env.AWS_ENDPOINT_URL, 'http://127.0.0.1:1234');
    assert.equal(env.AWS_PROFILE, undefined);
    assert.equal(env.AWS_SESSION_TOKEN, undefined);
    assert.doesNotMatch(JSON.stringify(env), /AKIAREAL|production/);
  });
});
