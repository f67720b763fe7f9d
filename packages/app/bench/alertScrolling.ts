/** How long the page does not react while a reader works through a long list of alerts. */
import type { JSHandle, Page } from '@playwright/test';
import { LongTasks } from './LongTasks';

/** Far more than any page may take; it ends a bench of a list that is broken. */
const PATIENCE_MS = 30_000;

export interface Scrolling {
  /** Milliseconds of the longest task of the main thread; 50 when none took so long. */
  readonly longestTaskMs: number;
  readonly rows: number;
}

/** What the reader works with; found once, since what is looked for among thousands of rows takes time of the page's. */
interface Parts {
  readonly list: Element;
  readonly more: Element | undefined;
  readonly chooseAll: Element;
  readonly chooseNone: Element;
}

/**
 * Asks for page after page, scrolls through each as soon as it is there, and in the end chooses all of them, and none.
 *
 * The page is asked in the browser's own words alone: what Playwright looks for by role, or waits for until it stands
 * still, it looks for in the page, and among thousands of rows that is itself a long task of the page.
 */
export async function scrollThroughAlerts(
  page: Page,
  pages: number,
): Promise<Scrolling> {
  await page.goto('/guardrails/alerts');
  await page.getByRole('list', { name: 'Alerts', exact: true }).waitFor();
  await page.waitForLoadState('networkidle');
  const parts = await page.evaluateHandle(findParts);
  const tasks = await LongTasks.observe(page);
  for (let read = 1; read < pages; read++) {
    const before = await parts.evaluate(countRows);
    if (!(await click(parts, 'more'))) break;
    await until(page, async () => (await parts.evaluate(countRows)) > before);
    await page.mouse.wheel(0, 5_000);
    await parts.evaluate(({ list }) =>
      list.lastElementChild!.scrollIntoView(false),
    );
  }
  await parts.evaluate(({ list }) =>
    list.lastElementChild!.lastElementChild!.querySelector('input')!.click(),
  );
  for (const choice of ['chooseAll', 'chooseNone'] as const) {
    await click(parts, choice);
    const expected =
      choice === 'chooseAll' ? await parts.evaluate(countRows) : 0;
    await until(
      page,
      async () => (await parts.evaluate(countChosen)) === expected,
    );
  }
  return {
    longestTaskMs: await tasks.end(),
    rows: await parts.evaluate(countRows),
  };
}

async function until(page: Page, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) {
      throw new Error(`The list did not react within ${PATIENCE_MS / 1000} s`);
    }
    await page.waitForTimeout(20);
  }
}

/** In the page. */
function findParts(): Parts {
  const buttons = [...document.querySelectorAll('main button')];
  const button = (text: string) =>
    buttons.find(({ textContent }) => textContent?.startsWith(text));
  return {
    list: document.querySelector('main [role=list][aria-label=Alerts]')!,
    more: button('Load more'),
    chooseAll: button('Choose all')!,
    chooseNone: button('Choose none')!,
  };
}

/**
 * Not with the pointer: rows that come into sight may be higher than was thought, and move what is aimed at.
 *
 * @returns whether there was something to click
 */
async function click(
  parts: JSHandle<Parts>,
  name: keyof Parts,
): Promise<boolean> {
  return parts.evaluate((found, part) => {
    const element = found[part];
    if (!(element instanceof HTMLElement && element.isConnected)) return false;
    element.scrollIntoView({ block: 'center' });
    element.click();
    return true;
  }, name);
}

/** The list draws its rows in parts. In the page: cheap, since it is asked again and again. */
function countRows({ list }: Parts): number {
  return Array.from(list.children, part => part.childElementCount).reduce(
    (sum, rows) => sum + rows,
    0,
  );
}

/** In the page. */
function countChosen({ list }: Parts): number {
  return list.querySelectorAll('input:checked').length;
}
