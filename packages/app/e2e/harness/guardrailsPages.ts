// Every page of Guardrails: where it is, and what shows that it is there. Both frontend systems have the same ones.
import type { Locator, Page } from '@playwright/test';

export interface PageOfGuardrails {
  readonly name: string;
  /** `:alert` stands for the id of the cost alert. */
  readonly path: string;
  readonly landmark: (page: Page) => Locator;
  /** The plugin's own part, where the new frontend system draws the rest of the page. */
  readonly within?: string;
  /** CSS selector of all that the plugin draws, its controls included; what is around it is the portal's. */
  readonly own: string;
}

/** Below the header and the tabs of an entity. */
const TAB = 'main > :last-child';

/** Whose pages are looked at. */
export const entity = '/catalog/default/component/payments-api';

/** The frame of every page is an article too; only a recommendation has a name. */
export const recommendation = (page: Page) =>
  page.getByRole('article', { name: /\w/ }).first();

export const pages: readonly PageOfGuardrails[] = [
  {
    name: 'entity-card',
    path: entity,
    landmark: page => page.getByText('Spend this month'),
    within: 'main dl',
    own: 'main article:has(dl)',
  },
  {
    name: 'entity-costs',
    path: `${entity}/costs`,
    own: TAB,
    landmark: page =>
      page.getByRole('figure', { name: 'Daily costs' }).locator('svg').first(),
  },
  {
    name: 'entity-alerts',
    path: `${entity}/alerts`,
    own: TAB,
    landmark: page => page.getByRole('link', { name: /cost/ }).first(),
  },
  {
    name: 'entity-recommendations',
    path: `${entity}/recommendations`,
    own: TAB,
    landmark: recommendation,
  },
  {
    name: 'overview',
    path: '/guardrails/overview',
    own: 'main',
    landmark: page => page.getByRole('table', { name: 'Projects' }),
  },
  {
    name: 'costs',
    path: '/guardrails/costs?project=default',
    own: 'main',
    landmark: page =>
      page.getByRole('figure', { name: 'Daily costs' }).locator('svg').first(),
  },
  {
    name: 'alerts',
    path: '/guardrails/alerts',
    own: 'main',
    landmark: page => page.getByRole('link', { name: /EC2 - Other/ }).first(),
  },
  {
    name: 'alert',
    path: '/guardrails/alerts/:alert',
    own: 'main',
    landmark: page => page.getByRole('figure').locator('svg').first(),
  },
  {
    name: 'recommendations',
    path: '/guardrails/recommendations',
    own: 'main',
    landmark: recommendation,
  },
  {
    name: 'planned',
    path: '/guardrails/planned',
    own: 'main',
    landmark: page => page.getByText('Nothing is planned'),
  },
  {
    name: 'history',
    path: '/guardrails/history',
    own: 'main',
    landmark: page => page.getByRole('list', { name: 'History' }),
  },
  {
    name: 'jobs',
    path: '/guardrails/jobs',
    own: 'main',
    landmark: page => page.getByRole('heading', { name: 'Read AWS costs' }),
  },
  {
    name: 'reconciliation',
    path: '/guardrails/reconciliation',
    own: 'main',
    landmark: page =>
      page.getByRole('table', { name: /^Parts: Account/ }).first(),
  },
  {
    name: 'settings',
    path: '/guardrails/settings?project=payments-api&rule=cost_spike',
    own: 'main',
    landmark: page =>
      page.getByRole('table', { name: 'Parameters of cost_spike' }),
  },
];
