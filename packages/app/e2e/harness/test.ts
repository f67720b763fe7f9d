// The `test` of all browser tests: a page that is signed in as guest, and that fails on any error the browser reports.
import { expect, test as base } from '@playwright/test';
import { PORTAL_CONTROL, PORTAL_URL, SIMULATOR_LOG } from './globalSetup';
import { PortalApi } from './portalApi';
import { PortalPage } from './PortalPage';
import { SimulatedAws } from './simulatedAws';

/** The portal itself, shared by all tests. Open a page again after using it. */
export interface PortalControl {
  /** Stops and starts it again with the same data. */
  restart(): Promise<void>;
  /** The same after a `kill -9`. */
  restartAfterKill(): Promise<void>;
}

export interface Fixtures {
  portal: PortalPage;
  control: PortalControl;
  api: PortalApi;
  aws: SimulatedAws;
  /** Errors on the browser's console that a test provokes on purpose. */
  expectedErrors: RegExp | undefined;
}

export const test = base.extend<Fixtures>({
  baseURL: async ({}, provide) => {
    await provide(process.env[PORTAL_URL]);
  },

  expectedErrors: [undefined, { option: true }],

  page: async ({ page, expectedErrors }, provide) => {
    const errors = new Set<string>();
    page.on('console', message => {
      if (message.type() === 'error') {
        errors.add(`${message.text()} (${message.location().url})`);
      }
    });
    page.on('pageerror', error => errors.add(String(error.stack ?? error)));
    await provide(page);
    expect(
      [...errors].filter(text => !expectedErrors?.test(text)),
      'errors in the browser',
    ).toEqual([]);
  },

  portal: async ({ page }, provide) => {
    await provide(new PortalPage(page));
  },

  api: async ({}, provide) => {
    await provide(new PortalApi(process.env[PORTAL_URL]!));
  },

  aws: async ({}, provide) => {
    const aws = new SimulatedAws(process.env[SIMULATOR_LOG]!);
    await provide(aws);
    await aws.recover();
  },

  control: async ({ page }, provide) => {
    const ask = async (action: string) => {
      // An open page would ask a portal that is away, and complain.
      await page.goto('about:blank');
      const response = await fetch(process.env[PORTAL_CONTROL] + action);
      if (!response.ok) throw new Error(await response.text());
    };
    await provide({
      restart: () => ask('/restart'),
      restartAfterKill: () => ask('/restart-after-kill'),
    });
  },
});

export { expect };
export { type PortalPage } from './PortalPage';
