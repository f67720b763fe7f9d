// The pages in the second language, numbers and dates included.
import { entity } from './harness/guardrailsPages';
import { expect, test } from './harness/test';

test.beforeEach(async ({ api, page }) => {
  await expect.poll(() => api.isChecked(), { timeout: 90_000 }).toBe(true);
  await page.addInitScript(() => localStorage.setItem('language', 'de'));
});

test('the costs speak German, with German numbers', async ({
  page,
  portal,
}) => {
  await portal.open(`${entity}/costs`);
  const chart = page.getByRole('figure', { name: 'Tageskosten' });
  await expect(chart.locator('svg').first()).toBeVisible();
  await expect(page.getByRole('heading', { name: /bisher im/ })).toHaveText(
    /^[\d.]+\s\$ bisher im \S+ · [\d,.]+\s\$ am Tag/,
  );
  await portal.photograph('german-entity-costs', chart.locator('svg').first());
});

test('the alert speaks German', async ({ api, page, portal }) => {
  const { id } = await api.alertOf('payments-api', 'EC2 - Other');
  await portal.open(`/guardrails/alerts/${id}`);
  await expect(page.getByRole('button', { name: 'Bestätigen' })).toBeVisible();
  await expect(page.getByText('Wie das entschieden wurde')).toBeVisible();
  await portal.photograph(
    'german-alert',
    page.getByText('Wie das entschieden wurde'),
  );
});

test('the tabs of the page speak German', async ({ page, portal }) => {
  await portal.open('/guardrails/overview');
  await expect(page.getByRole('tab')).toHaveText([
    'Überblick',
    'Kosten',
    'Alarme',
    'Empfehlungen',
    'Geplantes',
    'Verlauf',
    'Jobs',
    'Abgleich',
    'Einstellungen',
  ]);
  await page.getByRole('tab', { name: 'Verlauf' }).click();
  await expect(page).toHaveURL(/\/guardrails\/history$/);
  await expect(page.getByRole('list', { name: 'Verlauf' })).toBeVisible();
});

test('the widget of the home page speaks German', async ({ page, portal }) => {
  await portal.open('/home');
  await expect(
    page.getByRole('list', { name: 'Schwerste offene Alarme' }),
  ).toBeVisible();
  await expect(page.getByText('Offene Alarme', { exact: true })).toBeVisible();
});

test.describe('with a configuration of its own', () => {
  // To the browser, a page that a test hands out is not of this machine, and may not open a socket to it.
  test.use({ expectedErrors: /BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS/ });

  test('a portal gives the tabs of a service titles of its own', async ({
    page,
    portal,
  }) => {
    // As its app-config.yaml would: the backend writes what concerns the frontend into the page.
    await page.route(
      url => url.pathname.startsWith('/catalog/'),
      async route => {
        const response = await route.fetch();
        await route.fulfill({
          response,
          body: (
            await response.text()
          ).replace(
            /"extensions":\s*\[/,
            `"extensions":[${JSON.stringify({
              'entity-content:guardrails/costs': {
                config: { title: 'Kosten' },
              },
            })},`,
          ),
        });
      },
    );
    await portal.open(`${entity}/costs`);
    await expect(
      page.getByRole('figure', { name: 'Tageskosten' }),
    ).toBeVisible();
    await expect(
      page.getByRole('link', { name: 'Kosten', exact: true }),
    ).toHaveAttribute('href', `${entity}/costs`);
  });
});
