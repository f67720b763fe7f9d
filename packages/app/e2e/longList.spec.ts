// A list of far more alerts than a screen shows: only those near it are in the page, and nobody notices.
import { expect, type Page } from '@playwright/test';
import { openLegacyApp } from './harness/legacyApp';
import { type PortalPage, test } from './harness/test';

const COUNT = 600;

const list = (page: Page) =>
  page.getByRole('list', { name: 'Alerts', exact: true });

test.beforeEach(async ({ api, page }) => {
  await expect.poll(() => api.isChecked(), { timeout: 90_000 }).toBe(true);
  // The demo has a few alerts; the first of them comes many times over, open whatever another test did to it.
  await page.route(/\/api\/guardrails\/alerts\?/, async route => {
    const response = await route.fetch();
    const { items } = await response.json();
    await route.fulfill({
      response,
      json: {
        items: Array.from({ length: COUNT }, (_, index) => ({
          ...items[0],
          status: 'open',
          acknowledgedAt: undefined,
          allowedTransitions: ['acknowledged', 'resolved'],
          id: `00000000-0000-7000-8000-${String(index + 1).padStart(12, '0')}`,
          title: `Cost doubled ${index + 1}`,
        })),
        totalItems: COUNT,
      },
    });
  });
});

async function openList(page: Page, portal: PortalPage): Promise<void> {
  await portal.open('/guardrails/alerts');
  await expect(list(page)).toBeVisible();
  await portal.expectLoaded();
}

const rowsInPage = (page: Page) => list(page).getByRole('listitem').count();

/** Places of the rows on the screen, once it is full of them and they stand still. */
async function rowsOnScreen(page: Page): Promise<number[]> {
  return list(page).evaluate(async element => {
    const isOnScreen = (part: Element) => {
      const { top, bottom } = part.getBoundingClientRect();
      return bottom > 0 && top < window.innerHeight;
    };
    const look = () => {
      const parts = [...element.children].filter(isOnScreen);
      const rows = parts.flatMap(part => [...part.children]).filter(isOnScreen);
      return {
        isFull: parts.every(part => part.childElementCount > 0),
        rows: rows.map(row => Number(row.ariaPosInSet)),
        top: rows[0]?.getBoundingClientRect().top,
      };
    };
    for (;;) {
      const before = look();
      await new Promise(resolve => setTimeout(resolve, 200));
      const after = look();
      if (after.isFull && JSON.stringify(before) === JSON.stringify(after)) {
        return after.rows;
      }
    }
  });
}

/** Place of the row with the focus. */
async function focusedRow(page: Page): Promise<number> {
  return page.evaluate(() =>
    Number(document.activeElement?.closest('[role=listitem]')?.ariaPosInSet),
  );
}

/** At once, as with the scroll bar. */
async function jumpToMiddle(page: Page): Promise<void> {
  await list(page).evaluate(({ children }) =>
    children[Math.floor(children.length / 2)].scrollIntoView(),
  );
}

async function wheel(page: Page, pixels: number): Promise<void> {
  await page.mouse.move(640, 450);
  await page.mouse.wheel(0, pixels);
}

/** Fails where a row is passed over because what is drawn above takes more room than was held for it. */
async function wheelUpRowByRow(page: Page, turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    const [first] = await rowsOnScreen(page);
    await wheel(page, -700);
    await expect
      .poll(async () => (await rowsOnScreen(page))[0])
      .toBeLessThan(first);
    expect((await rowsOnScreen(page)).at(-1)).toBeGreaterThanOrEqual(first - 1);
  }
}

test('a list of hundreds of alerts has those near the screen in the page, each with its place', async ({
  page,
  portal,
}) => {
  await openList(page, portal);
  const height = () => list(page).evaluate(element => element.clientHeight);
  const heightBefore = await height();
  expect(await rowsInPage(page)).toBeLessThan(150);
  await portal.expectAccessible();

  await test.step('the wheel leads through all of them, and the list takes as much room as before', async () => {
    const seen = new Set<number>();
    for (let turns = 0; turns < 100 && !seen.has(COUNT); turns += 1) {
      (await rowsOnScreen(page)).forEach(place => seen.add(place));
      expect(await rowsInPage(page)).toBeLessThan(250);
      await wheel(page, 600);
    }
    expect(seen.size).toBe(COUNT);
    expect(await height()).toBe(heightBefore);
  });

  await test.step('a jump to the middle shows rows there, and axe finds nothing', async () => {
    await jumpToMiddle(page);
    const [first, ...rest] = await rowsOnScreen(page);
    expect(Math.abs(first - COUNT / 2)).toBeLessThan(5);
    expect(rest).toEqual(rest.map((_, index) => first + index + 1));
    await portal.expectAccessible();
  });

  await test.step('a screen that is turned begins with the same row', async () => {
    for (const width of [900, 1280]) {
      const [first] = await rowsOnScreen(page);
      await page.setViewportSize({ width, height: 900 });
      const [turned] = await rowsOnScreen(page);
      expect(Math.abs(turned - first)).toBeLessThan(2);
    }
  });

  await test.step('on a narrow screen rows are higher, and none is passed over on the way up', async () => {
    await page.setViewportSize({ width: 400, height: 900 });
    await wheelUpRowByRow(page, 12);
  });

  await test.step('on paper are all of them', async () => {
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    expect(await rowsInPage(page)).toBe(COUNT);
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await expect.poll(() => rowsInPage(page)).toBeLessThan(250);
  });
});

test('the keyboard leads through a list of hundreds of alerts, in the page or not', async ({
  page,
  portal,
}) => {
  await openList(page, portal);
  await test.step('j and k go on past what was in the page', async () => {
    for (let row = 1; row <= 130; row += 1) {
      await page.keyboard.press('j');
      expect(await focusedRow(page)).toBe(row);
    }
    expect(await rowsOnScreen(page)).toContain(130);
    await page.keyboard.press('k');
    expect(await focusedRow(page)).toBe(129);
  });

  await test.step('the focus stays with its row while the page is scrolled far away', async () => {
    await wheel(page, 12_000);
    await expect
      .poll(async () => (await rowsOnScreen(page))[0])
      .toBeGreaterThan(300);
    expect(await focusedRow(page)).toBe(129);
    await page.keyboard.press('j');
    expect(await focusedRow(page)).toBe(130);
    expect(await rowsOnScreen(page)).toContain(130);
  });

  await test.step('the Tab key goes on from row to row', async () => {
    await wheel(page, 12_000);
    await rowsOnScreen(page);
    // A title, the button of its row, the box of the next one.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await focusedRow(page)).toBe(131);
    expect(await rowsOnScreen(page)).toContain(131);
  });

  await test.step('without a row k goes on from where it was, far away as it is', async () => {
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await wheel(page, 12_000);
    await rowsOnScreen(page);
    await page.keyboard.press('k');
    expect(await focusedRow(page)).toBe(130);
    expect(await rowsOnScreen(page)).toContain(130);
  });
});

test.describe('with alerts that the server does not know', () => {
  test.use({ expectedErrors: /404 \(Not Found\)/ });

  test('the way back from an alert leads to its row, far down the list', async ({
    page,
    portal,
  }) => {
    await openList(page, portal);
    await jumpToMiddle(page);
    const [, second] = await rowsOnScreen(page);
    const row = list(page).locator(`[aria-posinset="${second}"]`);
    await row.getByRole('link').focus();
    await page.keyboard.press('Enter');
    await expect(page.getByText('There is no such alert')).toBeVisible();
    await page.goBack();
    await expect(row.getByRole('link')).toBeFocused();
    expect(await rowsOnScreen(page)).toContain(second);
  });
});

for (const [where, open] of [
  [
    'in the tab of a service',
    (_: Page, portal: PortalPage) =>
      portal.openService('payments-api', 'alerts'),
  ],
  [
    'in the legacy frontend system',
    (page: Page) => openLegacyApp(page, '/guardrails/alerts'),
  ],
] as const) {
  test(`a long list is as short in the page ${where}`, async ({
    page,
    portal,
  }) => {
    await open(page, portal);
    await expect(list(page)).toBeVisible();
    await portal.expectLoaded();
    await jumpToMiddle(page);
    const [first, ...rest] = await rowsOnScreen(page);
    expect(Math.abs(first - COUNT / 2)).toBeLessThan(5);
    expect(rest).toEqual(rest.map((_, index) => first + index + 1));
    expect(await rowsInPage(page)).toBeLessThan(250);
    await page.keyboard.press('k');
    expect(await focusedRow(page)).toBe(COUNT);
    await page.keyboard.press('k');
    expect(await focusedRow(page)).toBe(COUNT - 1);
    expect(await rowsOnScreen(page)).toContain(COUNT - 1);
  });
}

test('what is done to all of hundreds of alerts is told of those out of the page as well', async ({
  page,
  portal,
}) => {
  await openList(page, portal);
  const actions = page.getByRole('group', { name: 'Act on the chosen alerts' });
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await actions.getByRole('button', { name: `Choose all ${COUNT}` }).click();
  await expect(actions).toContainText(`${COUNT} alerts chosen`);
  const last = list(page).getByRole('listitem').last();
  await expect(last.getByRole('checkbox')).toBeChecked();
  await jumpToMiddle(page);
  const before = await rowsOnScreen(page);
  const middle = list(page).locator(`[aria-posinset="${before[3]}"]`);
  await expect(middle.getByRole('checkbox')).toBeChecked();

  await test.step('a row that says why it was refused is higher, and none is passed over on the way up', async () => {
    // The server knows none of them.
    // The bar is in sight, and its key acts on all of them.
    await expect(actions).toBeInViewport();
    await page.keyboard.press('a');
    await expect(actions).toContainText(`0 changed, ${COUNT} refused`);
    await expect(middle.getByRole('note')).toBeVisible();
    expect((await rowsOnScreen(page)).length).toBeLessThan(before.length);
    await wheelUpRowByRow(page, 12);
    await expect(list(page).getByRole('note').last()).toBeVisible();
  });

  await test.step('choosing none leads back to the first of them', async () => {
    await actions.getByRole('button', { name: 'Choose none' }).focus();
    await page.keyboard.press('Enter');
    await expect(actions).toBeHidden();
    expect(await focusedRow(page)).toBe(1);
    await jumpToMiddle(page);
    await expect(middle.getByRole('checkbox')).not.toBeChecked();
  });
});
