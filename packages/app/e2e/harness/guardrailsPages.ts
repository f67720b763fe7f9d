// Every page of Guardrails: where it is, and what shows that it is there. Both frontend systems have the same ones.
import type { Locator, Page } from '@playwright/test';

export interface PageOfGuardrails {
  readonly name: string;
  /** `:alert` stands for the id of the cost alert. */
  readonly path: string;
  readonly landmark: (page: Page) => Locator;
  /** The plugin's own part, where the new frontend system draws the rest of the page. */
  readonly within?: string;
}

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
    landmark: recommendation,
  },
  {
    name: 'overview',
    path: '/guardrails/overview',
    landmark: page => page.getByRole('table', { name: 'Projects' }),
  },
  {
    name: 'costs',
    path: '/guardrails/costs?project=default',
    landmark: page =>
      page.getByRole('figure', { name: 'Daily costs' }).locator('svg').first(),
  },
  {
    name: 'alerts',
    path: '/guardrails/alerts',
    landmark: page => page.getByRole('link', { name: /EC2 - Other/ }).first(),
  },
  {
    name: 'alert',
    path: '/guardrails/alerts/:alert',
    landmark: page => page.getByRole('figure').locator('svg').first(),
  },
  {
    name: 'recommendations',
    path: '/guardrails/recommendations',
    landmark: recommendation,
  },
  {
    name: 'planned',
    path: '/guardrails/planned',
    landmark: page => page.getByText('Nothing is planned'),
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
];
