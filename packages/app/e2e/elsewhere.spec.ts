// What Guardrails shows on pages of others: search results, the home page, the header of a service.
import { entity } from './harness/guardrailsPages';
import { expect, test } from './harness/test';

const TITLE = 'EC2 compute cost tripled on recommender';

test.beforeEach(async ({ api }) => {
  await expect.poll(() => api.isChecked(), { timeout: 90_000 }).toBe(true);
});

test('the search finds an open alert, and leads to it', async ({
  page,
  portal,
}) => {
  // The portal reads the alerts into its search every five minutes.
  test.setTimeout(420_000);
  const result = page.getByRole('link', { name: TITLE });
  await expect(async () => {
    await portal.open('/search?query=compute');
    await expect(result).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 400_000, intervals: [5_000] });
  await portal.photograph('search', result);

  await result.click();
  await expect(
    page.getByRole('heading', { name: TITLE, exact: true }),
  ).toBeVisible();
});

test('the home page shows the worst open alerts, on a phone too', async ({
  page,
  portal,
}) => {
  await portal.open('/home');
  const worst = page.getByRole('list', { name: 'Worst open alerts' });
  const alert = worst.getByRole('link', { name: TITLE });
  await expect(alert).toBeVisible();
  await portal.photograph('home', alert);
  await page.setViewportSize({ width: 400, height: 900 });
  // The last line: what is above it is not cut off either.
  await expect(
    page.getByRole('link', {
      name: /^(All \d+ open alerts|Show it in the list of alerts)$/,
    }),
  ).toBeInViewport({ ratio: 1 });
  await page.setViewportSize({ width: 1280, height: 900 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await portal.setColors(colorScheme);
    await expect(alert).toBeVisible();
    await portal.expectLoaded();
    await portal.expectAccessible('[aria-label="Worst open alerts"]');
  }

  await alert.click();
  await expect(
    page.getByRole('heading', { name: TITLE, exact: true }),
  ).toBeVisible();
});

test('the header of a service counts what is open, and leads to it', async ({
  api,
  page,
  portal,
}) => {
  await portal.open(entity.replace('payments-api', 'recommender'));
  await page.getByRole('link', { name: '1 alert', exact: true }).click();
  await expect(page).toHaveURL(/\/guardrails\/alerts\?project=recommender$/);
  const { title } = await api.alertOf(
    'recommender',
    'Amazon Elastic Compute Cloud - Compute',
  );
  await expect(page.getByRole('link', { name: title })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Project' })).toHaveValue(
    'recommender',
  );
});
