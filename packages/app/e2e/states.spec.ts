// What each page says when it may not, cannot, or has nothing to show: in words, without errors, and for everybody.
import type { Page, Route } from '@playwright/test';
import { pages } from './harness/guardrailsPages';
import { expect, test } from './harness/test';

/** Answers in place of the backend of Guardrails. */
async function answerAll(
  page: Page,
  answer: (route: Route) => Promise<void>,
): Promise<void> {
  await page.route(/\/api\/guardrails\//, answer);
}

/** As Backstage words a refusal. */
const refusal = (status: number, name: string, message: string) => ({
  status,
  json: {
    error: { name, message },
    request: { method: 'GET', url: '/' },
    response: { statusCode: status },
  },
});

const STATES = [
  {
    state: 'no permission',
    answer: refusal(403, 'NotAllowedError', 'Not allowed'),
    words: /not allowed|permission/i,
  },
  {
    state: 'a failing backend',
    answer: refusal(503, 'ServiceUnavailableError', 'The database is away'),
    words: /The database is away/,
  },
] as const;

// The browser itself reports each refused answer.
test.use({ expectedErrors: /Failed to load resource|403|503/ });

for (const { state, answer, words } of STATES) {
  test(`every page says it in words: ${state}`, async ({
    api,
    page,
    portal,
  }) => {
    test.setTimeout(300_000);
    await expect.poll(() => api.isChecked(), { timeout: 90_000 }).toBe(true);
    const { id } = await api.alertOf('payments-api', 'EC2 - Other');
    await answerAll(page, route => route.fulfill(answer));
    for (const { name, path } of pages) {
      await test.step(name, async () => {
        await portal.open(path.replace(':alert', id));
        const told = page.getByRole('alert').filter({ hasText: words }).first();
        await expect(told).toBeVisible();
        await portal.photograph(`${name}-${state.replace(/ /g, '-')}`, told, [
          [1280, 'light'],
          [400, 'dark'],
        ]);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await expect(told).toBeVisible();
          // With the colours the page is drawn anew, and for a moment it asks again and shows no alert.
          await expect(() => portal.expectAccessible('[role=alert]')).toPass({
            timeout: 30_000,
          });
        }
      });
    }
  });
}

test('nothing jumps while a page loads', async ({ api, page, portal }) => {
  test.setTimeout(240_000);
  await expect.poll(() => api.isChecked(), { timeout: 90_000 }).toBe(true);
  const { id } = await api.alertOf('payments-api', 'EC2 - Other');
  await portal.open('/settings');
  // Slow enough for every skeleton to be seen.
  await answerAll(page, async route => {
    await new Promise(resolve => setTimeout(resolve, 400));
    await route.continue();
  });
  const jumps: Record<string, number> = {};
  await page.addInitScript(() => {
    const shifts = window as unknown as { layoutShift: number };
    shifts.layoutShift = 0;
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput } = entry as unknown as {
          readonly value: number;
          readonly hadRecentInput: boolean;
        };
        if (!hadRecentInput) shifts.layoutShift += value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  for (const { name, path, landmark } of pages) {
    await portal.open(path.replace(':alert', id));
    await expect(landmark(page)).toBeVisible();
    await portal.expectLoaded();
    jumps[name] = await page.evaluate(
      () => (window as unknown as { layoutShift: number }).layoutShift,
    );
  }
  // The most that counts as good: https://web.dev/articles/cls
  const most = 0.1;
  expect(
    Object.entries(jumps).filter(([, shift]) => shift > most),
    `layout shifts by page: ${JSON.stringify(jumps)}`,
  ).toEqual([]);
});
