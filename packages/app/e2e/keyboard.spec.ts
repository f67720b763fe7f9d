// The pages for somebody who has no pointer: every control, every dialog, and the journey from an alert to finished work.
import { expect, type Locator, type Page } from '@playwright/test';
import { pages, recommendation } from './harness/guardrailsPages';
import { PortalPage } from './harness/PortalPage';
import { walkByTab } from './harness/tabWalk';
import { test } from './harness/test';

const TITLE = 'p95 latency doubled on storefront';

test.beforeEach(async ({ api }) => {
  await expect.poll(() => api.isChecked(), { timeout: 90_000 }).toBe(true);
});

/** Tabs on, or back, until the focus is there; more stops than a page has mean that it cannot be reached. */
async function tabTo(
  page: Page,
  target: Locator,
  most = 80,
  key: 'Tab' | 'Shift+Tab' = 'Tab',
): Promise<void> {
  await expect(target).toBeVisible();
  for (let stops = 0; stops < most; stops += 1) {
    if (await target.evaluate(element => element === document.activeElement)) {
      return;
    }
    await page.keyboard.press(key);
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
    // On from the last row, which the Tab key came through.
    await page.keyboard.press('j');
    for (let rows = 0; rows < 20; rows += 1) {
      if (await row.evaluate(link => link === document.activeElement)) break;
      await page.keyboard.press('k');
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

test('an activity is planned, cancelled, planned again and found among those that are over, without a pointer', async ({
  page,
  portal,
}) => {
  const reason = 'Load test of the checkout';
  await portal.open('/guardrails/planned');
  const plan = page.getByRole('button', { name: 'Plan an activity' });
  const row = page
    .getByRole('list', { name: 'Planned activities' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: reason }) });
  const cancel = row.getByRole('button', { name: `Cancel: ${reason}` });

  await test.step('the form has the focus, says what is missing, and gives the focus back', async () => {
    await tabTo(page, plan);
    await page.keyboard.press('Enter');
    const form = page.getByRole('form', { name: 'Plan an activity' });
    await expect(form.getByRole('combobox', { name: 'Project' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(form.getByText('Choose a project')).toBeVisible();
    await page.keyboard.type('payments-api');
    await tabTo(page, form.getByRole('textbox', { name: /Reason/ }));
    await page.keyboard.type(reason);
    await page.keyboard.press('Enter');
    await expect(form).toBeHidden();
    await expect(plan).toBeFocused();
    await expect(row).toBeVisible();
  });

  await test.step('cancelling leads to its undo, and the undo to what it did', async () => {
    await tabTo(page, cancel);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused();
    await expect(cancel).toBeHidden();
    await page.keyboard.press('Enter');
    await expect(page.getByText(`Planned again: ${reason}`)).toBeFocused();
    await tabTo(page, cancel, 10);
  });

  await test.step('what is over is found with the filter', async () => {
    await page.keyboard.press('Enter');
    await expect(page.getByText(`Cancelled: ${reason}`)).toBeVisible();
    const show = page.getByRole('combobox', { name: 'Show' });
    await tabTo(page, show);
    await page.keyboard.press('P');
    await expect(page).toHaveURL(/state=past/);
    await expect(show).toBeFocused();
    await expect(row.first()).toContainText('cancelled by');
  });
});

test('the history is narrowed, read on and opened without a pointer', async ({
  page,
  portal,
}) => {
  await portal.open('/guardrails/history');
  const lines = page
    .getByRole('list', { name: 'History' })
    .getByRole('listitem');
  await expect(lines.first()).toBeVisible();

  await test.step('to all that happened, jobs included, and read to its next page', async () => {
    const about = page.getByRole('combobox', { name: 'About' });
    await tabTo(page, about);
    await page.keyboard.press('E');
    await expect(page).toHaveURL(/about=all/);
    await portal.expectLoaded();
    const before = await lines.count();
    const more = page.getByRole('button', { name: 'Load more' });
    await tabTo(page, more, 200);
    await page.keyboard.press('Enter');
    await expect.poll(() => lines.count()).toBeGreaterThan(before);
    // It stays where it is, or leads to the end of the list when it was the last page.
    expect(
      await page.evaluate(() => document.activeElement !== document.body),
    ).toBe(true);
  });

  await test.step('to a project, and to somebody who did nothing there, and back', async () => {
    await portal.open('/guardrails/history');
    await tabTo(page, page.getByRole('combobox', { name: 'Project' }));
    await page.keyboard.type('storefront');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/project=storefront/);
    const by = page.getByRole('searchbox', { name: 'By' });
    await tabTo(page, by);
    await page.keyboard.type('nobody@example.com');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Nothing matches')).toBeVisible();
    await expect(by).toBeFocused();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Enter');
    await expect(lines.filter({ hasText: TITLE }).first()).toBeVisible();
  });

  await test.step('to the alert that a line is about', async () => {
    await tabTo(page, lines.getByRole('link', { name: TITLE }).first());
    await page.keyboard.press('Enter');
    await expect(
      page.getByRole('heading', { name: TITLE, exact: true }),
    ).toBeVisible();
  });
});

test('a rule is opened, tried with other values and put back without a pointer', async ({
  page,
  portal,
}) => {
  await portal.open('/guardrails/settings?project=payments-api');
  const rule = page.locator('summary', { hasText: 'cost_spike' });
  await expect(rule).toBeVisible();

  await test.step('the rule unfolds, and keeps the focus', async () => {
    await tabTo(page, rule);
    await page.keyboard.press('Enter');
    await expect(
      page.getByRole('table', { name: 'Parameters of cost_spike' }),
    ).toBeVisible();
    await expect(rule).toBeFocused();
  });

  const value = page.getByRole('textbox', { name: 'minIncrease', exact: true });
  await test.step('a value is tried on the past', async () => {
    await tabTo(page, value);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('1000');
    const run = page.getByRole('button', {
      name: 'Show what would have fired',
    });
    await tabTo(page, run);
    await page.keyboard.press('Enter');
    await expect(
      page
        .getByRole('status')
        .filter({ hasText: /^(With these values|No difference)/ }),
    ).toBeVisible();
    await expect(run).toBeFocused();
  });

  await test.step('what is in force comes back, and the focus stays', async () => {
    const reset = page.getByRole('button', {
      name: 'Back to what is in force',
    });
    await tabTo(page, reset);
    await page.keyboard.press('Enter');
    await expect(value).not.toHaveValue('1000');
    await expect(reset).toBeFocused();
  });
});

test('several alerts are chosen by key and snoozed together, and the list keeps the place while somebody else works in it', async ({
  context,
  page,
  portal,
}) => {
  await portal.open('/guardrails/alerts');
  const rows = page
    .getByRole('list', { name: 'Alerts', exact: true })
    .getByRole('listitem');
  await expect(rows.first()).toBeVisible();
  const actions = page.getByRole('group', { name: 'Act on the chosen alerts' });

  await test.step('two are chosen, snoozed and woken', async () => {
    await expect(actions).toBeHidden();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await expect(actions).toContainText('2 alerts chosen');
    const link = rows.nth(1).getByRole('link');
    await expect(link).toBeFocused();
    const snooze = actions.getByRole('button', { name: 'Snooze' });
    await tabTo(page, snooze, 20, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(
      page.getByRole('menuitem', { name: '1 day', exact: true }),
    ).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(actions).toContainText('2 alerts changed');
    await expect(rows.first()).toContainText('snoozed');
    await tabTo(page, actions.getByRole('button', { name: 'End snooze' }));
    await page.keyboard.press('Enter');
    await expect(rows.first()).not.toContainText('snoozed');
    await tabTo(page, actions.getByRole('button', { name: 'Choose none' }));
    await page.keyboard.press('Enter');
    await expect(actions).toBeHidden();
    await expect(rows.first().getByRole('checkbox')).toBeFocused();
  });

  await test.step('what somebody else does shows in its row, and the focus stays', async () => {
    const title = 'EC2 compute cost tripled on recommender';
    const row = rows.filter({
      has: page.getByRole('link', { name: title }),
    });
    await expect(row).toContainText('Open');
    const place = rows.last().getByRole('link');
    await place.focus();

    const other = await context.newPage();
    await new PortalPage(other).open('/guardrails/alerts');
    await other.getByRole('button', { name: `Acknowledge: ${title}` }).click();
    await expect(other.getByText(`Acknowledged: ${title}`)).toBeVisible();
    await expect(row).toContainText('Acknowledged');
    await expect(place).toBeFocused();

    await other.getByRole('link', { name: title }).click();
    await other
      .getByRole('group', { name: `Act on ${title}` })
      .getByRole('button', { name: 'Reopen' })
      .click();
    await expect(row).toContainText('Open');
    await other.close();
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
    await expect(
      dialog.getByRole('checkbox', { name: 'Single-letter keys' }),
    ).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(close).toBeFocused();
    await portal.expectAccessible('[role="dialog"]');
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
