// Before all tests: unpack the browser, start the portal. Tests run in other processes, and restart the portal by
// asking here.
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { unpackBrowser } from './chromium';
import { PortalProcess } from './portalProcess';

/** What the test processes find in their environment. */
export const PORTAL_URL = 'E2E_PORTAL_URL';
export const PORTAL_CONTROL = 'E2E_PORTAL_CONTROL';
export const SIMULATOR_LOG = 'E2E_SIMULATOR_LOG';

/** @returns the function that Playwright calls after all tests */
export default async function globalSetup(): Promise<() => Promise<void>> {
  await unpackBrowser();
  const portal = await PortalProcess.start({ name: 'e2e' });

  const actions: Record<string, () => Promise<void>> = {
    '/restart': () => portal.restart(),
    '/restart-after-kill': () => portal.restartAfterKill(),
  };
  const control = createServer(async (request, response) => {
    try {
      await actions[request.url ?? '']();
      response.end();
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  }).listen(0, '127.0.0.1');
  await once(control, 'listening');

  process.env[PORTAL_URL] = portal.url;
  process.env[SIMULATOR_LOG] = portal.logOf('simulator');
  process.env[PORTAL_CONTROL] = `http://127.0.0.1:${
    (control.address() as AddressInfo).port
  }`;
  return async () => {
    control.close();
    await portal.stop();
  };
}
