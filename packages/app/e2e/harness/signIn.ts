// The `test` of the sign-in tests: a production portal, and what somebody does to get in.
import type { Page, Request } from '@playwright/test';
import { ProductionPortal } from './productionPortal';
import { expect, test as base } from './test';

/** Everybody's in the simulated user pool, see packages/cognito-simulator. */
export const PASSWORD = 'Correct-horse-1';

export class SignInPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get button() {
    return this.page.getByRole('button', { name: 'Sign In' });
  }

  get sidebar() {
    return this.page.getByRole('navigation', { name: 'sidebar nav' });
  }

  /** Presses the button, and gives the window of the Hosted UI that it opens. */
  async openHostedUi(): Promise<Page> {
    const popup = this.page.waitForEvent('popup');
    await this.button.click();
    return popup;
  }

  /** Answers the Hosted UI's questions. */
  async answer(
    hostedUi: Page,
    email: string,
    password = PASSWORD,
  ): Promise<void> {
    await hostedUi.getByLabel('Email').fill(email);
    await hostedUi.getByLabel('Password').fill(password);
    await hostedUi.getByRole('button', { name: 'Sign in' }).click();
  }

  /** From the first question until the portal is there. */
  async signIn(email: string, path = '/catalog'): Promise<void> {
    await this.page.goto(path);
    await this.answer(await this.openHostedUi(), email);
    await expect(this.sidebar).toBeAttached();
  }

  /** A request that carries the portal's token, made after the action. */
  async apiRequest(action: () => Promise<unknown>): Promise<Request> {
    const request = this.page.waitForRequest(
      candidate =>
        new URL(candidate.url()).pathname.startsWith('/api/') &&
        candidate.headers().authorization !== undefined,
    );
    await action();
    return request;
  }
}

export const test = base.extend<
  { signInPage: SignInPage },
  { production: ProductionPortal }
>({
  production: [
    async ({}, provide) => {
      const portal = await ProductionPortal.start();
      await provide(portal);
      await portal.stop();
    },
    // Starting a whole portal is no part of any test.
    { scope: 'worker', timeout: 300_000 },
  ],

  baseURL: async ({ production }, provide) => {
    await provide(production.url);
  },

  // The browser reports each refused request: before somebody signed in, and after a session ended, there is one; and
  // the settings look for the catalog's entry of somebody who needs none.
  expectedErrors:
    /401.*\/api\/auth\/cognito\/refresh|404.*\/by-name\/user\/default\//,

  signInPage: async ({ page }, provide) => {
    await provide(new SignInPage(page));
  },
});

export { expect };
