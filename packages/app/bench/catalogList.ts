/** How long the page does not react while the catalog's own list is opened: what a reader is used to. */
import type { Page } from '@playwright/test';
import { LongTasks } from './LongTasks';

/** All components: a guest owns none. */
const LIST = '/catalog?filters[kind]=component&filters[user]=all';

/**
 * Opens it several times from another page, its code loaded.
 *
 * @returns milliseconds of the longest task
 */
export async function openCatalog(page: Page, times: number): Promise<number> {
  const rows = page.locator('table tbody tr a');
  await page.goto(LIST);
  await rows.first().waitFor();
  await page.waitForLoadState('networkidle');
  const tasks = await LongTasks.observe(page);
  for (let opened = 0; opened < times; opened++) {
    await step(page, '/settings');
    await rows.first().waitFor({ state: 'detached' });
    await page.waitForLoadState('networkidle');
    await step(page, LIST);
    await rows.first().waitFor();
    await page.waitForLoadState('networkidle');
  }
  return tasks.end();
}

/** To another page of the app, as a link goes there: without loading the app anew. */
async function step(page: Page, path: string): Promise<void> {
  await page.evaluate(to => {
    window.history.pushState({}, '', to);
    window.dispatchEvent(new PopStateEvent('popstate'));
  }, path);
}
