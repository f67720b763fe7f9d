// Sends requests from a thread of its own, so that the server's time is measured and not the sender's turn.
import { Agent, request } from 'node:http';
import { parentPort } from 'node:worker_threads';

/**
 * @param {string} baseUrl
 * @param {{ route: string, method: string, path: string, body?: object }} asked
 * @param {Agent} agent
 * @returns {Promise<{ route: string, status: number, ms: number }>}
 */
function answer(baseUrl, { route, method, path, body }, agent) {
  return new Promise((resolve, reject) => {
    const since = performance.now();
    const outgoing = request(
      baseUrl + path,
      {
        method,
        agent,
        headers: body ? { 'content-type': 'application/json' } : {},
      },
      response => {
        response.resume();
        response.on('end', () =>
          resolve({
            route,
            status: response.statusCode,
            ms: performance.now() - since,
          }),
        );
        response.on('error', reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body && JSON.stringify(body));
  });
}

parentPort.on('message', async ({ baseUrl, requests, clients }) => {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const answers = [];
  const queue = requests.values();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (const each of queue) {
        answers.push(await answer(baseUrl, each, agent));
      }
    }),
  );
  agent.destroy();
  parentPort.postMessage(answers);
});
