// TCP ports: which are free, and whether somebody answers.
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** @returns {Promise<number>} a port that was free on the loopback interface just now */
export async function freePort() {
  const server = await listen(0, '127.0.0.1');
  const { port } = /** @type {net.AddressInfo} */ (server.address());
  await new Promise(resolve => server.close(resolve));
  return port;
}

/**
 * @param {number} port
 * @param {string} host - the interface that will be listened on
 * @returns {Promise<boolean>}
 */
export async function isPortFree(port, host) {
  // A program that listens on all interfaces takes our loopback port as well, and the other way around.
  for (const address of new Set([host, '127.0.0.1', '::', '0.0.0.0'])) {
    try {
      const server = await listen(port, address);
      await new Promise(resolve => server.close(resolve));
    } catch (error) {
      if (error.code === 'EADDRINUSE') return false;
      // No IPv6 on this machine is no reason to refuse the port.
      if (!['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(error.code)) throw error;
    }
  }
  return true;
}

/**
 * Waits until somebody accepts connections.
 *
 * @param {number} port - on the loopback interface
 * @param {() => boolean} giveUp
 * @returns {Promise<boolean>} false when given up
 */
export async function waitForListener(port, giveUp) {
  while (!giveUp()) {
    if (await accepts(port)) return true;
    await sleep(50);
  }
  return false;
}

function accepts(port) {
  return new Promise(resolve => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** @returns {Promise<net.Server>} */
function listen(port, host) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}
