import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { describe, it } from 'node:test';
import { freePort, isPortFree, waitForListener } from './port.mjs';

const listening = async (port, host) => {
  const server = net.createServer().listen(port, host);
  await once(server, 'listening');
  return server;
};

describe('isPortFree', () => {
  it('is true for a port that nobody listens on', async () => {
    assert.equal(await isPortFree(await freePort(), '127.0.0.1'), true);
  });

  for (const host of ['127.0.0.1', '0.0.0.0']) {
    it(`is false when another program listens on ${host}`, async t => {
      const port = await freePort();
      const server = await listening(port, host);
      t.after(() => server.close());
      assert.equal(await isPortFree(port, '127.0.0.1'), false);
    });
  }
});

describe('waitForListener', () => {
  it('is true as soon as somebody listens', async t => {
    const port = await freePort();
    const waiting = waitForListener(port, () => false);
    const server = await listening(port, '127.0.0.1');
    t.after(() => server.close());
    assert.equal(await waiting, true);
  });

  it('is false when there is no reason to wait any longer', async () => {
    assert.equal(await waitForListener(await freePort(), () => true), false);
  });
});
