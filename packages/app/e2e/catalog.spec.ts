// The portal around Guardrails: sign-in, navigation, the demo catalog.
import { expect, test } from './harness/test';

const services = [
  'payments-api',
  'ledger',
  'storefront',
  'checkout-api',
  'edge-gateway',
  'log-pipeline',
  'recommender',
  'feature-store',
];

test('a guest signs in and sees the eight services of the demo', async ({
  page,
  portal,
}) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Enter' }).click();

  await expect(page).toHaveURL(/\/catalog/);
  await page.getByTestId('user-picker-all').click();
  for (const name of services) {
    await expect(page.getByRole('link', { name, exact: true })).toBeVisible();
  }
  await portal.photograph(
    'catalog',
    page.getByRole('link', { name: 'payments-api', exact: true }),
  );
});

test('a service opens with its owner and its description', async ({
  page,
  portal,
}) => {
  await portal.openService('payments-api');

  const description = page.getByText('Authorizes and captures');
  await expect(description).toBeVisible();
  await expect(
    page.getByRole('link', { name: 'Payments', exact: true }).first(),
  ).toBeVisible();
  await portal.photograph('service-overview', description);
});

test('the sidebar leads to the catalog, Guardrails, notifications and settings', async ({
  page,
  portal,
}) => {
  await portal.open('/settings');
  const sidebar = page.getByRole('navigation', { name: 'sidebar nav' });

  for (const [name, url] of [
    ['Guardrails', /\/guardrails/],
    ['Catalog', /\/catalog/],
    ['Notifications', /\/notifications/],
    ['Settings', /\/settings/],
  ] as const) {
    await sidebar.getByRole('link', { name, exact: true }).click();
    await expect(page).toHaveURL(url);
  }
});

test('the search finds a service by what its description says', async ({
  page,
  portal,
}) => {
  await portal.open('/search?query=ledger');

  await expect(
    page.getByRole('link', { name: 'ledger', exact: true }),
  ).toBeVisible();
});
