/** How long the page does not react while a reader scrolls on through a long list of alerts. */
import type { Page } from '@playwright/test';

export interface Scrolling {
  /** Milliseconds of the longest task of the main thread; 0 when none took 50 or more. */
  readonly longestTaskMs: number;
  readonly rows: number;
}

/** Asks for page after page, and scrolls through each as soon as it is there. */
export async function scrollThroughAlerts(
  page: Page,
  pages: number,
): Promise<Scrolling> {
  await page.goto('/guardrails/alerts');
  const list = page.getByRole('list', { name: 'Alerts', exact: true });
  await list.waitFor();
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => {
    const seen: number[] = [];
    (window as unknown as { tasks: number[] }).tasks = seen;
    new PerformanceObserver(entries =>
      entries.getEntries().forEach(({ duration }) => seen.push(duration)),
    ).observe({ type: 'longtask' });
  });
  const rows = list.locator('> li');
  for (let read = 1; read < pages; read++) {
    const before = await rows.count();
    const more = page.getByRole('button', { name: 'Load more' });
    if (!(await more.isVisible())) break;
    await more.click();
    await rows.nth(before).waitFor({ state: 'attached' });
    await page.mouse.wheel(0, 5_000);
    await rows.last().scrollIntoViewIfNeeded();
  }
  return {
    longestTaskMs: await page.evaluate(() =>
      Math.max(0, ...(window as unknown as { tasks: number[] }).tasks),
    ),
    rows: await rows.count(),
  };
}
