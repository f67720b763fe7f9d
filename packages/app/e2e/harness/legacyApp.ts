// The portal's backend behind the frontend of packages/legacy-app: the same addresses, the other frontend system.
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';

const dist = path.resolve(__dirname, '../../../legacy-app/dist');

/**
 * Opens a path in the legacy app instead of the portal's own, and enters as guest. What it asks the API goes to the
 * portal.
 */
export async function openLegacyApp(page: Page, to: string): Promise<void> {
  if (!fs.existsSync(path.join(dist, 'index.html'))) {
    throw new Error(
      'packages/legacy-app is not built. Run: npm test -- --only e2e legacy',
    );
  }
  await page.route(
    url => !url.pathname.startsWith('/api/'),
    async route => {
      const { pathname } = new URL(route.request().url());
      const file = path.join(dist, path.normalize(pathname));
      const isFile = fs.existsSync(file) && fs.statSync(file).isFile();
      // An address of the app is none of a file: the app itself finds its way.
      await route.fulfill({
        path: isFile ? file : path.join(dist, 'index.html'),
      });
    },
  );
  await page.goto(to);
  await page.getByRole('button', { name: 'Enter' }).click();
}
