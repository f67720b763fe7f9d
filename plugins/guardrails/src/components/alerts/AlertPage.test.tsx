import type {
  Alert,
  Evidence,
  Recommendation,
} from '@cloudops/plugin-guardrails-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import {
  anAlert,
  anEvent,
  anEvidence,
  aRecommendation,
  aSummary,
  FakeGuardrailsApi,
  noAnswer,
  refusal,
} from '../../testing';
import { renderScreen, stopTheCalendar, TEST_NOW } from '../../__testUtils__';
import { AlertPage } from './AlertPage';

function apiWith(
  alert: Alert,
  more: {
    recommendations?: Partial<Recommendation>[];
    evidence?: Partial<Evidence>;
  } = {},
) {
  return new FakeGuardrailsApi({
    alerts: [alert],
    recommendations: more.recommendations?.map(each =>
      aRecommendation({ alertId: alert.id, ...each }),
    ),
    evidence: [anEvidence({ alertId: alert.id, ...more.evidence })],
    events: [
      anEvent({
        entityId: alert.id,
        metadata: {
          rule: 'cost_spike',
          ruleVersion: 1,
          parameters: {},
          inputs: {
            from: '2026-10-20T00:00:00Z',
            to: '2026-11-17T00:00:00Z',
            points: 29,
            periodSeconds: 86_400,
          },
          verdict: {
            at: '2026-11-17T00:00:00Z',
            observed: 141.2,
            baseline: 46.1,
            threshold: 59.93,
          },
        },
      }),
    ],
    actor: 'bo@example.com',
    now: () => TEST_NOW,
  });
}

const open = (api: FakeGuardrailsApi, alert: { readonly id: string }) =>
  renderScreen(<AlertPage id={alert.id} />, {
    api,
    at: `/guardrails/alerts/${alert.id}`,
    email: 'ana@example.com',
  });

const title = () =>
  screen.findByRole('heading', { name: 'AmazonVPC cost tripled' });

const button = (name: string) => screen.getByRole('button', { name });

const timeline = () =>
  within(screen.getByRole('list', { name: 'What happened to this alert' }))
    .getAllByRole('listitem')
    .map(entry => entry.textContent);

it('tells in the timeline who could not be told', async () => {
  const alert = anAlert();
  const api = new FakeGuardrailsApi({
    alerts: [alert],
    evidence: [anEvidence({ alertId: alert.id })],
    events: [
      anEvent({
        entityId: alert.id,
        eventType: 'announcement_failed',
        actor: 'system',
        message: 'a sentence for logs',
        metadata: { outlet: 'pager', reason: 'no answer' },
      }),
    ],
    now: () => TEST_NOW,
  });
  await open(api, alert);
  await title();
  expect(timeline().join('\n')).toContain(
    'could not tell pager about it: no answer',
  );
});

describe('data that nobody has read for days', () => {
  it('is told beside the picture', async () => {
    const alert = anAlert();
    const api = apiWith(alert);
    jest.spyOn(api, 'getProjectSummary').mockResolvedValue(
      aSummary({
        freshness: [
          {
            source: 'costs',
            asOf: '2026-11-17T08:00:00Z',
            newest: '2026-11-16',
          },
        ],
      }),
    );
    await open(api, alert);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'These costs were read 3 days ago. No newer read has ended since.',
    );
  });

  it('keeps nobody from the alert who may not know it', async () => {
    const alert = anAlert();
    const api = apiWith(alert);
    api.fail('getProjectSummary', await refusal(403, 'Unauthorized'));
    await open(api, alert);
    expect(
      await screen.findByRole('figure', { name: /AmazonVPC/ }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

beforeEach(stopTheCalendar);
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe('AlertPage', () => {
  it('says how bad it is, of what kind, since when, and what happened', async () => {
    const alert = anAlert();
    await open(apiWith(alert), alert);
    await title();
    const head = screen.getByRole('banner');
    expect(head).toHaveTextContent('High');
    expect(head).toHaveTextContent('Cost');
    expect(head).toHaveTextContent('Open, detected 2 days ago');
    expect(head).toHaveTextContent(
      "Tuesday's AmazonVPC cost $141. Similar Tuesdays: $46. Limit: $60.",
    );
    expect(
      within(head).getByRole('link', { name: 'payments-api' }),
    ).toHaveAttribute('href', '/guardrails/alerts?project=payments-api');
  });

  it('calls its metric by a word, and says in which language its sentences are stored', async () => {
    const alert = anAlert({
      alertType: 'reliability',
      serviceName: undefined,
      metricName: 'p95_latency_ms',
      unit: 'ms',
      title: 'p95 latency doubled on storefront',
      description: 'p95 latency: 472 ms. Limit: 255 ms (30 % over).',
    });
    await open(apiWith(alert), alert);
    expect(
      await screen.findByRole('heading', {
        name: 'p95 latency doubled on storefront',
      }),
    ).toHaveAttribute('lang', 'en');
    expect(
      screen.getByText('p95 latency: 472 ms. Limit: 255 ms (30 % over).'),
    ).toHaveAttribute('lang', 'en');
    expect(screen.getByTitle('p95_latency_ms')).toHaveTextContent(
      'p95 latency',
    );
  });

  it('shows markup in stored text as the text it is', async () => {
    const alert = anAlert({ title: '<img src=x onerror=alert(1)>' });
    await open(apiWith(alert), alert);
    expect(
      await screen.findByRole('heading', {
        name: '<img src=x onerror=alert(1)>',
      }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('img')).not.toBeInTheDocument();
  });

  describe('why it fired', () => {
    it('is told in words beside the picture', async () => {
      const alert = anAlert();
      await open(apiWith(alert), alert);
      const figure = await screen.findByRole('figure', {
        name: 'Daily cost of AmazonVPC, USD, UTC days',
      });
      expect(figure).toHaveTextContent(
        'Observed $141, usual $46.10, limit $59.93. Past the limit: Tue, Nov 17 ($141).',
      );
    });

    it('is gone through value by value with the keys', async () => {
      const alert = anAlert();
      const { user } = await open(apiWith(alert), alert);
      const values = await screen.findByRole('slider', {
        name: 'Daily cost of AmazonVPC, USD, UTC days',
      });
      while (document.activeElement !== values) await user.tab();
      await user.keyboard('{End}');
      expect(values).toHaveAttribute(
        'aria-valuetext',
        'Tue, Nov 17, $141, past the limit',
      );
      expect(
        screen.getByText('Usual range', { selector: 'dt' }),
      ).toBeInTheDocument();
    });

    it('has its numbers in a table', async () => {
      const alert = anAlert();
      const { user } = await open(apiWith(alert), alert);
      await screen.findByRole('figure');
      await user.click(button('Show table'));
      const table = screen.getByRole('table', { name: /Daily cost/ });
      const row = within(table).getByRole('row', { name: /Nov 17/ });
      expect(
        within(row)
          .getAllByRole('cell')
          .map(cell => cell.textContent),
      ).toEqual([
        '$141',
        '$41.00 – $51.00',
        '$46.10',
        '$59.93',
        'past the limit',
      ]);
    });

    it('shows a value that is not stored as such, not as zero', async () => {
      const alert = anAlert();
      const { user } = await open(
        apiWith(alert, {
          evidence: {
            points: [
              { at: '2026-11-16T00:00:00Z', value: null, fired: false },
              { at: '2026-11-17T00:00:00Z', value: 141.2, fired: true },
            ],
          },
        }),
        alert,
      );
      await screen.findByRole('figure');
      await user.click(button('Show table'));
      expect(
        screen.getByRole('row', { name: /Nov 16 nothing stored/ }),
      ).toBeInTheDocument();
    });

    it('unfolds into the arithmetic, the rule with its parameters, and the replay', async () => {
      const alert = anAlert();
      await open(
        apiWith(alert, {
          evidence: {
            rule: {
              name: 'cost_spike',
              version: 2,
              parameters: { weeks: 4, atLeast: 5 },
            },
          },
        }),
        alert,
      );
      const fold = (await screen.findByText('How this was decided')).closest(
        'details',
      )!;
      expect(fold).toHaveTextContent('replayed: same result');
      const arithmetic = within(fold).getByRole('table', {
        name: 'The arithmetic',
        hidden: true,
      });
      expect(
        within(arithmetic)
          .getAllByRole('row', { hidden: true })
          .map(row => row.textContent),
      ).toEqual([
        'Baselinemedian of 4 Tuesdays46.10',
        'Limit46.10 × 1.359.93',
        'Observed141.20',
      ]);
      expect(fold).toHaveTextContent(
        'Rule cost_spike, version 2 with weeks 4, atLeast 5.',
      );
    });

    it('says what differs when the replay does, and what was restated since', async () => {
      const alert = anAlert();
      await open(
        apiWith(alert, {
          evidence: {
            reproduced: false,
            difference: 'observed is 120.00 now, it was 141.20',
            restatements: [
              {
                at: '2026-11-17T00:00:00Z',
                from: 141.2,
                to: 120,
                restatedAt: '2026-11-19T06:00:00Z',
              },
            ],
          },
        }),
        alert,
      );
      const fold = (await screen.findByText('How this was decided')).closest(
        'details',
      )!;
      expect(fold).toHaveTextContent('replayed: different result');
      expect(fold).toHaveTextContent('observed is 120.00 now, it was 141.20');
      expect(fold).toHaveTextContent('Tue, Nov 17: $141 → $120, 1 day ago');
    });

    it('does not claim another result where nothing was replayed', async () => {
      const alert = anAlert();
      await open(
        apiWith(alert, {
          evidence: {
            reproduced: false,
            notReplayed: 'version_missing',
            difference: 'Version 1 of rule cost_spike is not shipped any more.',
          },
        }),
        alert,
      );
      const fold = (await screen.findByText('How this was decided')).closest(
        'details',
      )!;
      expect(fold).toHaveTextContent('not replayed: not known');
      expect(fold).toHaveTextContent(
        'Not replayed: Version 1 of rule cost_spike is not shipped any more.',
      );
      expect(fold).not.toHaveTextContent('different result');
    });

    it('leaves the rest of the page usable when the evidence cannot be read', async () => {
      const alert = anAlert();
      const api = apiWith(alert);
      api.fail('getAlertEvidence', await refusal(503, 'Not now'));
      const { user } = await open(api, alert);
      await title();
      const why = screen.getByRole('region', { name: 'Why' });
      expect(await within(why).findByRole('alert')).toHaveTextContent(
        'Not now',
      );
      expect(button('Acknowledge')).toHaveAttribute('aria-disabled', 'false');
      api.fail('getAlertEvidence');
      await user.click(within(why).getByRole('button', { name: 'Try again' }));
      await within(why).findByRole('figure');
    });
  });

  describe('a step', () => {
    it('shows at once, is written in the version that was seen, and joins the timeline', async () => {
      const alert = anAlert();
      const api = apiWith(alert);
      const { user } = await open(api, alert);
      await title();
      await user.type(
        screen.getByRole('textbox', { name: 'Note (optional)' }),
        'new batch job, checking',
      );
      const release = api.hold('updateAlert');
      await user.click(button('Acknowledge'));
      expect(screen.getByRole('banner')).toHaveTextContent(
        'Acknowledged just now',
      );
      expect(button('Resolve')).toHaveAttribute('aria-disabled', 'true');

      release();
      await screen.findByText('Acknowledged: AmazonVPC cost tripled');
      expect(api.callsOf('updateAlert')[0]).toEqual([
        alert.id,
        { status: 'acknowledged', note: 'new batch job, checking' },
        { ifMatch: '"2026-11-18T06:14:00Z"' },
      ]);
      expect(timeline()).toEqual([
        'Guardrails opened this 2 days agoTue, Nov 17: observed $141, usual $46.10, limit $59.93 (cost_spike, version\u00a01)',
        'Bo Chen acknowledged this just nownew batch job, checking',
      ]);
      expect(screen.getByRole('textbox', { name: /Note/ })).toHaveValue('');
      expect(
        ['Acknowledge', 'Resolve', 'Reopen'].map(name =>
          button(name).getAttribute('aria-disabled'),
        ),
      ).toEqual(['true', 'false', 'false']);
    });

    it('is taken by keyboard without losing the place', async () => {
      const alert = anAlert();
      const { user } = await open(apiWith(alert), alert);
      await title();
      button('Resolve').focus();
      await user.keyboard('{Enter}');
      await screen.findByText('Resolved: AmazonVPC cost tripled');
      expect(button('Resolve')).toHaveFocus();
      await user.keyboard('{Tab}{Enter}');
      await screen.findByText('Reopened: AmazonVPC cost tripled');
      expect(screen.getByRole('banner')).toHaveTextContent(
        'Open, reopened just now',
      );
    });

    it('is not sent twice by an impatient click', async () => {
      const alert = anAlert();
      const api = apiWith(alert);
      const { user } = await open(api, alert);
      await title();
      const release = api.hold('updateAlert');
      await user.dblClick(button('Acknowledge'));
      release();
      await screen.findByText('Acknowledged: AmazonVPC cost tripled');
      expect(api.callsOf('updateAlert')).toHaveLength(1);
    });

    it("is taken back with the server's words when it refuses; the note stays", async () => {
      const alert = anAlert();
      const api = apiWith(alert);
      const { user } = await open(api, alert);
      await title();
      api.fail('updateAlert', await refusal(403, 'Only owners may do this'));
      await user.type(
        screen.getByRole('textbox', { name: 'Note (optional)' }),
        'checking',
      );
      await user.click(button('Acknowledge'));
      expect(await screen.findByRole('alert')).toHaveTextContent(
        'Only owners may do this',
      );
      expect(screen.getByRole('banner')).toHaveTextContent(
        'Open, detected 2 days ago',
      );
      expect(screen.getByRole('textbox', { name: /Note/ })).toHaveValue(
        'checking',
      );
      expect(timeline()).toHaveLength(1);
    });

    it('says who was faster and shows what they did', async () => {
      const alert = anAlert();
      const api = apiWith(alert);
      const { user } = await open(api, alert);
      await title();
      await api.updateAlert(alert.id, {
        status: 'acknowledged',
        note: 'I am on it',
      });
      await user.click(button('Resolve'));
      expect(await screen.findByRole('alert')).toHaveTextContent(
        'Bo Chen acknowledged this just now. The page shows the newest state now.',
      );
      expect(screen.getByRole('banner')).toHaveTextContent('Acknowledged');
      expect(timeline()[1]).toContain('I am on it');

      await user.click(button('Resolve'));
      await screen.findByText('Resolved: AmazonVPC cost tripled');
      expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    });

    it('shows the stored state when the server says that the step is not possible', async () => {
      const alert = anAlert();
      const api = apiWith(alert);
      const { user } = await open(api, alert);
      await title();
      api.fail('updateAlert', await refusal(409, "It can only become 'open'"));
      api.change({
        alerts: [
          { ...alert, status: 'resolved', allowedTransitions: ['open'] },
        ],
      });
      await user.click(button('Acknowledge'));
      expect(await screen.findByRole('alert')).toHaveTextContent(
        "It can only become 'open'. The page shows the newest state now.",
      );
      expect(screen.getByRole('banner')).toHaveTextContent('Resolved');
    });

    it('says that it is not known whether it was saved when the server is gone', async () => {
      const alert = anAlert();
      const api = apiWith(alert);
      const { user } = await open(api, alert);
      await title();
      api.fail('updateAlert', noAnswer());
      api.fail('getAlert', noAnswer());
      await user.click(button('Acknowledge'));
      expect(await screen.findByRole('alert')).toHaveTextContent(
        'It is not known whether your change was saved',
      );
      expect(screen.getByRole('banner')).toHaveTextContent('Open');
    });

    it.each([
      [503, 'OutcomeUnknownError'],
      [503, 'NotReadBackError'],
      [504, undefined],
    ])(
      'is not called refused where a %i (%s) leaves open what became of it',
      async (status, name) => {
        const alert = anAlert();
        const api = apiWith(alert);
        const { user } = await open(api, alert);
        await title();
        api.fail('updateAlert', await refusal(status, 'It was lost', name));
        await user.click(button('Acknowledge'));
        const told = await screen.findByRole('alert');
        expect(told).toHaveTextContent('Check whether it holds your change.');
        expect(told).toHaveTextContent('It was lost');
        expect(told).not.toHaveTextContent('Not saved');
      },
    );
  });

  describe('a snooze', () => {
    it('is begun for as long as the reader chooses, with their note, and ended', async () => {
      const alert = anAlert();
      const api = apiWith(alert);
      const { user } = await open(api, alert);
      await title();
      await user.type(
        screen.getByRole('textbox', { name: 'Note (optional)' }),
        'release week',
      );
      await user.click(screen.getByRole('button', { name: 'Snooze' }));
      const menu = await screen.findByRole('menu', { name: 'For how long' });
      await user.click(within(menu).getByRole('menuitem', { name: '3 days' }));
      expect(
        await screen.findByText(/^Snoozed until Mon, Nov 23, 2026/),
      ).toBeInTheDocument();
      expect(screen.getByRole('banner')).toHaveTextContent(
        'snoozed, ends in 3 days',
      );
      expect(timeline()[1]).toMatch(
        /^Bo Chen snoozed this until Mon, Nov 23, 2026.*release week$/,
      );

      await user.click(screen.getByRole('button', { name: 'End snooze' }));
      expect(
        await screen.findByText('The snooze has ended'),
      ).toBeInTheDocument();
      expect(screen.getByRole('banner')).not.toHaveTextContent('snoozed');
      expect(timeline()[2]).toContain('ended the snooze');
    });

    it('is not offered for what is resolved', async () => {
      const alert = anAlert({
        status: 'resolved',
        allowedTransitions: ['open'],
      });
      const { user } = await open(apiWith(alert), alert);
      await title();
      const snooze = screen.getByRole('button', { name: 'Snooze' });
      expect(snooze).toHaveAttribute('aria-disabled', 'true');
      await user.click(snooze);
      expect(screen.queryByRole('menu')).not.toBeInTheDocument();
    });
  });

  describe('what was expected', () => {
    const openForm = async (api: FakeGuardrailsApi, alert: Alert) => {
      const { user } = await open(api, alert);
      await title();
      await user.click(
        screen.getByRole('button', { name: 'This was expected' }),
      );
      const form = within(
        screen.getByRole('form', { name: 'This was expected' }),
      );
      return { user, form };
    };

    it('is resolved with the reason, and goes on for as long as the reader says', async () => {
      const alert = anAlert();
      const api = apiWith(alert);
      const { user, form } = await openForm(api, alert);
      await user.type(
        form.getByRole('textbox', { name: /Reason/ }),
        'Migration',
      );
      await user.selectOptions(
        form.getByRole('combobox', { name: 'It goes on' }),
        'for 7 days from now',
      );
      await user.click(
        form.getByRole('button', { name: 'Resolve as expected' }),
      );
      expect(
        await screen.findByText('Resolved as expected: AmazonVPC cost tripled'),
      ).toBeInTheDocument();
      expect(api.callsOf('markAlertExpected')).toEqual([
        [
          alert.id,
          {
            reason: 'Migration',
            until: expect.stringMatching(/^2026-11-27T09:00/),
          },
          { ifMatch: '"2026-11-18T06:14:00Z"' },
        ],
      ]);
      expect(screen.getByRole('banner')).toHaveTextContent('Resolved');
      expect(
        screen.queryByRole('button', { name: 'This was expected' }),
      ).not.toBeInTheDocument();
    });

    it('has the focus at its reason, and gives it back when it is closed', async () => {
      const alert = anAlert();
      const { user, form } = await openForm(apiWith(alert), alert);
      expect(form.getByRole('textbox', { name: /Reason/ })).toHaveFocus();
      await user.click(form.getByRole('button', { name: 'Cancel' }));
      expect(
        screen.getByRole('button', { name: 'This was expected' }),
      ).toHaveFocus();
    });

    it('needs a reason', async () => {
      const alert = anAlert();
      const api = apiWith(alert);
      const { user, form } = await openForm(api, alert);
      await user.click(
        form.getByRole('button', { name: 'Resolve as expected' }),
      );
      expect(
        form.getByRole('textbox', { name: /Reason/ }),
      ).toHaveAccessibleDescription('Say why');
      expect(api.callsOf('markAlertExpected')).toEqual([]);
    });

    it('keeps what was written when it is refused', async () => {
      const alert = anAlert();
      const api = apiWith(alert);
      const { user, form } = await openForm(api, alert);
      api.fail('markAlertExpected', await refusal(403, 'Planners only'));
      const reason = form.getByRole('textbox', { name: /Reason/ });
      await user.type(reason, 'Migration');
      await user.click(
        form.getByRole('button', { name: 'Resolve as expected' }),
      );
      expect(await screen.findByRole('alert')).toHaveTextContent(
        'Planners only',
      );
      expect(reason).toHaveValue('Migration');
      expect(screen.getByRole('banner')).toHaveTextContent('Open');
    });

    it('comes with the lines that teach the rule for good', async () => {
      const alert = anAlert();
      const { user } = await open(
        apiWith(alert, {
          evidence: {
            proposals: [
              {
                rule: 'cost_spike',
                parameter: 'minIncrease',
                sentence: 'Only a day that costs $100 more than usual fires.',
                annotation: "guardrails/rule.cost_spike.minIncrease: '100'",
                configuration: 'minIncrease: 100',
              },
            ],
          },
        }),
        alert,
      );
      await user.click(
        await screen.findByText('How to teach the rule for good'),
      );
      const proposals = screen.getByRole('list', {
        name: 'How to teach the rule for good',
      });
      expect(proposals).toHaveTextContent(
        'Only a day that costs $100 more than usual fires.',
      );
      expect(proposals).toHaveTextContent(
        "guardrails/rule.cost_spike.minIncrease: '100'",
      );
    });
  });

  describe('what drove it', () => {
    const driver = {
      dimension: 'usage_type' as const,
      name: 'NatGateway-Bytes',
      observed: 120,
      baseline: 30,
      change: 90,
      share: 0.95,
      currency: 'USD',
    };

    it('is ranked by its change, with its share and from what to what', async () => {
      const alert = anAlert();
      await open(
        apiWith(alert, {
          evidence: {
            reproduced: true,
            driversAt: '2026-11-17T00:00:00Z',
            drivers: [
              driver,
              {
                ...driver,
                name: 'other',
                observed: 21.2,
                baseline: 16.1,
                change: 5.1,
                share: 0.05,
              },
            ],
          },
        }),
        alert,
      );
      const drivers = await screen.findByRole('list', {
        name: 'By usage type',
      });
      expect(
        within(drivers)
          .getAllByRole('listitem')
          .map(({ textContent }) => textContent),
      ).toEqual([
        'NatGateway-Bytes+$90.00 (95% of the change)from $30.00 to $120',
        'All others+$5.10 (5% of the change)from $16.10 to $21.20',
      ]);
    });

    it('is not known, and why', async () => {
      const alert = anAlert();
      await open(
        apiWith(alert, {
          evidence: {
            reproduced: true,
            driversMissing: 'The cap of the day is used up',
          },
        }),
        alert,
      );
      expect(
        await screen.findByText(
          'What drove it is not known: The cap of the day is used up',
        ),
      ).toBeInTheDocument();
    });
  });

  describe('a note', () => {
    const field = () =>
      screen.getByRole('textbox', { name: 'Note (optional)' });

    it('joins the timeline without a step', async () => {
      const alert = anAlert();
      const api = apiWith(alert);
      const { user } = await open(api, alert);
      await title();
      expect(
        screen.queryByRole('button', { name: 'Add note' }),
      ).not.toBeInTheDocument();
      await user.type(field(), 'The bill of the vendor explains it');
      await user.click(screen.getByRole('button', { name: 'Add note' }));
      expect(await screen.findByText('Note added')).toBeInTheDocument();
      expect(timeline()[1]).toContain('The bill of the vendor explains it');
      expect(screen.getByRole('banner')).toHaveTextContent(
        'Open, detected 2 days ago',
      );
      expect(field()).toHaveValue('');
      expect(field()).toHaveFocus();
    });

    it('stays in its field when it is refused', async () => {
      const alert = anAlert();
      const api = apiWith(alert);
      const { user } = await open(api, alert);
      await title();
      api.fail('addAlertNote', await refusal(403, 'Owners only'));
      await user.type(field(), 'checking');
      await user.click(screen.getByRole('button', { name: 'Add note' }));
      expect(await screen.findByRole('alert')).toHaveTextContent('Owners only');
      expect(field()).toHaveValue('checking');
    });
  });

  it('tells what a planned activity kept quiet, who had planned it, and why', async () => {
    const alert = anAlert();
    const api = new FakeGuardrailsApi({
      alerts: [alert],
      evidence: [anEvidence({ alertId: alert.id })],
      events: [
        anEvent({
          entityId: alert.id,
          eventType: 'finding_suppressed',
          message: 'system kept "AmazonVPC cost tripled" quiet',
          metadata: {
            rule: 'cost_spike',
            ruleVersion: 1,
            parameters: {},
            inputs: {
              from: '2026-10-20T00:00:00Z',
              to: '2026-11-18T00:00:00Z',
              points: 29,
              periodSeconds: 86_400,
            },
            verdict: {
              at: '2026-11-18T00:00:00Z',
              observed: 152,
              baseline: 46.1,
              threshold: 59.93,
            },
            alertId: alert.id,
            plannedBy: 'user:default/bo',
            reason: 'load test of the sale',
          },
        }),
      ],
      now: () => TEST_NOW,
    });
    await open(api, alert);
    await title();
    const [kept] = timeline();
    expect(kept).toContain(
      'Guardrails saw it again and kept quiet: Bo Chen had planned it',
    );
    expect(kept).toContain('Wed, Nov 18: observed $152');
    expect(kept).toContain('load test of the sale');
  });

  describe('what to do', () => {
    it('lists the recommendations with steps, and takes their steps from here', async () => {
      const alert = anAlert();
      const api = apiWith(alert, {
        recommendations: [{ title: 'Find the traffic' }],
      });
      const { user } = await open(api, alert);
      const card = await screen.findByRole('article', {
        name: 'Find the traffic',
      });
      expect(within(card).getAllByRole('checkbox')).toHaveLength(2);
      await user.click(within(card).getByRole('button', { name: 'Start' }));
      await screen.findByText('Started: Find the traffic');
      expect(card).toHaveTextContent('In progress');
      expect(within(card).getByRole('button', { name: 'Start' })).toHaveFocus();

      await user.click(
        within(card).getByRole('button', {
          name: 'Assign to me: Find the traffic',
        }),
      );
      await screen.findByText('Assigned to Ana Ruiz: Find the traffic');
      expect(card).toHaveTextContent('Owner: Ana Ruiz');
      expect(card).toHaveTextContent('In progress');
    });

    it('says when no playbook has steps for it', async () => {
      const alert = anAlert();
      await open(apiWith(alert), alert);
      expect(await screen.findByText('No recommendation')).toBeInTheDocument();
    });
  });

  it('shows what others did meanwhile, without being asked', async () => {
    jest.useFakeTimers({ now: TEST_NOW, advanceTimers: true });
    const alert = anAlert();
    const api = apiWith(alert);
    await open(api, alert);
    await title();
    await api.updateAlert(alert.id, { status: 'acknowledged' });
    await act(() => jest.advanceTimersByTimeAsync(60_000));
    await waitFor(() =>
      expect(screen.getByRole('banner')).toHaveTextContent('Acknowledged'),
    );
  });

  it('shows what drove it as soon as the product has found out', async () => {
    jest.useFakeTimers({ now: TEST_NOW, advanceTimers: true });
    const alert = anAlert();
    const api = apiWith(alert);
    await open(api, alert);
    expect(await screen.findByText('How this was decided')).toBeInTheDocument();
    expect(screen.queryByText(/What drove it/)).toBeNull();
    const detail = await api.getAlert(alert.id);
    jest.spyOn(api, 'getAlert').mockResolvedValue({
      ...detail,
      events: [
        ...detail.events,
        anEvent({
          entityId: alert.id,
          eventType: 'drivers_found',
          actor: 'system',
        }),
      ],
    });
    const evidence = jest.spyOn(api, 'getAlertEvidence').mockResolvedValue(
      anEvidence({
        alertId: alert.id,
        driversAt: '2026-11-17T00:00:00Z',
        drivers: [
          {
            dimension: 'usage_type',
            name: 'NatGateway-Bytes',
            observed: 141,
            baseline: 46,
            change: 95,
            share: 1,
            currency: 'USD',
          },
        ],
      }),
    );
    await act(() => jest.advanceTimersByTimeAsync(60_000));
    expect(await screen.findByText('NatGateway-Bytes')).toBeInTheDocument();
    await act(() => jest.advanceTimersByTimeAsync(60_000));
    expect(evidence).toHaveBeenCalledTimes(1);
  });

  it('calls no data old that was read while the page stayed open', async () => {
    jest.useFakeTimers({ now: TEST_NOW, advanceTimers: true });
    const alert = anAlert({ alertType: 'reliability', unit: 'ms' });
    const api = apiWith(alert);
    const summary = aSummary();
    api.change({ summaries: [summary] });
    await open(api, alert);
    expect(await screen.findByText('How this was decided')).toBeInTheDocument();
    api.change({
      summaries: [
        {
          ...summary,
          freshness: summary.freshness.map(each => ({
            ...each,
            asOf: '2026-11-20T11:55:00Z',
          })),
        },
      ],
    });
    await act(() => jest.advanceTimersByTimeAsync(3 * 3_600_000));
    expect(screen.queryByText(/These metrics were read/)).toBeNull();
    expect(screen.getByText('How this was decided')).toBeInTheDocument();
  });

  it('copies its address', async () => {
    const alert = anAlert();
    const { user } = await open(apiWith(alert), alert);
    await title();
    const clipboard = jest
      .spyOn(navigator.clipboard, 'writeText')
      .mockResolvedValue();
    await user.click(button('Copy link'));
    expect(await screen.findByText('Link copied')).toBeInTheDocument();
    expect(clipboard).toHaveBeenCalledWith(window.location.href);
  });

  it('says so when the browser does not let the link be copied', async () => {
    const alert = anAlert();
    const { user } = await open(apiWith(alert), alert);
    await title();
    jest
      .spyOn(navigator.clipboard, 'writeText')
      .mockRejectedValue(new Error('denied'));
    await user.click(button('Copy link'));
    expect(
      await screen.findByText(/did not let the link be copied/),
    ).toBeInTheDocument();
  });

  it.each([
    [404, 'There is no alert'],
    [400, "'nonsense' is no UUID"],
  ])('says that the link leads nowhere (%i)', async (status, words) => {
    const alert = anAlert();
    const api = apiWith(alert);
    api.fail('getAlert', await refusal(status, words));
    await open(api, alert);
    expect(
      await screen.findByText('There is no such alert'),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'All alerts' })).toHaveAttribute(
      'href',
      '/guardrails/alerts',
    );
  });

  it('names the permission a reader lacks', async () => {
    const alert = anAlert();
    const api = apiWith(alert);
    api.fail('getAlert', await refusal(403, 'Denied'));
    await open(api, alert);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'guardrails.alert.read',
    );
  });

  it('asks again after a failure', async () => {
    const alert = anAlert();
    const api = apiWith(alert);
    api.fail('getAlert', noAnswer());
    const { user } = await open(api, alert);
    await screen.findByRole('alert');
    api.fail('getAlert');
    await user.click(button('Try again'));
    expect(await title()).toBeInTheDocument();
  });
});
