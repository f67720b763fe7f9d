import type { Alert } from '@cloudops/plugin-guardrails-common';
import { act, screen, within } from '@testing-library/react';
import { renderScreen, stopTheCalendar, TEST_NOW } from '../../__testUtils__';
import {
  aProject,
  aSummary,
  anAlert,
  aBalance,
  aReconciledAccount,
  aReconciledDay,
  aRecommendation,
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
});

it('goes on telling how it stands while it stays open', async () => {
  jest.useFakeTimers({ now: TEST_NOW, advanceTimers: true });
  const api = apiWith({ summaries: [payments] });
  await open(api);
  const headline = await screen.findByRole('heading', { level: 2 });
  expect(headline).toHaveTextContent(
    '1 open alert in 1 of 1 project, all data is up to date',
  );
  // Three hours, in which the metrics are read as planned.
  api.change({
    summaries: [
      {
        ...payments,
        openAlerts: { low: 0, medium: 0, high: 2 },
        freshness: payments.freshness.map(each => ({
          ...each,
          asOf: '2026-11-20T11:55:00Z',
        })),
      },
    ],
  });
  await act(() => jest.advanceTimersByTimeAsync(3 * 3_600_000));
  expect(headline).toHaveTextContent(
    '2 open alerts in 1 of 1 project, all data is up to date',
  );
});

it('claims no spend and no quiet before anything was read', async () => {
  await open(
    apiWith({
      alerts: [],
      summaries: [
        aSummary({
          project: aProject({ name: 'payments-api' }),
          monthToDate: 0,
          change: undefined,
          openAlerts: { low: 0, medium: 0, high: 0 },
          freshness: [{ source: 'costs' }, { source: 'metrics' }],
          lastCheckedAt: undefined,
        }),
      ],
    }),
  );
  expect(await screen.findByRole('heading', { level: 2 })).toHaveTextContent(
    'Not checked yet, the data of 1 project needs a look',
  );
  const factOf = (name: string) =>
    within(
      screen.getByText(name, { selector: 'dt' }).parentElement!,
    ).getAllByRole('definition')[0];
  expect(factOf('Spend this month')).toHaveTextContent(/^–$/);
  expect(factOf('Open alerts')).toHaveTextContent(/^–$/);
  const [, row] = within(
    screen.getByRole('table', { name: 'Projects' }),
  ).getAllByRole('row');
  expect(row).toHaveTextContent(/^payments-api.*–––/);
});

it('leads from what it counts to exactly that', async () => {
  await open(apiWith());
  const facts = await screen.findByText('Recommendations to do', {
    selector: 'dt',
  });
  const list = within(facts.closest('dl')!);
  expect(
    list.getAllByRole('link').map(link => link.getAttribute('href')),
  ).toEqual([
    '/guardrails/alerts?status=open',
    '/guardrails/recommendations?status=unfinished',
  ]);
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
    '/guardrails/recommendations?project=payments-api&status=unfinished',
  );
  expect(second).toHaveTextContent(/None––0no costs yet, last read failed$/);
  expect(second).not.toHaveTextContent('AccessDenied');
  const [failed] = within(second).getAllByRole('link', {
    name: 'last read failed',
  });
  expect(failed).toHaveAttribute('href', '/guardrails/jobs');
  expect(failed).toHaveAttribute('title', 'AccessDenied');
});

it('leads from a project and from a mover to its costs', async () => {
  await open(apiWith());
  const costs = '/guardrails/costs?project=payments-api';
  const table = await screen.findByRole('table', { name: 'Projects' });
  expect(
    within(table).getByRole('link', { name: 'payments-api' }),
  ).toHaveAttribute('href', costs);
  expect(
    screen.getByRole('link', { name: 'Costs of payments-api' }),
  ).toHaveAttribute('href', costs);
});

it('says how the spend of all changed', async () => {
  await open(apiWith());
  const term = await screen.findByText('Spend this month');
  expect(term.parentElement).toHaveTextContent(
    '+12% (+$138) in 30 days2 projects',
  );
});

it('says in its first line that accounts do not add up', async () => {
  await open(
    apiWith({
      reconciledAccounts: [
        aReconciledAccount({
          isBalanced: false,
          days: [
            aReconciledDay({
              usage: aBalance({ entities: 74.98, difference: -0.02 }),
            }),
          ],
        }),
      ],
    }),
  );
  expect(await screen.findByRole('heading', { level: 2 })).toHaveTextContent(
    /, 1 of 1 accounts does not add up$/,
  );
});

it('is sorted as the reader likes, and the address says so', async () => {
  const { user, address } = await open(apiWith());
  await user.click(await screen.findByRole('button', { name: 'This month' }));
  expect(address()).toBe('/?sort=spend');
  expect(
    screen.getByRole('columnheader', { name: 'This month' }),
  ).toHaveAttribute('aria-sort', 'descending');
  await user.click(screen.getByRole('button', { name: 'This month' }));
  expect(address()).toBe('/?sort=-spend');
  expect(
    screen.getByRole('columnheader', { name: 'This month' }),
  ).toHaveAttribute('aria-sort', 'ascending');
  const [, first] = within(
    screen.getByRole('table', { name: 'Projects' }),
  ).getAllByRole('row');
  expect(first).toHaveTextContent(/^search/);
});

it('says what would fill it', async () => {
  await open(apiWith({ summaries: [] }));
  expect(await screen.findByText('No projects to show')).toBeInTheDocument();
});

it('says which permission is missing', async () => {
  const api = apiWith();
  api.fail('listSummaries', await refusal(403, 'Unauthorized'));
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
    await screen.findByRole('table', { name: 'Alerts not resolved, by age' }),
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

it('counts all that is not resolved, also where it is more than a page of alerts', async () => {
  const many = (severity: Alert['severity'], detectedAt: string, n: number) =>
    Array.from({ length: n }, () => anAlert({ severity, detectedAt }));
  await open(
    apiWith({
      alerts: [
        ...many('high', '2026-11-20T08:00:00Z', 3),
        ...many('medium', '2026-11-18T08:00:00Z', 210),
        ...many('high', '2026-10-01T08:00:00Z', 4),
        ...many('high', '2026-10-01T08:00:00Z', 5).map(
          (alert): Alert => ({ ...alert, status: 'resolved' }),
        ),
      ],
    }),
  );
  const rows = within(
    await screen.findByRole('table', { name: 'Alerts not resolved, by age' }),
  ).getAllByRole('row');
  expect(rows.slice(1).map(({ textContent }) => textContent)).toEqual([
    'High304',
    'Medium02100',
    'Low000',
  ]);
});

it('shows the first of thousands of projects, and all of them when asked to', async () => {
  const { user } = await open(
    apiWith({
      alerts: [],
      summaries: Array.from({ length: 120 }, (_, n) => ({
        ...search,
        project: aProject({ name: `service-${n}` }),
      })),
    }),
  );
  const table = await screen.findByRole('table', { name: 'Projects' });
  const gaps = screen.getByRole('list', {
    name: 'Projects without fresh data',
  });
  expect(within(table).getAllByRole('rowheader')).toHaveLength(50);
  expect(within(gaps).getAllByRole('listitem')).toHaveLength(5);
  const [ofGaps, ofTable] = screen.getAllByRole('button', {
    name: 'Show all 120 projects',
  });
  await user.click(ofGaps);
  expect(within(gaps).getAllByRole('listitem')).toHaveLength(120);
  expect(ofGaps).toHaveFocus();
  await user.click(ofTable);
  expect(within(table).getAllByRole('rowheader')).toHaveLength(120);
  expect(ofTable).toHaveAccessibleName('Show the first 50 projects');
  await user.click(ofTable);
  expect(within(table).getAllByRole('rowheader')).toHaveLength(50);
});

it('says why the reaction is not known', async () => {
  const api = apiWith();
  api.fail('getAlertStatistics', await refusal(403, 'Unauthorized'));
  await open(api);
  expect(
    (await screen.findAllByText('You are not allowed to see the alerts'))[0],
  ).toBeInTheDocument();
  expect(screen.getByRole('table', { name: 'Projects' })).toBeInTheDocument();
});

it('asks for all projects at once, and for none twice', async () => {
  const api = apiWith();
  await open(api);
  await screen.findByRole('table', { name: 'Projects' });
  expect(api.callsOf('listSummaries')).toHaveLength(1);
  expect(api.callsOf('getProjectSummary')).toEqual([]);
});

it('reads on where there are more projects than come at once', async () => {
  const { user } = await open(
    apiWith({
      summaries: Array.from({ length: 201 }, (_, i) =>
        aSummary({ project: aProject({ name: `service-${i}` }) }),
      ),
    }),
  );
  const table = await screen.findByRole('table', { name: 'Projects' });
  await user.click(
    screen.getByRole('button', { name: 'Show all 201 projects' }),
  );
  expect(within(table).getAllByRole('row')).toHaveLength(202);
});

it('says how fast people react, whether faster than before, and week by week', async () => {
  const week = (day: string, mttaSeconds?: number) => ({
    week: day,
    opened: 3,
    resolved: 2,
    mttaSeconds,
  });
  const { user } = await open(
    apiWith({
      statistics: {
        from: '2026-08-28T09:00:00Z',
        to: '2026-11-20T09:00:00Z',
        opened: 12,
        acknowledged: 9,
        resolved: 8,
        mtta: { seconds: 5400, p90Seconds: 9000, count: 9 },
        mttr: { count: 0 },
        byWeek: [
          week('2026-10-19', 7200),
          week('2026-10-26', 3600),
          week('2026-11-02'),
          week('2026-11-09', 3600),
          week('2026-11-16', 3600),
        ],
      },
    }),
  );
  expect(await screen.findByText('1 h 30 min')).toBeInTheDocument();
  expect(screen.getByText('faster than before (2 h)')).toBeInTheDocument();
  expect(
    screen.getByText('8 alerts, all over when they were found'),
  ).toBeInTheDocument();
  await user.click(screen.getByText('Week by week', { selector: 'summary' }));
  const [, newest] = within(
    screen.getByRole('table', { name: 'Week by week' }),
  ).getAllByRole('row');
  expect(newest).toHaveTextContent('Nov 16321 h–');
});

it('sums up what was saved per team, with how sure that is', async () => {
  const done = (owner: string, measuredPerMonth?: number) =>
    aRecommendation({
      owner,
      status: 'done',
      savings: {
        expectedPerMonth: 2000,
        measuredPerMonth,
        plusMinus: measuredPerMonth && 140,
        days: 21,
        currency: 'USD',
      },
    });
  await open(
    apiWith({
      recommendations: [
        done('team-network@example.com', 1870),
        done('team-data@example.com'),
      ],
    }),
  );
  const [, network, data, all] = within(
    await screen.findByRole('table', { name: 'Saved per team' }),
  ).getAllByRole('row');
  expect(network).toHaveTextContent(
    'team-network@example.com$2,000$1,870 ± $140 less a month1 of 1',
  );
  expect(data).toHaveTextContent(
    'team-data@example.com$2,000not on the bills yet: too few final days before or since0 of 1',
  );
  expect(all).toHaveTextContent(
    'All teams$4,000$1,870 ± $140 less a month1 of 2',
  );
});

it('says whether the bills add up, with the way to the proof', async () => {
  await open(apiWith({ reconciledAccounts: [aReconciledAccount()] }));
  const panel = await screen.findByRole('region', { name: 'Reconciliation' });
  expect(panel).toHaveTextContent('The account adds up to the cent');
  expect(
    within(panel).getByRole('link', { name: 'Account by account' }),
  ).toHaveAttribute('href', '/guardrails/reconciliation');
});

it('says that the bill of an account was not compared beside those that add up', async () => {
  await open(
    apiWith({
      summaries: [
        payments,
        aSummary({
          project: aProject({ name: 'search', accountId: '444455556666' }),
        }),
      ],
      reconciledAccounts: [aReconciledAccount()],
    }),
  );
  expect(
    await screen.findByRole('region', { name: 'Reconciliation' }),
  ).toHaveTextContent(
    'The account adds up to the cent; 1 more is not compared',
  );
});
