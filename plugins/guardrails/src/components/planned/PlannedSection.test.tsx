import type { PlannedActivity } from '@cloudops/plugin-guardrails-common';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { renderScreen, stopTheCalendar, TEST_NOW } from '../../__testUtils__';
import {
  anActivity,
  aProject,
  FakeGuardrailsApi,
  refusal,
} from '../../testing';
import { PlannedSection } from './PlannedSection';

function apiWith(...plannedActivities: PlannedActivity[]) {
  return new FakeGuardrailsApi({
    plannedActivities,
    projects: [aProject({ name: 'payments-api' })],
    now: () => TEST_NOW,
  });
}

const open = (api: FakeGuardrailsApi, at = '/') =>
  renderScreen(<PlannedSection />, { api, at });

const list = () => screen.findByRole('list', { name: 'Planned activities' });

beforeEach(stopTheCalendar);
afterEach(() => jest.useRealTimers());

it('says of each what it is about, when, why, by whom, and what it kept quiet', async () => {
  await open(
    apiWith(
      anActivity({
        service: 'AWS Lambda',
        suppressed: [
          {
            service: 'AWS Lambda',
            at: '2026-11-20T07:00:00Z',
            title: 'AWS Lambda cost doubled',
            message:
              'system saw "AWS Lambda cost doubled" at 2026-11-20T00:00:00.000Z (observed 2) and opened no alert, because ana planned it',
            alertId: 'a1',
          },
        ],
      }),
    ),
  );
  const [activity] = within(await list()).getAllByRole('listitem');
  expect(
    within(activity).getByRole('heading', { name: 'Load test' }),
  ).toBeInTheDocument();
  expect(activity).toHaveTextContent('running · payments-api · AWS Lambda');
  expect(activity).toHaveTextContent(
    /Fri, Nov 20, 2026.* to Sat, Nov 21, 2026/,
  );
  expect(activity).toHaveTextContent('planned by Ana Ruiz 1 day ago');
  expect(activity).toHaveTextContent('It kept 1 finding quiet');
  expect(activity).toHaveTextContent('AWS Lambda cost doubled 2 hours ago');
  expect(
    within(activity).getByRole('link', {
      name: 'AWS Lambda cost doubled',
      hidden: true,
    }),
  ).toHaveAttribute('href', '/guardrails/alerts/a1');
});

it('calls what an older version kept quiet by what it was seen in', async () => {
  const kept = { at: '2026-11-20T07:00:00Z', message: 'system saw "it"' };
  await open(
    apiWith(
      anActivity({
        suppressed: [
          { ...kept, service: 'AWS Lambda' },
          { ...kept, metric: '5xx_count' },
        ],
      }),
    ),
  );
  const [activity] = within(await list()).getAllByRole('listitem');
  expect(activity).toHaveTextContent(/quietAWS Lambda 2 hours ago5xx/);
});

it('is cancelled, and planned again when that was a mistake', async () => {
  const api = apiWith(anActivity());
  const { user } = await open(api);
  await user.click(
    await screen.findByRole('button', { name: 'Cancel: Load test' }),
  );
  expect(await screen.findByText('Cancelled: Load test')).toBeInTheDocument();
  expect(await screen.findByText('Nothing is planned')).toBeInTheDocument();
  const undo = screen.getByRole('button', { name: 'Undo' });
  expect(undo).toHaveFocus();
  await user.click(undo);
  const again = await screen.findByText('Planned again: Load test');
  await waitFor(() => expect(again).toHaveFocus());
  expect(api.callsOf('planActivity')).toEqual([
    [
      {
        project: 'payments-api',
        from: '2026-11-20T06:00:00Z',
        to: '2026-11-21T06:00:00Z',
        reason: 'Load test',
      },
    ],
  ]);
  expect(
    within(await list()).getByRole('heading', { name: 'Load test' }),
  ).toBeInTheDocument();
});

it('can still be planned again when the first attempt failed', async () => {
  const api = apiWith(anActivity());
  const { user } = await open(api);
  await user.click(
    await screen.findByRole('button', { name: 'Cancel: Load test' }),
  );
  const undo = await screen.findByRole('button', { name: 'Undo' });
  api.fail('planActivity', await refusal(503, 'The database does not answer'));
  await user.click(undo);
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'The database does not answer',
  );
  api.fail('planActivity');
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  expect(
    await screen.findByText('Planned again: Load test'),
  ).toBeInTheDocument();
});

it('says why a cancellation was refused', async () => {
  const api = apiWith(anActivity());
  const { user } = await open(api);
  api.fail('cancelPlannedActivity', await refusal(403, 'no'));
  await user.click(
    await screen.findByRole('button', { name: 'Cancel: Load test' }),
  );
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'guardrails.activity.plan',
  );
  expect(await list()).toHaveTextContent('Load test');
});

it('shows those that are over, with who cancelled them, and keeps the choice in the address', async () => {
  const api = apiWith(
    anActivity({
      state: 'cancelled',
      cancelledBy: 'bo@example.com',
      cancelledAt: '2026-11-20T08:00:00Z',
    }),
  );
  const { user, address } = await open(api);
  expect(await screen.findByText('Nothing is planned')).toBeInTheDocument();
  await user.selectOptions(
    screen.getByRole('combobox', { name: 'Show' }),
    'Past and cancelled',
  );
  expect(address()).toBe('/?state=past');
  expect(await list()).toHaveTextContent('cancelled by Bo Chen 1 hour ago');
  expect(
    screen.queryByRole('button', { name: 'Cancel: Load test' }),
  ).not.toBeInTheDocument();
});

describe('a new one', () => {
  async function form(api: FakeGuardrailsApi) {
    const { user } = await open(api);
    await user.click(screen.getByRole('button', { name: 'Plan an activity' }));
    const place = within(
      await screen.findByRole('form', { name: 'Plan an activity' }),
    );
    return { user, place };
  }

  it('has the focus at its first field, and gives it back when it is closed', async () => {
    const { user, place } = await form(apiWith());
    expect(place.getByRole('combobox', { name: 'Project' })).toHaveFocus();
    await user.click(place.getByRole('button', { name: 'Cancel' }));
    expect(
      screen.getByRole('button', { name: 'Plan an activity' }),
    ).toHaveFocus();
  });

  it('is planned for a service of a project', async () => {
    const api = apiWith();
    const { user, place } = await form(api);
    await user.type(
      place.getByRole('combobox', { name: 'Project' }),
      'payments-api',
    );
    await user.selectOptions(
      place.getByRole('combobox', { name: 'About' }),
      'One AWS service',
    );
    await user.type(
      place.getByRole('textbox', { name: /AWS service/ }),
      'AWS Lambda',
    );
    await user.type(place.getByRole('textbox', { name: /Reason/ }), 'Sale');
    fireEvent.change(place.getByLabelText(/From/), {
      target: { value: '2026-11-27T00:00' },
    });
    fireEvent.change(place.getByLabelText(/^To/), {
      target: { value: '2026-11-29T00:00' },
    });
    await user.click(place.getByRole('button', { name: 'Plan it' }));
    expect(await screen.findByText('Planned')).toBeInTheDocument();
    expect(api.callsOf('planActivity')).toEqual([
      [
        {
          project: 'payments-api',
          service: 'AWS Lambda',
          from: new Date('2026-11-27T00:00').toISOString(),
          to: new Date('2026-11-29T00:00').toISOString(),
          reason: 'Sale',
        },
      ],
    ]);
    expect(
      screen.queryByRole('form', { name: 'Plan an activity' }),
    ).not.toBeInTheDocument();
    expect(await list()).toHaveTextContent('Sale');
  });

  it('says what is missing, and is not sent', async () => {
    const api = apiWith();
    const { user, place } = await form(api);
    expect(place.getByRole('combobox', { name: 'Project' })).toBeRequired();
    fireEvent.change(place.getByLabelText(/^To/), {
      target: { value: '2027-01-29T00:00' },
    });
    await user.click(place.getByRole('button', { name: 'Plan it' }));
    expect(place.getByText('Choose a project')).toBeInTheDocument();
    expect(place.getByText('Say why')).toBeInTheDocument();
    expect(place.getByText(/^At most 31 days/)).toBeInTheDocument();
    expect(api.callsOf('planActivity')).toEqual([]);
  });

  it('stays to be corrected when the server refuses it', async () => {
    const api = apiWith();
    const { user, place } = await form(api);
    api.fail('planActivity', await refusal(409, '100 have not ended'));
    await user.type(
      place.getByRole('combobox', { name: 'Project' }),
      'payments-api',
    );
    await user.type(place.getByRole('textbox', { name: /Reason/ }), 'Sale');
    await user.click(place.getByRole('button', { name: 'Plan it' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Not saved: 100 have not ended',
    );
    await waitFor(() =>
      expect(place.getByRole('textbox', { name: /Reason/ })).toHaveValue(
        'Sale',
      ),
    );
  });
});

it('says which permission is missing', async () => {
  const api = apiWith();
  api.fail('listPlannedActivities', await refusal(403, 'no'));
  await open(api);
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'guardrails.alert.read',
  );
});
