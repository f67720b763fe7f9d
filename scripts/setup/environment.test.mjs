import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { firstOnPath, toolEnvironment } from './environment.mjs';
import { isSupportedNode } from './toolchain.mjs';

describe('toolEnvironment', () => {
  const node = path.join(path.sep, 'tools', 'node', 'bin', 'node');

  it("keeps npm's settings from the tools, in any spelling", () => {
    const env = toolEnvironment(
      {
        HOME: '/home/ana',
        npm_config_nodedir: '/usr',
        NPM_CONFIG_PREFIX: '/opt',
        npm_lifecycle_event: 'start',
      },
      node,
    );
    assert.equal(env.HOME, '/home/ana');
    assert.equal(env.NPM_CONFIG_PREFIX, undefined);
    assert.equal(env.npm_lifecycle_event, undefined);
  });

  it('points to the headers of the Node.js in use, and puts it first on the path', () => {
    const others = ['/usr/bin', '/bin'].join(path.delimiter);
    const env = toolEnvironment(
      { PATH: others, npm_config_nodedir: '/usr' },
      node,
    );
    assert.equal(env.npm_config_nodedir, path.join(path.sep, 'tools', 'node'));
    assert.equal(env.PATH, `${path.dirname(node)}${path.delimiter}${others}`);
  });
});

describe('firstOnPath', () => {
  it('puts a folder before all others, once, however the variable is spelled', () => {
    const joined = (...folders) => folders.join(path.delimiter);
    assert.deepEqual(
      firstOnPath({ Path: joined('/usr/bin', '/yarn', '/bin') }, '/yarn'),
      { Path: joined('/yarn', '/usr/bin', '/bin') },
    );
    assert.deepEqual(firstOnPath({}, '/yarn'), { PATH: '/yarn' });
  });
});

describe('isSupportedNode', () => {
  it('takes the versions that Backstage runs on', () => {
    const supported = [
      'v18.20.1',
      'v20.20.2',
      'v22.0.0',
      'v24.21.0',
      'v25.1.0',
    ].filter(isSupportedNode);
    assert.deepEqual(supported, ['v22.0.0', 'v24.21.0']);
  });
});
