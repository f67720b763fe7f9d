import { screen, within } from '@testing-library/react';
import { renderScreen, stopTheCalendar, TEST_NOW } from '../../__testUtils__';
import { anAlert, FakeGuardrailsApi, refusal } from '../../testing';
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
  ).toHaveAttribute('href', '/guardrails/alerts?order=severity');
});

it('says that nothing is open', async () => {
  await renderScreen(<OpenAlertsWidget />, { api: apiWith() });
  expect(await screen.findByText('No open alerts')).toBeInTheDocument();
});

it('says which permission is missing', async () => {
  const api = apiWith();
  api.fail('listAlerts', await refusal(403, 'Unauthorized'));
  await renderScreen(<OpenAlertsWidget />, { api });
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'guardrails.alert.read',
  );
});
