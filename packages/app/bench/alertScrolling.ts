/** How long the page does not react while a reader works through a long list of alerts. */
import type { JSHandle, Page } from '@playwright/test';
import { LongTasks } from './LongTasks';

/** Far more than any page may take; it ends a bench of a list that is broken. */
const PATIENCE_MS = 30_000;

/** Most of a screen. */
const WHEEL_PX = 700;

export interface Scrolling {
  /** Milliseconds of the longest task of the main thread; 50 when none took so long. */
  readonly longestTaskMs: number;
  /** Milliseconds of the longest time that the screen had room for rows and not the rows. */
  readonly longestBlankMs: number;
  /** Of the list, up to the last one that was reached. */
  readonly rows: number;
  /** Megabytes of JavaScript that the page holds in the end. */
  readonly heapMb: number;
  /** Elements of the page, in the end. */
  readonly elements: number;
}

/** What the reader works with; found once, since what is looked for among many rows takes time of the page's. */
interface Parts {
  readonly list: Element;
  readonly more: Element | undefined;
  readonly chosen: HTMLElement;
  readonly chooseAll: Element;
  readonly chooseNone: Element;
}

/**
 * Asks for page after page, turns the wheel through each as soon as it is there, and from the first row to the last when
 * all are. In the end chooses all of them, and none.
 *
 * The page is asked in the browser's own words alone: what Playwright looks for by role, or waits for until it stands
 * still, it looks for in the page, and among many rows that is itself a long task of the page.
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
    const before = await parts.evaluate(countListed);
    if (!(await click(parts, 'more'))) break;
    await until(page, async () => (await parts.evaluate(countListed)) > before);
    await page.mouse.wheel(0, 5_000);
    await parts.evaluate(({ list }) =>
      list.lastElementChild!.scrollIntoView(false),
    );
  }
  const { rows, longestBlankMs } = await wheelThrough(page, parts);
  await parts.evaluate(({ list }) =>
    list.lastElementChild!.lastElementChild!.querySelector('input')!.click(),
  );
  await click(parts, 'chooseAll');
  const all = (await parts.evaluate(countListed)).toLocaleString('en-US');
  await until(page, () =>
    parts.evaluate(
      ({ list, chosen }, expected) =>
        chosen.textContent!.startsWith(expected) &&
        list.querySelector('input:not(:checked)') === null,
      `${all} alerts chosen`,
    ),
  );
  await click(parts, 'chooseNone');
  await until(page, () =>
    parts.evaluate(
      ({ list, chosen }) =>
        chosen.hidden && list.querySelector('input:checked') === null,
    ),
  );
  return {
    longestTaskMs: await tasks.end(),
    longestBlankMs,
    rows,
    ...(await weigh(page)),
  };
}

/** From the first row to the last, fast, as somebody does who looks for one. */
async function wheelThrough(
  page: Page,
  parts: JSHandle<Parts>,
): Promise<Pick<Scrolling, 'rows' | 'longestBlankMs'>> {
  const rows = await parts.evaluate(countListed);
  await parts.evaluate(({ list }) => list.scrollIntoView());
  await page.mouse.move(640, 450);
  let reached = 0;
  let longestBlankMs = 0;
  while (reached < rows) {
    await page.mouse.wheel(0, WHEEL_PX);
    const { last, blankMs } = await parts.evaluate(lookAtNext, reached);
    reached = last;
    longestBlankMs = Math.max(longestBlankMs, blankMs);
  }
  return { rows, longestBlankMs };
}

/** After the browser has thrown away what nothing needs. */
async function weigh(
  page: Page,
): Promise<{ readonly heapMb: number; readonly elements: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return {
    heapMb: Math.round(usedSize / 1e6),
    elements: await page.evaluate(
      () => document.getElementsByTagName('*').length,
    ),
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
  const chooseAll = button('Choose all')!;
  return {
    list: document.querySelector('main [role=list][aria-label=Alerts]')!,
    more: button('Load more'),
    chosen: chooseAll.closest('[role=group]')!,
    chooseAll,
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

/** How many rows the list says that it has. In the page: cheap, since it is asked again and again. */
function countListed({ list }: Parts): number {
  return Number(list.querySelector('[aria-setsize]')?.ariaSetSize);
}

/**
 * In the page: waits until other rows come onto the screen and all that are there are drawn. The list draws its rows in
 * parts.
 *
 * @param reached - the last row that was on the screen before
 * @returns the last one now, and for how long there was room for rows on the screen and not the rows
 */
async function lookAtNext(
  { list }: Parts,
  reached: number,
): Promise<{ readonly last: number; readonly blankMs: number }> {
  const isOnScreen = (element: Element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < window.innerHeight;
  };
  const deadline = performance.now() + 30_000;
  let last = reached;
  let blankSince: number | undefined;
  let blankMs = 0;
  while (last === reached || blankSince !== undefined) {
    const now = await new Promise(requestAnimationFrame);
    if (now > deadline) throw new Error(`Nothing comes after row ${reached}`);
    const parts = [...list.children].filter(isOnScreen);
    if (parts.every(({ childElementCount }) => childElementCount > 0)) {
      const rows = [...parts.at(-1)!.children].filter(isOnScreen);
      last = Number(rows.at(-1)!.ariaPosInSet);
      if (blankSince !== undefined) {
        blankMs = Math.max(blankMs, now - blankSince);
      }
      blankSince = undefined;
    } else {
      blankSince ??= now;
    }
  }
  return { last, blankMs };
}
