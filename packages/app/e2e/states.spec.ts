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
        await portal.expectStateFit(
          `${name}-${state.replace(/ /g, '-')}`,
          told,
          '[role=alert]',
        );
      });
    }
  });
}

/** What one part of a page cannot be without, and what it says when that does not come. */
const PARTS: readonly {
  readonly page: string;
  readonly missing: RegExp;
  readonly told: string | RegExp;
}[] = [
  {
    page: 'entity-costs',
    missing: /\/api\/guardrails\/alerts/,
    told: /so the chart does not mark them/,
  },
  {
    page: 'alert',
    missing: /\/evidence$/,
    told: 'The evidence of this alert cannot be read right now',
  },
  {
    page: 'overview',
    missing: /\/api\/guardrails\/reconciliation/,
    told: 'The reconciliation cannot be read right now',
  },
  {
    page: 'recommendations',
    missing: /\/api\/guardrails\/savings/,
    told: 'The savings cannot be read right now',
  },
];

test('a part that cannot be read is named, and leaves the rest of the page', async ({
  api,
  page,
  portal,
}) => {
  test.setTimeout(120_000);
  await expect.poll(() => api.isChecked(), { timeout: 90_000 }).toBe(true);
  const { id } = await api.alertOf('payments-api', 'EC2 - Other');
  for (const { page: name, missing, told } of PARTS) {
    const { path, landmark } = pages.find(each => each.name === name)!;
    await test.step(name, async () => {
      await page.route(missing, route =>
        route.fulfill(
          refusal(503, 'ServiceUnavailableError', 'The database is away'),
        ),
      );
      await portal.open(path.replace(':alert', id));
      // The picture of an alert is the very part that is missing.
      const rest =
        name === 'alert'
          ? page.getByRole('list', { name: 'What happened to this alert' })
          : landmark(page);
      await expect(rest).toBeVisible();
      await portal.expectStateFit(
        `${name}-part-missing`,
        page.getByText(told).first(),
        'main',
      );
      await page.unroute(missing);
    });
  }
});

test('what was shown stays when it cannot be renewed, and is called old', async ({
  api,
  page,
  portal,
}) => {
  await expect.poll(() => api.isChecked(), { timeout: 90_000 }).toBe(true);
  const { id } = await api.alertOf('payments-api', 'EC2 - Other');
  await page.clock.install();
  for (const name of ['alert', 'jobs']) {
    const { path, landmark } = pages.find(each => each.name === name)!;
    await test.step(name, async () => {
      await portal.open(path.replace(':alert', id));
      await expect(landmark(page)).toBeVisible();
      await answerAll(page, route =>
        route.fulfill(
          refusal(503, 'ServiceUnavailableError', 'The database is away'),
        ),
      );
      // Both ask again every minute.
      await page.clock.fastForward(61_000);
      const told = page
        .getByRole('alert')
        .filter({ hasText: 'This may be out of date' });
      await expect(told).toBeVisible();
      await expect(landmark(page)).toBeVisible();
      await portal.expectAccessible();
      await page.screenshot({
        path: `e2e-artifacts/screenshots/${name}-outdated-1280-light.png`,
        animations: 'disabled',
        fullPage: true,
      });
      await page.unroute(/\/api\/guardrails\//);
    });
  }
});

test('a warning that comes while a page is read moves nothing, and is in sight', async ({
  api,
  page,
  portal,
}) => {
  await expect.poll(() => api.isChecked(), { timeout: 90_000 }).toBe(true);
  await page.clock.install();
  await portal.open('/settings');
  for (const width of [1280, 400]) {
    // Before a page is opened: with its width it is drawn anew.
    await page.setViewportSize({ width, height: 900 });
    for (const name of ['entity-costs', 'alerts', 'recommendations']) {
      const { path, landmark, own } = pages.find(each => each.name === name)!;
      await test.step(`${name}, ${width} wide`, async () => {
        await page.goto(path);
        await expect(landmark(page)).toBeVisible();
        // With the clock ages change, and with them the lines of rows: not where a row is, but where all of them begin.
        const list = page.getByRole('list', { name: 'Alerts', exact: true });
        const read = name === 'alerts' ? list : landmark(page);
        await portal.expectLoaded();
        const warning = page.locator(own).getByRole('alert');
        await expect(warning).toHaveCount(0);
        // Not how high it is: with the clock its age changes, and with that the lines it takes.
        const place = async () => {
          const { x, y } = (await read.boundingBox())!;
          return { x, y };
        };
        const before = await place();

        // Nobody has read or checked anything for three days; each page looks at the clock every minute.
        await page.clock.setSystemTime(Date.now() + 3 * 86_400_000);
        await page.clock.runFor(61_000);
        await expect(warning).toContainText('3 days ago');
        expect(await place()).toEqual(before);
        await expect(warning).toBeInViewport({ ratio: 1 });
        expect(
          await warning.evaluate(element => {
            const {
              x,
              y,
              width: wide,
              height,
            } = element.getBoundingClientRect();
            return element.contains(
              document.elementFromPoint(x + wide / 2, y + height - 1),
            );
          }),
          'nothing is drawn over the warning',
        ).toBe(true);
        await portal.expectAccessible(own);
        await page.screenshot({
          path: `e2e-artifacts/screenshots/${name}-warned-late-${width}-light.png`,
          animations: 'disabled',
        });
        await page.clock.setSystemTime(Date.now());
      });
    }
  }
});

test('a page holds the place of what is coming, says what it waits for, and nothing jumps', async ({
  api,
  page,
  portal,
}) => {
  test.setTimeout(240_000);
  await expect.poll(() => api.isChecked(), { timeout: 90_000 }).toBe(true);
  const { id } = await api.alertOf('payments-api', 'EC2 - Other');
  await portal.open('/settings');
  /** Answers wait while it is closed. */
  const gate = {
    opened: Promise.resolve(),
    open: () => {},
    close() {
      this.opened = new Promise(resolve => {
        this.open = resolve;
      });
    },
  };
  await answerAll(page, async route => {
    await gate.opened;
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
    await test.step(name, async () => {
      gate.close();
      await portal.open(path.replace(':alert', id));
      await expect(page.getByText(/^Loading .* …$/).first()).toBeVisible();
      await portal.expectAccessible('[aria-busy="true"]');
      await page.screenshot({
        path: `e2e-artifacts/screenshots/${name}-loading-1280-light.png`,
        animations: 'disabled',
      });
      gate.open();
      await expect(landmark(page)).toBeVisible();
      await portal.expectLoaded();
      jumps[name] = await page.evaluate(
        () => (window as unknown as { layoutShift: number }).layoutShift,
      );
    });
  }
  // The most that counts as good: https://web.dev/articles/cls
  const most = 0.1;
  expect(
    Object.entries(jumps).filter(([, shift]) => shift > most),
    `layout shifts by page: ${JSON.stringify(jumps)}`,
  ).toEqual([]);
});
