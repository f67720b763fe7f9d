import { screen, within } from '@testing-library/react';
import { renderScreen, stopTheCalendar, TEST_NOW } from '../../__testUtils__';
import {
  aProject,
  aSummary,
  anAlert,
  FakeData,
  FakeGuardrailsApi,
  refusal,
} from '../../testing';
import { OverviewSection } from './OverviewSection';

const payments = aSummary({
  project: aProject({ name: 'payments-api' }),
  openAlerts: { low: 0, medium: 0, high: 1 },
});
const search = aSummary({
  project: aProject({ name: 'search' }),
  monthToDate: 0,
  change: undefined,
  openAlerts: { low: 0, medium: 0, high: 0 },
  openRecommendations: 0,
  freshness: [{ source: 'costs', lastError: 'AccessDenied' }],
});

function apiWith(data: FakeData = {}) {
  return new FakeGuardrailsApi({
    summaries: [search, payments],
    alerts: [
      anAlert({
        detectedAt: '2026-11-18T06:00:00Z',
        acknowledgedAt: '2026-11-18T07:30:00Z',
      }),
    ],
    now: () => TEST_NOW,
    ...data,
  });
}

const open = (api: FakeGuardrailsApi, at = '/') =>
  renderScreen(<OverviewSection />, { api, at });

beforeEach(stopTheCalendar);
afterEach(() => jest.useRealTimers());

it('answers first whether anything is wrong and the data is alive', async () => {
  await open(apiWith());
  expect(await screen.findByRole('heading', { level: 2 })).toHaveTextContent(
    '1 open alert in 1 of 2 projects, the data of 1 project needs a look',
  );
  expect(screen.getByText('1 h 30 min')).toBeInTheDocument();
});

it('shows each project in a row, the worst first, with the way on', async () => {
  await open(apiWith());
  const [, first, second] = within(
    await screen.findByRole('table', { name: 'Projects' }),
  ).getAllByRole('row');
  expect(first).toHaveTextContent(
    'payments-api1 High$1,284+12% (+$138)2costs 3 hours agometrics 5 minutes ago',
  );
  expect(within(first).getByRole('link', { name: /High/ })).toHaveAttribute(
    'href',
    '/guardrails/alerts?project=payments-api',
  );
  expect(within(first).getByRole('link', { name: '2' })).toHaveAttribute(
    'href',
    '/guardrails/recommendations?project=payments-api',
  );
  expect(second).toHaveTextContent(/None––0no costs yet, last read failed$/);
  expect(second).not.toHaveTextContent('AccessDenied');
  const [failed] = within(second).getAllByRole('link', {
    name: 'last read failed',
  });
  expect(failed).toHaveAttribute('href', '/guardrails/jobs');
  expect(failed).toHaveAttribute('title', 'AccessDenied');
});

it('is sorted as the reader likes, and the address says so', async () => {
  const { user, address } = await open(apiWith());
  await user.click(await screen.findByRole('button', { name: 'This month' }));
  expect(address()).toBe('/?sort=spend');
  expect(
    screen.getByRole('columnheader', { name: 'This month' }),
  ).toHaveAttribute('aria-sort', 'descending');
});

it('shows the other projects when one cannot be read', async () => {
  await open(
    apiWith({ projects: [payments.project, aProject({ name: 'secret' })] }),
  );
  const table = await screen.findByRole('table', { name: 'Projects' });
  expect(within(table).getAllByRole('row')).toHaveLength(3);
  expect(table).toHaveTextContent('The state of secret could not be found');
});

it('says what would fill it', async () => {
  await open(apiWith({ summaries: [] }));
  expect(await screen.findByText('No projects to show')).toBeInTheDocument();
});

it('says which permission is missing', async () => {
  const api = apiWith();
  api.fail('listProjects', await refusal(403, 'Unauthorized'));
  await open(api);
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'guardrails.cost.read',
  );
});

it('says who waits, what moved and what is missing', async () => {
  await open(
    apiWith({
      alerts: [
        anAlert({ severity: 'high', detectedAt: '2026-11-20T08:00:00Z' }),
        anAlert({ severity: 'high', detectedAt: '2026-11-18T08:00:00Z' }),
        anAlert({ severity: 'low', detectedAt: '2026-10-01T08:00:00Z' }),
      ],
    }),
  );
  const [, high, , low] = within(
    await screen.findByRole('table', { name: 'Alerts that wait' }),
  ).getAllByRole('row');
  expect(high).toHaveTextContent('High110');
  expect(low).toHaveTextContent('Low001');
  expect(
    screen.getByRole('list', { name: 'Top movers in 30 days' }),
  ).toHaveTextContent('payments-api+12% (+$138)');
  expect(
    screen.getByRole('list', { name: 'Projects without fresh data' }),
  ).toHaveTextContent('searchno costs yet, last read failed');
});

it('says why the reaction is not known', async () => {
  const api = apiWith();
  api.fail('listAlerts', await refusal(403, 'Unauthorized'));
  await open(api);
  expect(
    await screen.findByText('You are not allowed to see the alerts'),
  ).toBeInTheDocument();
  expect(screen.getByRole('table', { name: 'Projects' })).toBeInTheDocument();
});
