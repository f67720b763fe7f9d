// The same pages in a portal on the legacy frontend system, in front of the same backend.
import type { Page } from '@playwright/test';
import { openLegacyApp } from './harness/legacyApp';
import { expect, test } from './harness/test';

const entity = '/catalog/default/component/payments-api';

const pages: readonly {
  readonly name: string;
  /** `:alert` stands for the id of the cost alert. */
  readonly path: string;
  readonly landmark: (page: Page) => ReturnType<Page['locator']>;
}[] = [
  {
    name: 'entity-card',
    path: entity,
    landmark: page => page.getByText('Spend this month'),
  },
  {
    name: 'entity-costs',
    path: `${entity}/costs`,
    landmark: page =>
      page.getByRole('figure', { name: 'Daily costs' }).locator('svg').first(),
  },
  {
    name: 'entity-alerts',
    path: `${entity}/alerts`,
    landmark: page => page.getByRole('link', { name: /cost/ }).first(),
  },
  {
    name: 'entity-recommendations',
    path: `${entity}/recommendations`,
    landmark: page =>
      page
        .getByRole('article')
        .getByText(/Impact/)
        .first(),
  },
  {
    name: 'overview',
    path: '/guardrails/overview',
    landmark: page => page.getByRole('table', { name: 'Projects' }),
  },
  {
    name: 'alerts',
    path: '/guardrails/alerts',
    landmark: page => page.getByRole('link', { name: /EC2 - Other/ }).first(),
  },
  {
    name: 'alert',
    path: '/guardrails/alerts/:alert',
    landmark: page => page.getByRole('figure').getByRole('slider'),
  },
  {
    name: 'recommendations',
    path: '/guardrails/recommendations',
    landmark: page => page.getByText(/Impact/).first(),
  },
  {
    name: 'history',
    path: '/guardrails/history',
    landmark: page => page.getByRole('list', { name: 'History' }),
  },
  {
    name: 'jobs',
    path: '/guardrails/jobs',
    landmark: page => page.getByRole('list', { name: 'Jobs' }),
  },
];

for (const { name, path, landmark } of pages) {
  test(`${name} works in the legacy frontend system`, async ({
    api,
    page,
    portal,
  }) => {
    await expect.poll(() => api.isChecked(), { timeout: 90_000 }).toBe(true);
    const { id } = await api.alertOf('payments-api', 'EC2 - Other');
    await openLegacyApp(page, path.replace(':alert', id));
    await expect(landmark(page)).toBeVisible();
    await portal.photograph(`legacy-${name}`, landmark(page));
  });
}

test('a person goes from the cost chart to the alert, in German, in the legacy frontend system', async ({
  api,
  page,
}) => {
  await expect.poll(() => api.isChecked(), { timeout: 90_000 }).toBe(true);
  await page.addInitScript(() => localStorage.setItem('language', 'de'));
  await openLegacyApp(page, `${entity}/costs`);
  await page
    .getByRole('figure', { name: 'Tageskosten' })
    .getByRole('link', { name: /Alarm \(Hoch\) vom/ })
    .click();
  await expect(page).toHaveURL(/\/guardrails\/alerts\//);
  await expect(page.getByRole('button', { name: 'Bestätigen' })).toBeVisible();
});
