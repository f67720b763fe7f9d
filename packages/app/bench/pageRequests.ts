/** What a view asks the plugin's API for more than once. */
import type { Page, Request } from '@playwright/test';

/**
 * Opens each path afresh, where no signals come: what changes meanwhile is asked for again, and rightly so.
 *
 * @param signedIn - a page of the browser that has entered the portal
 * @returns the questions that were asked twice, with the path
 */
export async function requestsMadeTwice(
  signedIn: Page,
  paths: readonly string[],
): Promise<string[]> {
  const page = await signedIn.context().newPage();
  await page.routeWebSocket(/\/api\/signals/, () => {});
  const twice: string[] = [];
  for (const path of paths) {
    const asked = new Map<string, number>();
    const note = (request: Request) => {
      if (!request.url().includes('/api/guardrails/')) return;
      const question = `${request.method()} ${request.url()}`;
      asked.set(question, (asked.get(question) ?? 0) + 1);
    };
    page.on('request', note);
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    page.off('request', note);
    for (const [question, times] of asked) {
      if (times > 1) twice.push(`${path}: ${times} × ${question}`);
    }
  }
  await page.close();
  return twice;
}
