// Every page of Guardrails on wide and narrow screens, light and dark, and for people who cannot see them.
import type { Page } from '@playwright/test';
import { expect, test } from './harness/test';

interface PageOfGuardrails {
  readonly name: string;
  /** `:alert` stands for the id of the cost alert. */
  readonly path: string;
  /** What shows that the page is there. */
  readonly landmark: (page: Page) => ReturnType<Page['locator']>;
  /** The plugin's own part, where Backstage draws the rest of the page. */
  readonly within?: string;
}

const entity = '/catalog/default/component/payments-api';

const pages: readonly PageOfGuardrails[] = [
  {
    name: 'entity-card',
    path: entity,
    landmark: page => page.getByText('Spend this month'),
    within: 'main dl',
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
    landmark: page => page.getByRole('article').first(),
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
    landmark: page => page.getByRole('article').first(),
  },
  {
    name: 'history',
    path: '/guardrails/history',
    landmark: page => page.getByRole('list', { name: 'History' }),
  },
  {
    name: 'jobs',
    path: '/guardrails/jobs',
    landmark: page => page.getByRole('heading', { name: 'Read AWS costs' }),
  },
  {
    name: 'reconciliation',
    path: '/guardrails/reconciliation',
    landmark: page =>
      page.getByRole('table', { name: /^Parts: Account/ }).first(),
  },
  {
    name: 'settings',
    path: '/guardrails/settings?project=payments-api&rule=cost_spike',
    landmark: page =>
      page.getByRole('table', { name: 'Parameters of cost_spike' }),
  },
  {
    name: 'planned',
    path: '/guardrails/planned',
    landmark: page => page.getByText('Nothing is planned'),
  },
];

for (const { name, path, landmark, within } of pages) {
  test(`${name} fits a phone, is readable in the dark, and accessible`, async ({
    api,
    page,
    portal,
  }) => {
    await expect.poll(() => api.isChecked(), { timeout: 90_000 }).toBe(true);
    const { id } = await api.alertOf('payments-api', 'EC2 - Other');
    await portal.open(path.replace(':alert', id));
    const shown = landmark(page);
    await expect(shown).toBeVisible();

    await portal.photograph(name, shown);
    await portal.expectToFitPhones(shown);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expect(shown).toBeVisible();
      await portal.expectAccessible(within);
    }
  });
}
