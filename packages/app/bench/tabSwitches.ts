/** How long a tab of an entity takes from the step to it until its content is painted. */
import type { Page } from '@playwright/test';

export interface TabSwitches {
  /** Milliseconds, one for each time it was opened. */
  readonly costs: readonly number[];
  readonly overview: readonly number[];
}

/**
 * What is there once a tab is painted: the last thing that comes of it. Of the costs the bars; of the catalog's own
 * overview the rows of its relations, which it asks its backend for as the costs do.
 */
const PAINTED = {
  costs: 'figure [role=slider] + svg path[fill]',
  overview: 'main article table tbody tr',
} as const;

/**
 * Goes back and forth between the costs and the catalog's overview. The range is in the address, so the steps are
 * those of the browser's history: what React does is the same as at a click on the tab.
 *
 * @param costs - path of the costs tab with its range
 */
export async function switchTabs(
  page: Page,
  {
    overview,
    costs,
    rounds,
  }: { overview: string; costs: string; rounds: number },
): Promise<TabSwitches> {
  const times = { costs: [] as number[], overview: [] as number[] };
  await page.goto(costs);
  await page.locator(PAINTED.costs).first().waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle');
  await page
    .getByRole('navigation', { name: 'Content navigation' })
    .getByRole('link', { name: 'Overview', exact: true })
    .click();
  await page.waitForURL(`**${overview}`);
  await page.locator(PAINTED.overview).first().waitFor();
  await page.waitForLoadState('networkidle');
  // The first round loads code; warm is what comes after it.
  for (let round = 0; round <= rounds; round++) {
    const back = await painted(page, 'back', PAINTED.costs);
    await page.waitForLoadState('networkidle');
    const forward = await painted(page, 'forward', PAINTED.overview);
    await page.waitForLoadState('networkidle');
    if (round > 0) {
      times.costs.push(back);
      times.overview.push(forward);
    }
  }
  return times;
}

/** Milliseconds until the frame after the one in which the content was there: then it is on the screen. */
async function painted(
  page: Page,
  step: 'back' | 'forward',
  content: string,
): Promise<number> {
  return page.evaluate(
    ({ direction, selector }) =>
      new Promise<number>(resolve => {
        // Of the tab that is left nothing may count.
        const before = new Set(document.querySelectorAll(selector));
        const since = performance.now();
        window.history[direction]();
        const look = () => {
          const isThere = [...document.querySelectorAll(selector)].some(
            element => !before.has(element),
          );
          requestAnimationFrame(
            isThere ? () => resolve(performance.now() - since) : look,
          );
        };
        requestAnimationFrame(look);
      }),
    { direction: step, selector: content },
  );
}
