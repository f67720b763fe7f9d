import { EntityProvider } from '@backstage/plugin-catalog-react';
import { screen, waitFor } from '@testing-library/react';
import { renderScreen, stopTheCalendar } from '../__testUtils__';
import { aProject, aSummary, FakeGuardrailsApi, refusal } from '../testing';
import { useAlertsLink } from './iconLink';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'payments',
    annotations: { 'guardrails/project': 'payments-api' },
  },
};

const NONE = { low: 0, medium: 0, high: 0 };

function Link() {
  const { label, href, disabled } = useAlertsLink();
  return (
    <a href={href} aria-disabled={disabled ?? false}>
      {label}
    </a>
  );
}

const show = (api: FakeGuardrailsApi) =>
  renderScreen(
    <EntityProvider entity={entity}>
      <Link />
    </EntityProvider>,
    { api },
  );

function apiWith(counts: Parameters<typeof aSummary>[0]) {
  const project = aProject({ name: 'payments-api' });
  return new FakeGuardrailsApi({
    summaries: [aSummary({ project, ...counts })],
  });
}

beforeEach(stopTheCalendar);
afterEach(() => jest.useRealTimers());

it('counts what is open', async () => {
  await show(apiWith({ openAlerts: { low: 1, medium: 0, high: 1 } }));
  expect(await screen.findByRole('link', { name: '2 alerts' })).toHaveAttribute(
    'href',
    '/guardrails/alerts?project=payments-api',
  );
});

it('does not say that there are none while somebody works on one', async () => {
  await show(
    apiWith({
      openAlerts: NONE,
      acknowledgedAlerts: { low: 0, medium: 1, high: 0 },
    }),
  );
  expect(
    await screen.findByRole('link', { name: '1 acknowledged' }),
  ).toHaveAttribute('aria-disabled', 'false');
});

it('says that there are none', async () => {
  await show(apiWith({ openAlerts: NONE, acknowledgedAlerts: NONE }));
  expect(await screen.findByText('No alerts')).toHaveAttribute(
    'aria-disabled',
    'true',
  );
});

it('does not say that there are none before the first check', async () => {
  await show(
    apiWith({
      openAlerts: NONE,
      acknowledgedAlerts: NONE,
      lastCheckedAt: undefined,
    }),
  );
  expect(
    await screen.findByRole('link', { name: 'Not checked yet' }),
  ).toHaveAttribute('href', '/guardrails/alerts?project=payments-api');
});

it.each([
  ['nobody has looked for days', { lastCheckedAt: '2026-11-17T09:00:00Z' }],
  [
    'nothing could be read',
    {
      freshness: (['costs', 'metrics'] as const).map(source => ({
        source,
        lastError: 'denied',
      })),
    },
  ],
])('claims nothing where %s', async (_name, state) => {
  const api = apiWith({
    openAlerts: NONE,
    acknowledgedAlerts: NONE,
    ...state,
  });
  await show(api);
  await waitFor(() => expect(api.callsOf('getProjectSummary')).toHaveLength(1));
  expect(await screen.findByRole('link', { name: 'Alerts' })).toBeVisible();
  expect(screen.queryByText('No alerts')).not.toBeInTheDocument();
});

it('claims nothing to a reader who may not know', async () => {
  const api = apiWith({});
  api.fail('getProjectSummary', await refusal(403, 'no'));
  await show(api);
  expect(await screen.findByRole('link', { name: 'Alerts' })).toBeVisible();
  expect(screen.queryByText('No alerts')).not.toBeInTheDocument();
});
