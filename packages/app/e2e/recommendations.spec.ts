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

for (const system of ['new', 'legacy'] as const) {
  test(`people are called by their names in the ${system} frontend system`, async ({
    page,
    portal,
  }) => {
    const service = '/catalog/default/component/log-pipeline/recommendations';
    if (system === 'legacy') await openLegacyApp(page, service);
    else await portal.open(service);
    const card = recommendation(page);
    await card.getByRole('button', { name: /^Change the owner of/ }).click();
    const owner = card.getByRole('textbox', { name: 'Owner' });
    const [email, name] = {
      new: ['dai@example.com', 'Dai Tanaka'],
      legacy: ['Eva@Example.com', 'Eva Lindqvist'],
    }[system];
    await owner.fill(email);
    await card.getByRole('button', { name: 'Save' }).click();
    await expect(card.getByText(`Owner: ${name}`)).toHaveAttribute(
      'title',
      email,
    );
    await card.getByRole('link').first().click();
    await page.getByLabel('Note (optional)').first().fill('asked the team');
    await page.getByRole('button', { name: 'Add note' }).click();
    const noted = page
      .getByRole('list', { name: 'What happened to this alert' })
      .getByRole('listitem')
      .filter({ hasText: 'added a note' });
    await expect(
      noted.first().getByText('Guest', { exact: true }),
    ).toHaveAttribute('title', 'guest@example.com');

    const asked: string[] = [];
    page.on('request', request => {
      const url = decodeURIComponent(request.url());
      if (url.includes('spec.profile.email=')) asked.push(url);
    });
    await page.goto('/guardrails/history?project=log-pipeline');
    const assigned = page
      .getByRole('list', { name: 'History' })
      .getByRole('listitem')
      .filter({ hasText: `assigned this to ${name}` });
    await expect(assigned.getByText('Guest', { exact: true })).toBeVisible();
    expect(asked).toHaveLength(1);
    if (system === 'new') await portal.photograph('history-names', assigned);
  });
}

test('what somebody else does shows in the card, which stays where it is until the reader asks', async ({
  page,
  portal,
}) => {
  const service = '/catalog/default/component/log-pipeline/recommendations';
  await portal.open(service);
  const group = (name: string) => page.getByRole('region', { name });
  const first = group('To do').getByRole('article', { name: /\w/ }).first();
  await expect(first).toBeVisible();
  await portal.expectLoaded();
  const name = (await first.getAttribute('aria-label'))!;
  const card = { name, exact: true };
  const mine = group('To do').getByRole('article', card);

  const other = await page.context().newPage();
  await other.goto(service);
  const theirs = other.getByRole('article', card);
  await theirs.getByRole('button', { name: 'Start' }).click();
  // Where it is done it goes to its new place as soon as the list is read again.
  await expect(
    other
      .getByRole('article', { name: /\w/ })
      .filter({ hasText: 'In progress' }),
  ).toBeVisible();

  await expect(mine.getByText('In progress')).toBeVisible();
  await page.getByRole('button', { name: 'Show 1 change' }).click();
  const moved = group('In progress').getByRole('article', card);
  await expect(moved).toBeVisible();
  await expect(page.getByRole('button', { name: /^Show 1/ })).toBeHidden();
  await moved.getByRole('button', { name: 'Put back' }).click();
  await expect(mine.getByText('Open', { exact: true })).toBeVisible();
  await other.close();
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
