// The work that alerts lead to: somebody from the catalog takes it, and its commands are copied, not typed.
import { recommendation } from './harness/guardrailsPages';
import { openLegacyApp } from './harness/legacyApp';
import { expect, test } from './harness/test';

test.beforeEach(async ({ api }) => {
  await expect.poll(() => api.isChecked(), { timeout: 90_000 }).toBe(true);
});

test('a recommendation is given to a person of the catalog, found by a part of their name', async ({
  page,
  portal,
}) => {
  await portal.openService('log-pipeline', 'recommendations');
  const card = recommendation(page);
  await card.getByRole('button', { name: /^Change the owner of/ }).click();
  const field = card.getByRole('textbox', { name: 'Owner' });
  await field.fill('chiar');
  const person = page.getByRole('option', { name: /Chiara Conti/ });
  await expect(person).toBeVisible();
  // A change of width or theme would draw the page anew, with the list closed.
  await page.screenshot({
    path: 'e2e-artifacts/screenshots/user-picker-1280-light.png',
  });

  await person.click();
  await expect(field).toHaveValue('chiara@example.com');
  await card.getByRole('button', { name: 'Save' }).click();
  await expect(card.getByText('Owner: Chiara Conti')).toBeVisible();
});

test('people are called by their names in an alert, in the history, and in the legacy frontend system', async ({
  page,
  portal,
}) => {
  await portal.openService('log-pipeline', 'recommendations');
  const card = recommendation(page);
  await card.getByRole('button', { name: /^Change the owner of/ }).click();
  await card.getByRole('textbox', { name: 'Owner' }).fill('dai@example.com');
  await card.getByRole('button', { name: 'Save' }).click();
  await expect(card.getByText('Owner: Dai Tanaka')).toHaveAttribute(
    'title',
    'dai@example.com',
  );
  await card.getByRole('link').first().click();
  const steps = page.getByRole('group', { name: /^Act on/ }).first();
  await steps.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(
    page
      .getByRole('list', { name: 'What happened to this alert' })
      .getByRole('listitem')
      .filter({ hasText: 'acknowledged this' })
      .getByText('Guest', { exact: true }),
  ).toHaveAttribute('title', 'guest@example.com');

  const asked: string[] = [];
  page.on('request', request => {
    const url = decodeURIComponent(request.url());
    if (url.includes('spec.profile.email=')) asked.push(url);
  });
  const history = '/guardrails/history?project=log-pipeline';
  const assigned = page
    .getByRole('list', { name: 'History' })
    .getByRole('listitem')
    .filter({ hasText: 'assigned this to Dai Tanaka' });
  await portal.open(history);
  await expect(assigned.getByText('Guest', { exact: true })).toBeVisible();
  expect(asked).toHaveLength(1);
  await portal.photograph('history-names', assigned);

  await openLegacyApp(page, history);
  await expect(assigned.getByText('Guest', { exact: true })).toBeVisible();
  expect(asked).toHaveLength(2);
});

test('a team of the catalog is offered as well', async ({ page, portal }) => {
  await portal.openService('log-pipeline', 'recommendations');
  const card = recommendation(page);
  await card.getByRole('button', { name: /^Change the owner of/ }).click();
  await card.getByRole('textbox', { name: 'Owner' }).fill('platform');
  await expect(page.getByRole('option', { name: /Platform/ })).toBeVisible();
});

test('a command of a step is copied as it is', async ({
  context,
  page,
  portal,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await portal.openService('log-pipeline', 'recommendations');
  await page.getByText('steps', { exact: false }).first().click();
  const command = page
    .locator('code')
    .filter({ hasText: 'aws ce get-cost-and-usage' });
  await expect(command.first()).toBeVisible();
  await page.getByRole('button', { name: 'Copy this command' }).first().click();
  await expect(
    page.getByRole('button', { name: 'Copied' }).first(),
  ).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    await command.first().innerText(),
  );
});
