// The pages for somebody who has no pointer: every control, every dialog, and the journey from an alert to finished work.
import { expect, type Locator, type Page } from '@playwright/test';
import { pages, recommendation } from './harness/guardrailsPages';
import { walkByTab } from './harness/tabWalk';
import { test } from './harness/test';

const TITLE = 'p95 latency doubled on storefront';

test.beforeEach(async ({ api }) => {
  await expect.poll(() => api.isChecked(), { timeout: 90_000 }).toBe(true);
});

/** Tabs on until the focus is there; more stops than a page has mean that it cannot be reached. */
async function tabTo(page: Page, target: Locator, most = 80): Promise<void> {
  await expect(target).toBeVisible();
  for (let stops = 0; stops < most; stops += 1) {
    if (await target.evaluate(element => element === document.activeElement)) {
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`${target} was not reached with ${most} tabs`);
}

test('an alert is found, understood, acknowledged and worked off without a pointer', async ({
  page,
  portal,
}) => {
  await portal.open('/guardrails/alerts');
  const row = page.getByRole('link', { name: TITLE });
  await expect(row).toBeVisible();

  await test.step('the filters are one key away, and the list two', async () => {
    await page.keyboard.press('/');
    await expect(page.getByRole('combobox', { name: 'Project' })).toBeFocused();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await tabTo(page, page.getByRole('button', { name: 'Keys: press ?' }));
    await page.keyboard.press('?');
    const help = page.getByRole('dialog');
    await expect(help).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(help).toBeHidden();
  });

  await test.step('j and k go through the rows, Enter opens one', async () => {
    for (let rows = 0; rows < 20; rows += 1) {
      await page.keyboard.press('j');
      if (await row.evaluate(link => link === document.activeElement)) break;
    }
    await expect(row).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(
      page.getByRole('heading', { name: TITLE, exact: true }),
    ).toBeVisible();
  });

  await test.step('the alert is acknowledged, and the focus stays', async () => {
    const acknowledge = page
      .getByRole('group', { name: `Act on ${TITLE}` })
      .getByRole('button', { name: 'Acknowledge' });
    await tabTo(page, acknowledge);
    await page.keyboard.press('Enter');
    await expect(
      page.getByRole('list', { name: 'What happened to this alert' }),
    ).toContainText('acknowledged this');
    await expect(acknowledge).toBeFocused();
  });

  await test.step('its arithmetic unfolds', async () => {
    const decision = page.locator('summary', {
      hasText: 'How this was decided',
    });
    await tabTo(page, decision);
    await page.keyboard.press('Enter');
    await expect(
      page.getByRole('table', { name: 'The arithmetic' }),
    ).toBeVisible();
  });

  await test.step('a step is ticked, and the recommendation started and done', async () => {
    const card = recommendation(page);
    const step = card.getByRole('checkbox').first();
    await tabTo(page, step);
    await page.keyboard.press('Space');
    await expect(step).toBeChecked();
    await tabTo(page, card.getByRole('button', { name: 'Start' }));
    await page.keyboard.press('Enter');
    await expect(card.getByText('In progress').first()).toBeVisible();
    await tabTo(page, card.getByRole('button', { name: 'Done' }));
    await page.keyboard.press('Enter');
    await expect(card.getByText('Done', { exact: true }).first()).toBeVisible();
  });
});

test('every control of every page is reached with the Tab key, and shows that it is', async ({
  api,
  page,
  portal,
}) => {
  test.setTimeout(240_000);
  const { id } = await api.alertOf('payments-api', 'EC2 - Other');
  for (const { name, path, landmark, own } of pages) {
    await test.step(name, async () => {
      await portal.open(path.replace(':alert', id));
      await expect(landmark(page)).toBeVisible();
      await portal.expectLoaded();
      const { controls, ...missed } = await walkByTab(page, own);
      expect(controls, 'controls that were looked for').toBeGreaterThan(1);
      expect(missed).toEqual({ unreachable: [], unseen: [] });
    });
  }
});

test('a dialog keeps the focus, and gives it back', async ({
  api,
  page,
  portal,
}) => {
  // Dialogs are drawn beside the app.
  const focusIsBehind = () =>
    page.evaluate(() =>
      document.querySelector('#root')!.contains(document.activeElement),
    );

  await test.step('the help of the keys', async () => {
    await portal.open('/guardrails/alerts');
    const opener = page.getByRole('button', { name: 'Keys: press ?' });
    await expect(opener).toBeVisible();
    await opener.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    const close = dialog.getByRole('button', { name: 'Close' });
    await page.keyboard.press('Tab');
    await expect(close).toBeFocused();
    for (const key of ['Tab', 'Shift+Tab', 'Shift+Tab']) {
      await page.keyboard.press(key);
      expect(await focusIsBehind()).toBe(false);
    }
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(opener).toBeFocused();
  });

  await test.step('the menu of a snooze', async () => {
    const { id } = await api.alertOf('payments-api', 'EC2 - Other');
    await portal.open(`/guardrails/alerts/${id}`);
    const opener = page.getByRole('button', { name: 'Snooze' });
    await expect(opener).toBeVisible();
    await opener.focus();
    await page.keyboard.press('Enter');
    const menu = page.getByRole('menu');
    await expect(menu.getByRole('menuitem').first()).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(menu.getByRole('menuitem').nth(1)).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(menu).toBeHidden();
    await expect(opener).toBeFocused();
  });
});
