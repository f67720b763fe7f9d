/** How long the page does not react while a reader works through a long list of alerts. */
import type { Page } from '@playwright/test';
import { LongTasks } from './LongTasks';

export interface Scrolling {
  /** Milliseconds of the longest task of the main thread; 50 when none took so long. */
  readonly longestTaskMs: number;
  readonly rows: number;
}

/**
 * Asks for page after page, scrolls through each as soon as it is there, and in the end chooses all of them, and none.
 *
 * The list and the button are found once, and what the page is asked meanwhile is cheap: to look for an element by its
 * role among thousands is itself a long task of the page.
 */
export async function scrollThroughAlerts(
  page: Page,
  pages: number,
): Promise<Scrolling> {
  await page.goto('/guardrails/alerts');
  const found = page.getByRole('list', { name: 'Alerts', exact: true });
  await found.waitFor();
  await page.waitForLoadState('networkidle');
  const list = (await found.elementHandle())!;
  const more = await page
    .getByRole('button', { name: 'Load more' })
    .elementHandle();
  const count = () => list.evaluate(element => element.childElementCount);
  const tasks = await LongTasks.observe(page);
  for (let read = 1; read < pages; read++) {
    const before = await count();
    if (!(await more?.isVisible())) break;
    await more!.click();
    await page.waitForFunction(
      ([element, rows]) => element.childElementCount > rows,
      [list, before] as const,
    );
    await page.mouse.wheel(0, 5_000);
    await list.evaluate(element => element.lastElementChild!.scrollIntoView());
  }
  await (await list.$('li:last-child input'))!.click();
  const actions = page.locator(
    '[aria-label="Act on the chosen alerts"] button',
  );
  for (const choice of ['Choose all', 'Choose none']) {
    await actions.filter({ hasText: choice }).click();
  }
  return { longestTaskMs: await tasks.end(), rows: await count() };
}
