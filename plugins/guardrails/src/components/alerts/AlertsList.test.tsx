import type {
  Alert,
  ListAlertsQuery,
} from '@cloudops/plugin-guardrails-common';
import { mockApis } from '@backstage/test-utils';
import { act, screen, waitFor, within } from '@testing-library/react';
import {
  aJob,
  anAlert,
  aProject,
  aRun,
  aSummary,
  FakeGuardrailsApi,
  noAnswer,
  refusal,
} from '../../testing';
import {
  FakeSignals,
  renderScreen,
  stopTheCalendar,
  TEST_NOW,
} from '../../__testUtils__';
import { AlertsList } from './AlertsList';

const scope = { project: 'payments-api' };

const acknowledged = {
  status: 'acknowledged',
  acknowledgedAt: '2026-11-18T09:02:00Z',
  allowedTransitions: ['resolved', 'open'],
} satisfies Partial<Alert>;

const resolved = {
  status: 'resolved',
  resolvedAt: '2026-11-19T09:02:00Z',
  allowedTransitions: ['open'],
} satisfies Partial<Alert>;

function apiWith(...alerts: Alert[]) {
  return new FakeGuardrailsApi({
    alerts,
    summaries: [aSummary()],
    now: () => TEST_NOW,
  });
}

const rows = () =>
  within(screen.getByRole('list', { name: 'Alerts' })).getAllByRole('listitem');

const titles = () =>
  rows().map(row => within(row).getByRole('link').textContent);

beforeEach(stopTheCalendar);
afterEach(() => jest.useRealTimers());

describe('AlertsList', () => {
  it('counts what waits and what was dealt with, whatever the list is narrowed to', async () => {
    const api = apiWith(
      anAlert(),
      anAlert(),
      anAlert(acknowledged),
      anAlert(resolved),
      // It was there for months, and is dealt with since yesterday.
      anAlert({ ...resolved, detectedAt: '2026-09-01T00:00:00Z' }),
      anAlert({ ...resolved, resolvedAt: '2026-10-01T00:00:00Z' }),
      anAlert({ project: 'another' }),
    );
    await renderScreen(<AlertsList scope={scope} />, {
      api,
      at: '/?status=resolved',
    });
    expect(
      await screen.findByRole('heading', {
        name: '2 open · 1 acknowledged · 2 resolved in 30 days',
      }),
    ).toBeInTheDocument();
  });

  it('tells of each alert how bad it is, what was seen and expected, since when, and where it stands', async () => {
    const alert = anAlert();
    await renderScreen(<AlertsList scope={scope} />, { api: apiWith(alert) });
    await screen.findByRole('list', { name: 'Alerts' });
    const [row] = rows();
    expect(row).toHaveTextContent('High');
    expect(row).toHaveTextContent('Observed $141 vs usual $46.10');
    expect(row).toHaveTextContent('since Nov 17');
    expect(row).toHaveTextContent('Age 2 d');
    expect(row).toHaveTextContent('Open');
    expect(row).toHaveTextContent('AmazonVPC');
    expect(row).not.toHaveTextContent('payments-api');
    expect(
      within(row).getByRole('link', { name: 'AmazonVPC cost tripled' }),
    ).toHaveAttribute('href', `/guardrails/alerts/${alert.id}`);
  });

  it('names the metric and its unit of a reliability alert', async () => {
    await renderScreen(<AlertsList scope={scope} />, {
      api: apiWith(
        anAlert({
          alertType: 'reliability',
          serviceName: undefined,
          metricName: 'p95_latency_ms',
          unit: 'ms',
          observedValue: 1240,
          baselineValue: 310.4,
        }),
      ),
    });
    await screen.findByRole('list', { name: 'Alerts' });
    expect(rows()[0]).toHaveTextContent('p95 latency');
    expect(rows()[0]).toHaveTextContent('1,240 ms vs usual 310 ms');
  });

  describe('says above the list that it may lack some', () => {
    const threeDaysOld = '2026-11-17T09:00:00Z';
    const show = (of: object, ...summaries: ReturnType<typeof aSummary>[]) =>
      renderScreen(<AlertsList scope={of} />, {
        api: new FakeGuardrailsApi({
          alerts: [anAlert()],
          summaries,
          now: () => TEST_NOW,
        }),
      });

    it.each([
      ['of a project', scope],
      ['of all projects', {}],
    ])('when nobody has looked for days: %s', async (_name, of) => {
      await show(of, aSummary({ lastCheckedAt: threeDaysOld }));
      expect(await screen.findByRole('alert')).toHaveTextContent(
        'Last checked 3 days ago: newer problems are not in this list.',
      );
      expect(
        await screen.findByRole('list', { name: 'Alerts' }),
      ).toBeInTheDocument();
    });

    it('together with the list, which it must not push down', async () => {
      const api = new FakeGuardrailsApi({
        alerts: [anAlert()],
        summaries: [aSummary({ lastCheckedAt: threeDaysOld })],
        now: () => TEST_NOW,
      });
      const release = api.hold('getProjectSummary');
      await renderScreen(<AlertsList scope={scope} />, { api });
      await waitFor(() => expect(api.callsOf('listAlerts')).not.toEqual([]));
      expect(
        screen.queryByRole('list', { name: 'Alerts' }),
      ).not.toBeInTheDocument();
      release();
      expect(
        await screen.findByRole('list', { name: 'Alerts' }),
      ).toBeInTheDocument();
      expect(screen.getByRole('alert')).toHaveTextContent('Last checked');
    });

    it('below the list when it comes while the list is read, and above the next one', async () => {
      jest.useFakeTimers({ now: TEST_NOW, advanceTimers: true });
      const api = apiWith(anAlert());
      const { unmount } = await renderScreen(<AlertsList scope={scope} />, {
        api,
      });
      const list = await screen.findByRole('list', { name: 'Alerts' });
      api.change({ summaries: [aSummary({ lastCheckedAt: threeDaysOld })] });
      await act(() => jest.advanceTimersByTimeAsync(15 * 60_000));
      const notice = await screen.findByRole('alert');
      expect(notice).toHaveTextContent('Last checked');
      expect(list).toBeInTheDocument();
      expect(list.compareDocumentPosition(notice)).toBe(
        Node.DOCUMENT_POSITION_FOLLOWING,
      );

      unmount();
      await renderScreen(<AlertsList scope={scope} />, { api });
      const next = await screen.findByRole('list', { name: 'Alerts' });
      expect(
        next.compareDocumentPosition(await screen.findByRole('alert')),
      ).toBe(Node.DOCUMENT_POSITION_PRECEDING);
    });

    it('when the data of some projects is missing, with the way to which', async () => {
      await show(
        {},
        aSummary(),
        ...['search', 'recommender'].map(name =>
          aSummary({
            project: aProject({ name }),
            freshness: [{ source: 'costs', lastError: 'denied' }],
          }),
        ),
      );
      const notice = await screen.findByRole('alert');
      expect(notice).toHaveTextContent(
        'The data of 2 projects is missing or out of date: what happened there may be missing in this list.',
      );
      expect(
        within(notice).getByRole('link', { name: 'See which' }),
      ).toHaveAttribute('href', '/guardrails/overview');
    });

    it('when a source of the project was not read for long', async () => {
      await show(
        scope,
        aSummary({ freshness: [{ source: 'costs', asOf: threeDaysOld }] }),
      );
      expect(await screen.findByRole('alert')).toHaveTextContent(
        'Costs were last read 3 days ago: newer problems are not in this list.',
      );
    });

    it('but not when all is as it should be', async () => {
      await show({}, aSummary());
      await screen.findByRole('list', { name: 'Alerts' });
      expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    });
  });

  it('names the project where the list spans several', async () => {
    await renderScreen(<AlertsList scope={{}} />, { api: apiWith(anAlert()) });
    await screen.findByRole('list', { name: 'Alerts' });
    expect(rows()[0]).toHaveTextContent('payments-api');
  });

  it('keeps a title that ends with the project in one piece for those who hear it', async () => {
    await renderScreen(<AlertsList scope={scope} />, {
      api: apiWith(
        anAlert({ title: 'AmazonVPC cost tripled on payments-api' }),
      ),
    });
    expect(
      await screen.findByRole('link', {
        name: 'AmazonVPC cost tripled on payments-api',
      }),
    ).toBeInTheDocument();
  });

  it('knows no usual value of a fixed limit', async () => {
    await renderScreen(<AlertsList scope={scope} />, {
      api: apiWith(
        anAlert({
          observedValue: 141.2,
          baselineValue: 100,
          thresholdValue: 100,
        }),
      ),
    });
    await screen.findByRole('list', { name: 'Alerts' });
    expect(rows()[0]).toHaveTextContent('$141 vs limit $100');
  });

  describe('filters', () => {
    const alerts = () =>
      apiWith(
        anAlert({ title: 'open cost' }),
        anAlert({
          title: 'acknowledged latency',
          alertType: 'reliability',
          severity: 'medium',
          ...acknowledged,
          detectedAt: '2026-11-01T00:00:00Z',
        }),
        anAlert({
          title: 'resolved cost',
          severity: 'low',
          ...resolved,
          detectedAt: '2026-10-01T00:00:00Z',
        }),
      );

    it('shows what is not resolved unless told otherwise', async () => {
      await renderScreen(<AlertsList scope={scope} />, { api: alerts() });
      await screen.findByRole('list', { name: 'Alerts' });
      expect(titles()).toEqual(['open cost', 'acknowledged latency']);
    });

    it.each([
      ['status=resolved', ['resolved cost']],
      ['status=acknowledged', ['acknowledged latency']],
      ['status=all', ['open cost', 'acknowledged latency', 'resolved cost']],
      ['type=reliability', ['acknowledged latency']],
      ['severity=high', ['open cost']],
      ['range=7d', ['open cost']],
      ['status=nonsense', ['open cost', 'acknowledged latency']],
    ])('reads %s from the address', async (query, expected) => {
      await renderScreen(<AlertsList scope={scope} />, {
        api: alerts(),
        at: `/?${query}`,
      });
      await screen.findByRole('list', { name: 'Alerts' });
      expect(titles()).toEqual(expected);
    });

    it('puts a choice into the address and leaves the rest of it alone', async () => {
      const { user, address } = await renderScreen(
        <AlertsList scope={scope} />,
        { api: alerts(), at: '/?project=payments-api' },
      );
      await user.selectOptions(
        await screen.findByRole('combobox', { name: 'Status' }),
        'Resolved',
      );
      expect(address()).toBe('/?project=payments-api&status=resolved');
      await waitFor(() => expect(titles()).toEqual(['resolved cost']));

      await user.selectOptions(
        screen.getByRole('combobox', { name: 'Status' }),
        'Not resolved',
      );
      expect(address()).toBe('/?project=payments-api');
    });

    it('show no answer to another question when theirs fails', async () => {
      const api = alerts();
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api,
      });
      await screen.findByRole('list', { name: 'Alerts' });
      api.fail('listAlerts', await refusal(503, 'The database is away'));
      await user.selectOptions(
        screen.getByRole('combobox', { name: 'Type' }),
        'Reliability',
      );
      expect(await screen.findByRole('alert')).toHaveTextContent(
        'The database is away',
      );
      expect(screen.queryByRole('list', { name: 'Alerts' })).toBeNull();
      api.fail('listAlerts');
      await user.click(screen.getByRole('button', { name: 'Try again' }));
      await screen.findByRole('list', { name: 'Alerts' });
    });

    it('asks for the worst first', async () => {
      const api = apiWith(
        anAlert({
          title: 'newer but lower',
          severity: 'low',
          detectedAt: '2026-11-19T00:00:00Z',
        }),
        anAlert({ title: 'worse' }),
      );
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api,
      });
      await user.selectOptions(
        await screen.findByRole('combobox', { name: 'Order' }),
        'Worst first',
      );
      await waitFor(() =>
        expect(titles()).toEqual(['worse', 'newer but lower']),
      );
    });
  });

  it('finds what is snoozed', async () => {
    await renderScreen(<AlertsList scope={scope} />, {
      api: apiWith(
        anAlert({ title: 'Told' }),
        anAlert({ title: 'Muted', snoozedUntil: '2026-11-27T09:00:00Z' }),
      ),
      at: '/?status=snoozed',
    });
    await screen.findByRole('list', { name: 'Alerts' });
    expect(titles()).toEqual(['Muted']);
  });

  it('loads the next page under what is shown', async () => {
    const alerts = Array.from({ length: 53 }, (_, index) =>
      anAlert({ title: `alert ${index}` }),
    );
    const { user } = await renderScreen(<AlertsList scope={scope} />, {
      api: apiWith(...alerts),
    });
    await screen.findByText('50 of 53 alerts shown');
    await user.click(screen.getByRole('button', { name: 'Load more' }));
    await waitFor(() => expect(rows()).toHaveLength(53));
    expect(
      screen.queryByRole('button', { name: 'Load more' }),
    ).not.toBeInTheDocument();
    expect(screen.getByText('53 of 53 alerts shown')).toHaveFocus();
  });

  it('says of each alert where it stands in the list', async () => {
    await renderScreen(<AlertsList scope={scope} />, {
      api: apiWith(anAlert(), anAlert(), anAlert()),
    });
    await screen.findByRole('list', { name: 'Alerts' });
    rows().forEach((row, index) => {
      expect(row).toHaveAttribute('aria-posinset', `${index + 1}`);
      expect(row).toHaveAttribute('aria-setsize', '3');
    });
  });

  it('keeps what is shown when the next page fails', async () => {
    const api = apiWith(...Array.from({ length: 51 }, () => anAlert()));
    const { user } = await renderScreen(<AlertsList scope={scope} />, { api });
    await screen.findByText('50 of 51 alerts shown');
    api.fail('listAlerts', noAnswer());
    await user.click(screen.getByRole('button', { name: 'Load more' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      "The portal's backend did not answer (Failed to fetch). What is shown stays as it is.",
    );
    expect(rows()).toHaveLength(50);
  });

  describe('quick acknowledge', () => {
    const acknowledge = () =>
      screen.findByRole('button', {
        name: 'Acknowledge: AmazonVPC cost tripled',
      });

    it('changes the row at once, then says that it is saved', async () => {
      const api = apiWith(anAlert());
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api,
      });
      const release = api.hold('updateAlert');
      await user.click(await acknowledge());
      expect(rows()[0]).toHaveTextContent('Acknowledged');
      expect(screen.queryByText(/^Acknowledged: /)).not.toBeInTheDocument();

      release();
      expect(
        await screen.findByText('Acknowledged: AmazonVPC cost tripled'),
      ).toBeInTheDocument();
      expect(
        await screen.findByRole('heading', { name: /0 open · 1 acknowledged/ }),
      ).toBeInTheDocument();
    });

    it('keeps the keyboard in the row when its button goes', async () => {
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api: apiWith(anAlert()),
      });
      (await acknowledge()).focus();
      await user.keyboard('{Enter}');
      await screen.findByText('Acknowledged: AmazonVPC cost tripled');
      expect(
        screen.getByRole('link', { name: 'AmazonVPC cost tripled' }),
      ).toHaveFocus();
    });

    it("takes it back with the server's words when it refuses", async () => {
      const api = apiWith(anAlert());
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api,
      });
      api.fail(
        'updateAlert',
        await refusal(403, 'Only the owners of payments-api may do this'),
      );
      await user.click(await acknowledge());
      const message = await screen.findByRole('alert');
      expect(message).toHaveTextContent('you are not allowed to change this');
      expect(message).toHaveTextContent(
        'Only the owners of payments-api may do this',
      );
      expect(rows()[0]).toHaveTextContent('Open');
      await user.click(
        within(message).getByRole('button', { name: 'Close this message' }),
      );
      expect(screen.queryByRole('alert')).not.toBeInTheDocument();
      expect(await acknowledge()).toHaveFocus();
    });

    it('writes nothing over what someone else did meanwhile, and says who', async () => {
      const alert = anAlert();
      const api = new FakeGuardrailsApi({
        alerts: [alert],
        actor: 'bo@example.com',
        now: () => TEST_NOW,
      });
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api,
      });
      const button = await acknowledge();
      await api.updateAlert(alert.id, { status: 'resolved' });
      await user.click(button);
      expect(await screen.findByRole('alert')).toHaveTextContent(
        'Bo Chen resolved this just now. The page shows the newest state now.',
      );
      expect(rows()[0]).toHaveTextContent('Resolved');
      expect(api.callsOf('updateAlert')).toHaveLength(1);
    });
  });

  describe('while others work on the same alerts', () => {
    it('shows their step in the row, and keeps the place', async () => {
      const alert = anAlert();
      const api = apiWith(alert);
      const signals = new FakeSignals();
      await renderScreen(<AlertsList scope={scope} />, { api, signals });
      await screen.findByRole('link', { name: 'AmazonVPC cost tripled' });
      await api.updateAlert(alert.id, { status: 'acknowledged' });
      act(() => signals.send({ type: 'alert', id: alert.id }));
      await waitFor(() => expect(rows()[0]).toHaveTextContent('Acknowledged'));
    });

    const minute = () => act(() => jest.advanceTimersByTimeAsync(60_000));
    const stopTheTime = () =>
      jest.useFakeTimers({ now: TEST_NOW, advanceTimers: true });
    const totals = () => screen.getByRole('heading', { level: 2 });
    const shown = () => screen.findByRole('list', { name: 'Alerts' });

    it('shows each of many steps that come at once, and counts anew what waits', async () => {
      const alerts = Array.from({ length: 30 }, () => anAlert());
      const api = apiWith(...alerts);
      const signals = new FakeSignals();
      await renderScreen(<AlertsList scope={scope} />, { api, signals });
      await shown();
      const ids = alerts.map(({ id }) => id);
      await api.updateAlerts({ ids, status: 'acknowledged' });
      act(() => ids.forEach(id => signals.send({ type: 'alert', id })));
      await waitFor(() =>
        rows().forEach(row => expect(row).toHaveTextContent('Acknowledged')),
      );
      await waitFor(() =>
        expect(totals()).toHaveTextContent('0 open · 30 acknowledged'),
      );
      expect(api.callsOf('getAlert').length).toBeLessThan(10);
    });

    it('asks by itself where the portal sends no signals', async () => {
      stopTheTime();
      const alert = anAlert();
      const api = apiWith(alert, anAlert());
      await renderScreen(<AlertsList scope={scope} />, {
        api,
        at: '/?status=open',
      });
      await shown();
      await api.updateAlert(alert.id, { status: 'acknowledged' });
      await minute();
      // It answers the question no longer; its row stays until the reader asks anew.
      await waitFor(() => expect(rows()[0]).toHaveTextContent('Acknowledged'));
      expect(rows()).toHaveLength(2);
      expect(totals()).toHaveTextContent('1 open · 1 acknowledged');

      const asked = api.callsOf('getAlert').length;
      await minute();
      expect(api.callsOf('getAlert')).toHaveLength(asked);
    });

    it('counts what came into the list by a step, however old it is', async () => {
      stopTheTime();
      const newer = anAlert({ ...acknowledged, title: 'newer' });
      const older = anAlert({
        title: 'older',
        detectedAt: '2026-11-01T06:14:00Z',
      });
      const api = apiWith(newer, older);
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api,
        at: '/?status=acknowledged',
      });
      await shown();
      await api.updateAlert(older.id, { status: 'acknowledged' });
      await minute();
      await user.click(
        await screen.findByRole('button', { name: 'Show 1 new alert' }),
      );
      await waitFor(() => expect(titles()).toEqual(['newer', 'older']));
    });

    it('counts nothing that only a further page shows', async () => {
      stopTheTime();
      const api = apiWith(
        ...Array.from({ length: 60 }, (_, index) =>
          anAlert({
            detectedAt: new Date(+TEST_NOW - index * 60_000).toISOString(),
          }),
        ),
      );
      await renderScreen(<AlertsList scope={scope} />, { api });
      await shown();
      const asked = api.callsOf('listAlerts').length;
      await minute();
      expect(api.callsOf('listAlerts').length).toBeGreaterThan(asked);
      expect(screen.queryByRole('button', { name: /^Show/ })).toBeNull();
    });

    it('says that it may be out of date while nobody answers', async () => {
      stopTheTime();
      const api = apiWith(anAlert());
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api,
      });
      await shown();
      api.fail('listAlerts', noAnswer());
      await minute();
      const notice = await screen.findByText('This may be out of date');
      await minute();
      // The same notice: told once, not each minute.
      expect(screen.getByText('This may be out of date')).toBe(notice);
      api.fail('listAlerts');
      await user.click(screen.getByRole('button', { name: 'Try again' }));
      await waitFor(() => expect(notice).not.toBeInTheDocument());
    });

    it('asks at once when the reader comes back to the page', async () => {
      stopTheTime();
      const alert = anAlert();
      const api = apiWith(alert);
      await renderScreen(<AlertsList scope={scope} />, { api });
      await shown();
      const hidden = jest.spyOn(document, 'hidden', 'get');
      hidden.mockReturnValue(true);
      await api.updateAlert(alert.id, { status: 'acknowledged' });
      await minute();
      expect(rows()[0]).toHaveTextContent('Open');
      hidden.mockReturnValue(false);
      act(() => {
        document.dispatchEvent(new Event('visibilitychange'));
      });
      await waitFor(() => expect(rows()[0]).toHaveTextContent('Acknowledged'));
      hidden.mockRestore();
    });

    it('puts no older answer over what the reader did meanwhile', async () => {
      stopTheTime();
      const alert = anAlert();
      const api = apiWith(alert);
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api,
      });
      await shown();
      const before = await api.listAlerts({ project: 'payments-api' });
      const late = jest.spyOn(api, 'listAlerts').mockResolvedValue(before);
      await user.keyboard('ja');
      await screen.findByText('Acknowledged: AmazonVPC cost tripled');
      await minute();
      expect(rows()[0]).toHaveTextContent('Acknowledged');
      late.mockRestore();
    });
  });

  describe('by keyboard', () => {
    const two = () =>
      apiWith(
        anAlert({ title: 'Newer', detectedAt: '2026-11-19T06:14:00Z' }),
        anAlert({ title: 'Older', detectedAt: '2026-11-18T06:14:00Z' }),
      );

    it('goes from alert to alert and takes the next step on each', async () => {
      const api = two();
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api,
      });
      await screen.findByRole('link', { name: 'Newer' });
      await user.keyboard('j');
      expect(screen.getByRole('link', { name: 'Newer' })).toHaveFocus();
      await user.keyboard('jj');
      expect(screen.getByRole('link', { name: 'Older' })).toHaveFocus();
      await user.keyboard('r');
      expect(await screen.findByText('Resolved: Older')).toBeInTheDocument();
      await user.keyboard('ka');
      expect(
        await screen.findByText('Acknowledged: Newer'),
      ).toBeInTheDocument();
      expect(api.callsOf('updateAlert')).toHaveLength(2);
    });

    it('goes to the filters, where letters are letters', async () => {
      const api = two();
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api,
      });
      await screen.findByRole('link', { name: 'Newer' });
      await user.keyboard('/');
      expect(screen.getByRole('combobox', { name: 'Status' })).toHaveFocus();
      await user.keyboard('ja');
      expect(screen.getByRole('combobox', { name: 'Status' })).toHaveFocus();
      expect(api.callsOf('updateAlert')).toEqual([]);
    });

    it('goes up from the end of the list', async () => {
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api: two(),
      });
      await screen.findByRole('link', { name: 'Newer' });
      await user.keyboard('k');
      expect(screen.getByRole('link', { name: 'Older' })).toHaveFocus();
    });

    it('goes back from the filters, and on from where it was', async () => {
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api: two(),
      });
      await screen.findByRole('link', { name: 'Newer' });
      await user.keyboard('jj/');
      expect(screen.getByRole('combobox', { name: 'Status' })).toHaveFocus();
      await user.keyboard('{Escape}');
      expect(screen.getByRole('link', { name: 'Older' })).toHaveFocus();
      // A click beside the list takes the focus away.
      await user.click(screen.getByRole('heading', { level: 2 }));
      expect(document.body).toHaveFocus();
      await user.keyboard('k');
      expect(screen.getByRole('link', { name: 'Newer' })).toHaveFocus();
      await user.click(screen.getByRole('heading', { level: 2 }));
      await user.keyboard('k');
      expect(screen.getByRole('link', { name: 'Newer' })).toHaveFocus();
    });

    it('leaves a menu its keys', async () => {
      const api = two();
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api,
      });
      await screen.findByRole('link', { name: 'Newer' });
      await user.keyboard('jx');
      await user.click(screen.getByRole('button', { name: 'Snooze' }));
      await screen.findByRole('menu');
      await user.keyboard('ja');
      expect(
        within(screen.getByRole('menu')).getAllByRole('menuitem')[0],
      ).toHaveFocus();
      expect(api.callsOf('updateAlert')).toEqual([]);
    });

    it('says why an alert cannot take a step', async () => {
      const api = apiWith(
        anAlert({
          title: 'Newer',
          status: 'acknowledged',
          allowedTransitions: ['resolved', 'open'],
          detectedAt: '2026-11-19T06:14:00Z',
        }),
        anAlert({ title: 'Older', detectedAt: '2026-11-18T06:14:00Z' }),
      );
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api,
      });
      await screen.findByRole('link', { name: 'Newer' });
      const said = (text: string) =>
        waitFor(() =>
          expect(
            screen.getAllByRole('status').map(each => each.textContent),
          ).toContain(text),
        );
      await user.keyboard('a');
      await said('Go to an alert first, with j or k');
      await user.keyboard('ja');
      await said('Acknowledged already: Newer');
      await user.keyboard('r');
      await said('Resolved: Newer');
      await user.keyboard('r');
      await said('Resolved already: Newer');
      const release = api.hold('updateAlert');
      await user.keyboard('jar');
      await said('Still being saved: Older');
      release();
      await said('Acknowledged: Older');
      expect(api.callsOf('updateAlert')).toHaveLength(2);
    });

    it('says why none of the chosen can take a step', async () => {
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api: two(),
      });
      await screen.findByRole('link', { name: 'Newer' });
      await user.keyboard('jxr');
      const bar = screen.getByRole('group', {
        name: 'Act on the chosen alerts',
      });
      expect(await within(bar).findByText('1 alert changed')).toBeVisible();
      await user.keyboard('r');
      expect(within(bar).getByRole('status')).toHaveTextContent(
        'All of the chosen alerts are resolved already',
      );
      await user.keyboard('a');
      expect(within(bar).getByRole('status')).toHaveTextContent(
        'None of the chosen alerts is open',
      );
      await user.keyboard('jx');
      expect(within(bar).getByRole('status')).toHaveTextContent(
        '2 alerts chosen',
      );
    });

    it.each([
      ['en', 'Keys', 'Single-letter keys', 'Keys: switched off', 'Close'],
      [
        'de',
        'Tasten',
        'Tasten mit einem Zeichen',
        'Tasten: ausgeschaltet',
        'Schließen',
      ],
    ] as const)(
      'does nothing on letters once the reader has switched them off, but for Esc (%s)',
      async (language, title, label, off, close) => {
        const storage = mockApis.storage();
        const options = {
          storage,
          ...(language === 'de' && { language }),
        };
        const { user, unmount } = await renderScreen(
          <AlertsList scope={scope} />,
          { api: two(), ...options },
        );
        await screen.findByRole('link', { name: 'Newer' });
        await user.keyboard('j?');
        const help = await screen.findByRole('dialog', { name: title });
        const single = within(help).getByRole('checkbox', { name: label });
        expect(single).toBeChecked();
        await user.click(single);
        expect(single).not.toBeChecked();
        await user.click(within(help).getByRole('button', { name: close }));
        await waitFor(() =>
          expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
        );
        unmount();

        // As the reader has left it.
        const api = two();
        const { user: later } = await renderScreen(
          <AlertsList scope={scope} />,
          { api, ...options },
        );
        const newer = await screen.findByRole('link', { name: 'Newer' });
        await later.keyboard('jax/?');
        expect(document.body).toHaveFocus();
        expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
        act(() => newer.focus());
        await later.keyboard('axrj');
        expect(newer).toHaveFocus();
        await later.click(screen.getAllByRole('combobox')[0]);
        await later.keyboard('{Escape}');
        expect(newer).toHaveFocus();
        expect(api.callsOf('updateAlert')).toEqual([]);

        await later.click(screen.getByRole('button', { name: off }));
        await later.click(await screen.findByRole('checkbox', { name: label }));
        await later.click(screen.getByRole('button', { name: close }));
        await waitFor(() =>
          expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
        );
        await later.keyboard('j');
        expect(screen.getByRole('link', { name: 'Older' })).toHaveFocus();
      },
    );

    it('tells its keys', async () => {
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api: two(),
      });
      await screen.findByRole('link', { name: 'Newer' });
      await user.keyboard('?');
      const help = await screen.findByRole('dialog', { name: 'Keys' });
      expect(
        within(help).getByText('acknowledge it, or those chosen'),
      ).toBeInTheDocument();
      await user.click(within(help).getByRole('button', { name: 'Close' }));
      await waitFor(() =>
        expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
      );
    });
  });

  describe('on the way back from an alert', () => {
    const sixty = Array.from({ length: 60 }, (_, index) =>
      anAlert({
        title: `Alert ${index + 1}`,
        detectedAt: new Date(+TEST_NOW - index * 60_000).toISOString(),
      }),
    );

    const counts = (api: FakeGuardrailsApi) =>
      api
        .callsOf('listAlerts')
        .filter(([query]) => (query as ListAlertsQuery).limit === 1).length;

    it('is as it was left: all that was read, the row, and what became of it', async () => {
      const api = apiWith(...sixty);
      const first = await renderScreen(<AlertsList scope={scope} />, { api });
      await first.user.click(
        await screen.findByRole('button', { name: 'Load more' }),
      );
      (await screen.findByRole('link', { name: 'Alert 55' })).focus();
      first.unmount();
      await api.updateAlert(sixty[54].id, { status: 'resolved' });

      await renderScreen(<AlertsList scope={scope} />, { api });
      expect(screen.getByRole('link', { name: 'Alert 55' })).toHaveFocus();
      expect(rows()).toHaveLength(60);
      const countsBefore = counts(api);
      await waitFor(() => expect(rows()[54]).toHaveTextContent('Resolved'));
      expect(counts(api)).toBe(countsBefore);
    });

    it('is read anew when it is another one', async () => {
      const api = apiWith(...sixty);
      const first = await renderScreen(<AlertsList scope={scope} />, { api });
      (await screen.findByRole('link', { name: 'Alert 5' })).focus();
      first.unmount();

      const at = '/?status=open';
      await renderScreen(<AlertsList scope={scope} />, { api, at });
      await screen.findByRole('link', { name: 'Alert 5' });
      expect(document.body).toHaveFocus();
    });
  });

  describe('several at once', () => {
    const choose = (title: string) =>
      screen.findByRole('checkbox', { name: `Choose: ${title}` });
    const group = () =>
      screen.getByRole('group', { name: 'Act on the chosen alerts' });

    it('acknowledges those that are chosen, and no other', async () => {
      const api = apiWith(
        anAlert({ title: 'One' }),
        anAlert({ title: 'Two' }),
        anAlert({ title: 'Three' }),
      );
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api,
      });
      await user.click(await choose('One'));
      await user.click(await choose('Three'));
      expect(group()).toHaveTextContent('2 alerts chosen');
      await user.click(
        within(group()).getByRole('button', { name: 'Acknowledge' }),
      );
      expect(await screen.findByText('2 alerts changed')).toBeInTheDocument();
      expect(api.callsOf('updateAlert')).toEqual([]);
      expect(api.callsOf('updateAlerts')).toHaveLength(1);
      expect(
        screen.getByRole('button', { name: 'Acknowledge: Two' }),
      ).toBeInTheDocument();
      expect(
        screen.queryByRole('button', { name: 'Acknowledge: One' }),
      ).not.toBeInTheDocument();
    });

    it('take a step by key, wherever the focus is', async () => {
      const api = apiWith(
        anAlert({ title: 'One' }),
        anAlert({ title: 'Two' }),
        anAlert({ title: 'Three' }),
      );
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api,
      });
      await screen.findByRole('link', { name: 'One' });
      await user.keyboard('jxjxa');
      await waitFor(() =>
        expect(group()).toHaveTextContent('2 alerts changed'),
      );
      expect(rows()[2]).toHaveTextContent('Open');
      // A row that is not among them is meant alone.
      await user.keyboard('ja');
      await waitFor(() => expect(rows()[2]).toHaveTextContent('Acknowledged'));
      expect(api.callsOf('updateAlerts')).toHaveLength(1);
      await user.click(screen.getByRole('heading', { level: 2 }));
      await user.keyboard('r');
      await waitFor(() => expect(rows()[1]).toHaveTextContent('Resolved'));
      expect(rows()[0]).toHaveTextContent('Resolved');
      expect(rows()[2]).toHaveTextContent('Acknowledged');
    });

    it('counts what was refused, and says why in its row', async () => {
      const api = apiWith(anAlert({ title: 'One' }), anAlert({ title: 'Two' }));
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api,
      });
      await user.click(await choose('One'));
      await user.click(await choose('Two'));
      const [one, two] = (await api.listAlerts()).items;
      // Somebody else resolved one of them.
      api.change({ alerts: [one, { ...two, ...resolved }] });
      await user.click(
        within(group()).getByRole('button', { name: 'Acknowledge' }),
      );
      expect(
        await screen.findByText('1 changed, 1 refused: their rows say why'),
      ).toBeInTheDocument();
      // What is counted once above is not called out again for each of them.
      expect(screen.queryByRole('alert')).toBeNull();
      const notice = screen.getByRole('note');
      expect(notice).toHaveTextContent(
        'It is resolved and can become open, not acknowledged',
      );
      await user.click(
        within(notice).getByRole('button', { name: 'Close this message' }),
      );
      expect(screen.getByRole('link', { name: 'Two' })).toHaveFocus();
    });

    it('shows what those are that were refused', async () => {
      const one = anAlert({ title: 'One' });
      const api = apiWith(one, anAlert({ title: 'Two' }));
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api,
      });
      await user.click(await choose('One'));
      await user.click(await choose('Two'));
      await api.updateAlert(one.id, { status: 'resolved' });
      await user.click(
        within(group()).getByRole('button', { name: 'Acknowledge' }),
      );
      await waitFor(() =>
        expect(group()).toHaveTextContent('1 changed, 1 refused'),
      );
      await waitFor(() => expect(rows()[0]).toHaveTextContent('Resolved'));
      expect(rows()[0]).toHaveTextContent('It is resolved');
    });

    it('says of each that it is not known whether it was saved when the server is gone', async () => {
      const api = apiWith(anAlert({ title: 'One' }), anAlert({ title: 'Two' }));
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api,
      });
      await user.click(await choose('One'));
      await user.click(await choose('Two'));
      api.fail('updateAlerts', noAnswer());
      await user.click(
        within(group()).getByRole('button', { name: 'Acknowledge' }),
      );
      await waitFor(() => expect(screen.getAllByRole('note')).toHaveLength(2));
      expect(screen.getAllByRole('note')[0]).toHaveTextContent(
        'It is not known whether your change was saved',
      );
    });

    it('leave the focus with the first of them when they are chosen no longer', async () => {
      const api = apiWith(anAlert({ title: 'One' }), anAlert({ title: 'Two' }));
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api,
      });
      await user.click(await choose('Two'));
      const all = within(group()).getByRole('button', {
        name: 'Choose all 2 shown',
      });
      await user.click(all);
      expect(all).toHaveFocus();
      expect(all).toHaveAttribute('aria-disabled', 'true');
      await user.click(
        within(group()).getByRole('button', { name: 'Choose none' }),
      );
      expect(await choose('One')).toHaveFocus();
    });

    it('are told of anew when others are chosen', async () => {
      const api = apiWith(anAlert({ title: 'One' }), anAlert({ title: 'Two' }));
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api,
      });
      await user.click(await choose('One'));
      await user.click(
        within(group()).getByRole('button', { name: 'Acknowledge' }),
      );
      expect(await screen.findByText('1 alert changed')).toBeInTheDocument();
      await user.click(await choose('Two'));
      expect(group()).toHaveTextContent('2 alerts chosen');
      await user.click(
        within(group()).getByRole('button', { name: 'Choose none' }),
      );
      await waitFor(() =>
        expect(
          screen.queryByRole('group', { name: 'Act on the chosen alerts' }),
        ).not.toBeInTheDocument(),
      );
    });

    it('are chosen all at once, and snoozed in one request', async () => {
      const api = apiWith(anAlert({ title: 'One' }), anAlert({ title: 'Two' }));
      const { user } = await renderScreen(<AlertsList scope={scope} />, {
        api,
      });
      await user.click(await choose('One'));
      await user.click(
        within(group()).getByRole('button', { name: 'Choose all 2 shown' }),
      );
      await user.click(within(group()).getByRole('button', { name: 'Snooze' }));
      await user.click(await screen.findByRole('menuitem', { name: '7 days' }));
      expect(await screen.findByText('2 alerts changed')).toBeInTheDocument();
      expect(api.callsOf('updateAlerts')).toEqual([
        [
          expect.objectContaining({
            snoozedUntil: expect.stringMatching(/^2026-11-27T/),
          }),
        ],
      ]);
      for (const row of rows()) expect(row).toHaveTextContent('Open snoozed');
      expect(
        within(group()).getByRole('button', { name: 'End snooze' }),
      ).toBeInTheDocument();
    });
  });

  describe('when there is nothing', () => {
    it('says that nothing is unusual, and when that was checked', async () => {
      const { user, address } = await renderScreen(
        <AlertsList scope={scope} />,
        { api: apiWith() },
      );
      expect(await screen.findByText('Nothing unusual')).toBeInTheDocument();
      expect(
        screen.getByText(/No alert waits for anybody\. Last check:/),
      ).toHaveTextContent('4 minutes ago');
      await user.click(
        screen.getByRole('button', { name: 'Show resolved alerts' }),
      );
      expect(address()).toBe('/?status=resolved');
    });

    it('says what is missing before the first check', async () => {
      const api = new FakeGuardrailsApi({
        summaries: [
          aSummary({
            lastCheckedAt: undefined,
            freshness: [
              { source: 'costs', lastError: 'AWS refused ce:GetCostAndUsage' },
              { source: 'metrics' },
            ],
          }),
        ],
      });
      await renderScreen(<AlertsList scope={scope} />, { api });
      expect(await screen.findByText('Not checked yet')).toBeInTheDocument();
      expect(
        screen.getByText(
          'Costs could not be read last time: AWS refused ce:GetCostAndUsage',
        ),
      ).toBeInTheDocument();
    });

    it('does not call what could not be read usual', async () => {
      const denied = 'AWS refused sts:AssumeRole';
      const api = new FakeGuardrailsApi({
        summaries: [
          aSummary({
            freshness: [
              { source: 'costs', lastError: denied },
              { source: 'metrics', lastError: denied },
            ],
          }),
        ],
        now: () => TEST_NOW,
      });
      await renderScreen(<AlertsList scope={scope} />, { api });
      expect(
        await screen.findByText('Not checked: the data could not be read'),
      ).toBeInTheDocument();
      expect(screen.getByRole('alert')).toHaveTextContent(
        `Costs could not be read last time: ${denied}`,
      );
      expect(screen.queryByText('Nothing unusual')).not.toBeInTheDocument();
    });

    it.each([
      ['nobody has looked for days', { lastCheckedAt: '2026-11-17T09:00:00Z' }],
      [
        'one of the sources failed',
        {
          freshness: [
            { source: 'costs' as const, asOf: '2026-11-20T05:40:00Z' },
            { source: 'metrics' as const, lastError: 'throttled' },
          ],
        },
      ],
    ])('does not call usual where %s', async (_name, state) => {
      await renderScreen(<AlertsList scope={scope} />, {
        api: new FakeGuardrailsApi({
          summaries: [aSummary(state)],
          now: () => TEST_NOW,
        }),
      });
      expect(await screen.findByText('No alerts are open')).toBeInTheDocument();
      expect(screen.getByRole('alert')).toBeInTheDocument();
      expect(screen.queryByText('Nothing unusual')).not.toBeInTheDocument();
    });

    it('takes the last check of all projects from the detection job', async () => {
      const api = new FakeGuardrailsApi({
        jobs: [
          aJob({
            id: 'detect',
            runs: [
              aRun({ status: 'failed', endedAt: '2026-11-20T08:59:00Z' }),
              aRun({ endedAt: '2026-11-20T08:00:00Z' }),
            ],
          }),
        ],
      });
      await renderScreen(<AlertsList scope={{}} />, { api });
      expect(
        await screen.findByText(/No alert waits for anybody\. Last check:/),
      ).toHaveTextContent('1 hour ago');
    });

    it('does not claim a check it cannot know of', async () => {
      const api = new FakeGuardrailsApi();
      api.fail('listJobs', await refusal(403, 'no'));
      await renderScreen(<AlertsList scope={{}} />, { api });
      expect(await screen.findByText('No alerts are open')).toBeInTheDocument();
      expect(screen.queryByText(/Nothing unusual/)).not.toBeInTheDocument();
    });

    it('finds the project of an entity to tell of its last check', async () => {
      const project = aProject();
      const api = new FakeGuardrailsApi({
        projects: [project],
        summaries: [aSummary({ project })],
      });
      await renderScreen(
        <AlertsList scope={{ entityRef: 'component:default/payments-api' }} />,
        { api },
      );
      expect(await screen.findByText('Nothing unusual')).toBeInTheDocument();
      expect(api.callsOf('listProjects')[0]).toEqual([
        { entityRef: 'component:default/payments-api' },
      ]);
    });

    it('blames the filters when they are narrowed, and clears them', async () => {
      const { user, address } = await renderScreen(
        <AlertsList scope={scope} />,
        {
          api: apiWith(anAlert()),
          at: '/?status=resolved&severity=low&project=payments-api',
        },
      );
      expect(
        await screen.findByText('No alert matches these filters'),
      ).toBeInTheDocument();
      await user.click(screen.getByRole('button', { name: 'Clear filters' }));
      expect(address()).toBe('/?project=payments-api');
      await waitFor(() => expect(titles()).toEqual(['AmazonVPC cost tripled']));
      // The button is gone: the next Tab goes on in the list, and not at the top of the page.
      await waitFor(() => expect(document.body).not.toHaveFocus());
      await user.tab();
      expect(
        screen.getByRole('checkbox', { name: /^Choose: AmazonVPC/ }),
      ).toHaveFocus();
    });
  });

  it('holds the place of the list while it is loading', async () => {
    const api = apiWith(anAlert());
    const release = api.hold('listAlerts');
    await renderScreen(<AlertsList scope={scope} />, { api });
    expect(
      screen
        .getAllByRole('status')
        .some(status => status.getAttribute('aria-busy') === 'true'),
    ).toBe(true);
    release();
    await screen.findByRole('list', { name: 'Alerts' });
  });

  it('names the permission a reader lacks', async () => {
    const api = apiWith();
    api.fail('listAlerts', await refusal(403, 'Denied'));
    await renderScreen(<AlertsList scope={scope} />, { api });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'guardrails.alert.read',
    );
  });

  it('asks again after a failure', async () => {
    const api = apiWith(anAlert());
    api.fail('listAlerts', await refusal(503, 'The database does not answer'));
    const { user } = await renderScreen(<AlertsList scope={scope} />, { api });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The database does not answer',
    );
    api.fail('listAlerts');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByRole('list', { name: 'Alerts' });
  });

  it('offers new alerts without moving the list', async () => {
    jest.useFakeTimers({ now: TEST_NOW, advanceTimers: true });
    const old = anAlert({ title: 'old' });
    const api = apiWith(old);
    const { user } = await renderScreen(<AlertsList scope={scope} />, { api });
    await screen.findByRole('list', { name: 'Alerts' });
    api.change({
      alerts: [
        old,
        anAlert({ title: 'new', detectedAt: '2026-11-20T08:59:00Z' }),
      ],
    });
    await act(() => jest.advanceTimersByTimeAsync(60_000));
    const show = await screen.findByRole('button', {
      name: 'Show 1 new alert',
    });
    expect(titles()).toEqual(['old']);

    await user.click(show);
    await waitFor(() => expect(titles()).toEqual(['new', 'old']));
    await waitFor(() => expect(show).not.toBeInTheDocument());
    await waitFor(() =>
      expect(screen.getByRole('link', { name: 'new' })).toHaveFocus(),
    );
  });
});
