// What each page says while nothing was ever read, while a part could not be read, and when nobody has read for days.
import type { Locator, Page } from '@playwright/test';
import { test } from './harness/quietPortal';

interface Told {
  readonly page: string;
  readonly path: string;
  /** What says so. */
  readonly told: (page: Page) => Locator;
  /** The plugin's own part, where others draw the rest of the page. */
  readonly within?: string;
}

const text = (words: string | RegExp) => (page: Page) =>
  page.getByText(words).first();

const inList = (list: string, words: string | RegExp) => (page: Page) =>
  page.getByRole('list', { name: list }).getByText(words).first();

/** A warning above a list. */
const warning = (words: RegExp) => (page: Page) =>
  page.getByRole('alert').filter({ hasText: words });

const card = 'main [class*=GuardrailsNotice], main dl';
const read = '/catalog/default/component/payments-api';
/** Of the account that AWS denies. */
const denied = '/catalog/default/component/recommender';

const EMPTY: readonly Told[] = [
  {
    page: 'entity-card',
    path: read,
    told: text('No costs read yet'),
    within: card,
  },
  {
    page: 'entity-costs',
    path: `${read}/costs`,
    told: text('No costs read yet'),
  },
  {
    page: 'entity-alerts',
    path: `${read}/alerts`,
    told: text('Not checked yet'),
  },
  {
    page: 'entity-recommendations',
    path: `${read}/recommendations`,
    told: text('Not checked yet'),
  },
  {
    page: 'overview',
    path: '/guardrails/overview',
    told: inList('Projects without fresh data', 'no costs yet'),
  },
  { page: 'costs', path: '/guardrails/costs', told: text('Whose costs?') },
  {
    page: 'costs-default',
    path: '/guardrails/costs?project=default',
    told: text('No costs read yet'),
  },
  { page: 'alerts', path: '/guardrails/alerts', told: text('Not checked yet') },
  {
    page: 'alert',
    path: '/guardrails/alerts/00000000-0000-4000-8000-000000000000',
    told: text('There is no such alert'),
  },
  {
    page: 'recommendations',
    path: '/guardrails/recommendations',
    told: text('Not checked yet'),
  },
  {
    page: 'planned',
    path: '/guardrails/planned',
    told: text('Nothing is planned'),
  },
  {
    page: 'history',
    path: '/guardrails/history',
    told: text('Nothing happened yet'),
  },
  { page: 'jobs', path: '/guardrails/jobs', told: text('Never ran') },
  {
    page: 'reconciliation',
    path: '/guardrails/reconciliation',
    told: text(/Not compared: none of its costs were read yet/),
  },
  {
    page: 'settings',
    path: '/guardrails/settings?rule=cost_spike',
    told: text('Choose a project above to try them on its past.'),
  },
];

const PARTIAL: readonly Told[] = [
  {
    page: 'entity-card',
    path: denied,
    told: text(/The newest attempt failed: .*not authorized/),
    within: card,
  },
  {
    page: 'entity-costs',
    path: `${denied}/costs`,
    told: text(/The newest attempt failed: .*not authorized/),
  },
  {
    page: 'entity-alerts',
    path: `${denied}/alerts`,
    told: text(/Costs could not be read last time: .*not authorized/),
  },
  {
    page: 'alerts',
    path: '/guardrails/alerts',
    told: warning(/The data of \d+ projects is missing or out of date/),
  },
  {
    page: 'recommendations',
    path: '/guardrails/recommendations',
    told: warning(/The data of \d+ projects is missing or out of date/),
  },
  {
    page: 'overview',
    path: '/guardrails/overview',
    told: page =>
      page
        .getByRole('row', { name: /recommender/ })
        .getByRole('link', { name: 'last read failed' })
        .first(),
  },
  {
    page: 'jobs',
    path: '/guardrails/jobs',
    told: inList('What went wrong', /not authorized/),
  },
  {
    page: 'reconciliation',
    path: '/guardrails/reconciliation',
    told: page =>
      page
        .getByRole('region', { name: 'Account 444455556666' })
        .getByText(/Not compared/),
  },
  {
    page: 'history',
    path: '/guardrails/history?about=job',
    told: inList('History', /not authorized/),
  },
];

const STALE: readonly Told[] = [
  {
    page: 'entity-card',
    path: read,
    told: text('Costs read 3 days ago'),
    within: card,
  },
  {
    page: 'entity-costs',
    path: `${read}/costs`,
    told: text('These costs were read 3 days ago.'),
  },
  ...[
    ['entity-alerts', `${read}/alerts`],
    ['entity-recommendations', `${read}/recommendations`],
    ['alerts', '/guardrails/alerts'],
    ['recommendations', '/guardrails/recommendations'],
  ].map(([page, path]) => ({
    page,
    path,
    told: warning(/Last checked 3 days ago/),
  })),
  {
    page: 'overview',
    path: '/guardrails/overview',
    told: inList('Projects without fresh data', 'costs 3 days ago'),
  },
  {
    page: 'alert',
    path: '/guardrails/alerts/:alert',
    told: text('These costs were read 3 days ago.'),
  },
  {
    page: 'costs',
    path: '/guardrails/costs?project=default',
    told: text('These costs were read 3 days ago.'),
  },
  { page: 'jobs', path: '/guardrails/jobs', told: text('3 days ago') },
  {
    page: 'reconciliation',
    path: '/guardrails/reconciliation',
    told: text('3 days ago'),
  },
];

// The page of an alert that does not exist asks for it.
test.use({ expectedErrors: /404.*\/alerts\/00000000-/ });

test('before anything was read, every page says so and what comes', async ({
  page,
  portal,
}) => {
  test.setTimeout(240_000);
  for (const { page: name, path, told, within = 'main' } of EMPTY) {
    await test.step(name, async () => {
      await portal.open(path);
      await portal.expectStateFit(`${name}-empty`, told(page), within);
    });
  }
});

test('what could not be read is named, and the rest is there', async ({
  page,
  portal,
  quiet,
}) => {
  test.setTimeout(240_000);
  await quiet.readOneAccount();
  for (const { page: name, path, told, within = 'main' } of PARTIAL) {
    await test.step(name, async () => {
      await portal.open(path);
      await portal.expectStateFit(`${name}-partial`, told(page), within);
    });
  }
});

test('three days without a read are told wherever they matter', async ({
  api,
  page,
  portal,
  quiet,
}) => {
  test.setTimeout(240_000);
  await quiet.readOneAccount();
  // The reader comes three days later; nobody has run a job since.
  await page.clock.setSystemTime(Date.now() + 3 * 86_400_000);
  const { id } = await api.alertOf('payments-api', 'EC2 - Other');
  for (const { page: name, path, told, within = 'main' } of STALE) {
    await test.step(name, async () => {
      await portal.open(path.replace(':alert', id));
      await portal.expectStateFit(`${name}-stale`, told(page), within);
    });
  }
});
