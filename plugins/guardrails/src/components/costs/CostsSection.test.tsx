import { screen, within } from '@testing-library/react';
import { renderScreen, stopTheCalendar, TEST_NOW } from '../../__testUtils__';
import { aProject, aSummary, FakeGuardrailsApi } from '../../testing';
import { CostsSection } from './CostsSection';

beforeEach(stopTheCalendar);
afterEach(() => jest.useRealTimers());

function apiWith() {
  return new FakeGuardrailsApi({
    summaries: [aSummary({ project: aProject({ name: 'default' }) })],
    costs: {
      default: {
        currency: 'USD',
        lastDay: '2026-11-19',
        finalUntil: '2026-11-17',
        services: { AmazonVPC: [11, 12, 13] },
      },
    },
    now: () => TEST_NOW,
  });
}

it('asks whose costs before it asks for any', async () => {
  const api = apiWith();
  await renderScreen(<CostsSection />, { api, at: '/guardrails/costs' });
  expect(await screen.findByText('Whose costs?')).toBeInTheDocument();
  expect(api.callsOf('getCosts')).toEqual([]);
});

it('offers the projects that there are, and asks for them once', async () => {
  const api = apiWith();
  const { user, address } = await renderScreen(<CostsSection />, {
    api,
    at: '/guardrails/costs',
  });
  const choice = await screen.findByRole('list', {
    name: 'Projects to choose from',
  });
  await user.click(screen.getByRole('combobox', { name: 'Project' }));
  await user.click(within(choice).getByRole('link', { name: 'default' }));
  expect(address()).toBe('/guardrails/costs?project=default');
  expect(
    await screen.findByRole('table', { name: 'Costs by service' }),
  ).toBeInTheDocument();
  expect(api.callsOf('listProjects')).toHaveLength(1);
});

it('offers the first of thousands, and all when asked to', async () => {
  const api = new FakeGuardrailsApi({
    projects: Array.from({ length: 250 }, (_, n) =>
      aProject({ name: `service-${n}` }),
    ),
    now: () => TEST_NOW,
  });
  const { user } = await renderScreen(<CostsSection />, {
    api,
    at: '/guardrails/costs',
  });
  const choice = await screen.findByRole('list', {
    name: 'Projects to choose from',
  });
  expect(within(choice).getAllByRole('link')).toHaveLength(100);
  await user.click(
    screen.getByRole('button', { name: 'Show all 250 projects' }),
  );
  expect(within(choice).getAllByRole('link')).toHaveLength(250);
});

it('shows those of the project that is named, and keeps it in the address', async () => {
  const { user, address } = await renderScreen(<CostsSection />, {
    api: apiWith(),
    at: '/guardrails/costs',
  });
  await user.type(
    screen.getByRole('combobox', { name: 'Project' }),
    'default{Enter}',
  );
  expect(
    await screen.findByRole('table', { name: 'Costs by service' }),
  ).toHaveTextContent('AmazonVPC');
  expect(address()).toBe('/guardrails/costs?project=default');
});
