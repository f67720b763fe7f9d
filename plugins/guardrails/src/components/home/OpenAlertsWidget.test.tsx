import { screen, within } from '@testing-library/react';
import { renderScreen, stopTheCalendar, TEST_NOW } from '../../__testUtils__';
import { aSummary, anAlert, FakeGuardrailsApi, refusal } from '../../testing';
import { OpenAlertsWidget } from './OpenAlertsWidget';

const apiWith = (...alerts: ReturnType<typeof anAlert>[]) =>
  new FakeGuardrailsApi({ alerts, now: () => TEST_NOW });

beforeEach(stopTheCalendar);
afterEach(() => jest.useRealTimers());

it('shows the worst open alerts, and the way to them and to all', async () => {
  const low = anAlert({ severity: 'low', title: 'Small' });
  const high = anAlert({ severity: 'high', title: 'Large' });
  await renderScreen(<OpenAlertsWidget />, { api: apiWith(low, high) });
  const items = within(
    await screen.findByRole('list', { name: 'Worst open alerts' }),
  ).getAllByRole('listitem');
  expect(items[0]).toHaveTextContent('HighLarge');
  expect(within(items[0]).getByRole('link')).toHaveAttribute(
    'href',
    `/guardrails/alerts/${high.id}`,
  );
  expect(
    screen.getByRole('link', { name: 'All 2 open alerts' }),
  ).toHaveAttribute('href', '/guardrails/alerts?status=open&order=severity');
});

it('says that nothing is open', async () => {
  await renderScreen(<OpenAlertsWidget />, { api: apiWith() });
  expect(await screen.findByText('No open alerts')).toBeInTheDocument();
});

it('does not call it quiet before the first check', async () => {
  await renderScreen(<OpenAlertsWidget />, {
    api: new FakeGuardrailsApi({
      summaries: [aSummary({ lastCheckedAt: undefined })],
    }),
  });
  expect(await screen.findByText('Not checked yet')).toBeInTheDocument();
  expect(screen.queryByText('No open alerts')).not.toBeInTheDocument();
});

it('says that nobody has looked for days', async () => {
  await renderScreen(<OpenAlertsWidget />, {
    api: new FakeGuardrailsApi({
      summaries: [aSummary({ lastCheckedAt: '2026-11-17T09:00:00Z' })],
    }),
  });
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'Last checked 3 days ago',
  );
});

it('says which permission is missing', async () => {
  const api = apiWith();
  api.fail('listAlerts', await refusal(403, 'Unauthorized'));
  await renderScreen(<OpenAlertsWidget />, { api });
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'guardrails.alert.read',
  );
});
