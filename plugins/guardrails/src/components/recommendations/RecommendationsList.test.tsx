import type { Recommendation } from '@cloudops/plugin-guardrails-common';
import { mockApis } from '@backstage/test-utils';
import {
  act,
  fireEvent,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import {
  anAlert,
  aProject,
  aRecommendation,
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
import { RecommendationsList } from './RecommendationsList';

const scope = { project: 'payments-api' };

const inProgress = {
  status: 'in_progress',
  allowedTransitions: ['done', 'dismissed', 'open'],
} satisfies Partial<Recommendation>;

const done = {
  status: 'done',
  doneAt: '2026-11-19T12:00:00Z',
  allowedTransitions: ['open'],
} satisfies Partial<Recommendation>;

function apiWith(...recommendations: Recommendation[]) {
  return new FakeGuardrailsApi({
    recommendations,
    actor: 'bo@example.com',
    now: () => TEST_NOW,
  });
}

type GroupName = 'To do' | 'In progress' | 'Finished';

const group = (name: GroupName) => screen.getByRole('region', { name });

const cards = (name: GroupName) =>
  within(group(name))
    .queryAllByRole('article')
    .map(card => card.getAttribute('aria-label'));

const card = (name: string) => screen.getByRole('article', { name });

const button = (title: string, name: string) =>
  within(card(title)).getByRole('button', { name });

beforeEach(stopTheCalendar);
afterEach(() => jest.useRealTimers());

describe('RecommendationsList', () => {
  it('leaves out what is finished when the address says so', async () => {
    await renderScreen(<RecommendationsList scope={scope} />, {
      api: apiWith(
        aRecommendation({ title: 'find the traffic' }),
        aRecommendation({ title: 'shrink the logs', status: 'in_progress' }),
        aRecommendation({ title: 'finished', ...done }),
      ),
      at: '/?status=unfinished',
    });
    await screen.findByRole('article', { name: 'find the traffic' });
    await screen.findByRole('article', { name: 'shrink the logs' });
    expect(
      screen.queryByRole('heading', { name: /^Finished/ }),
    ).not.toBeInTheDocument();
  });

  it('shows what is to do, what is in progress and what is finished, with how many', async () => {
    await renderScreen(<RecommendationsList scope={scope} />, {
      api: apiWith(
        aRecommendation({ title: 'find the traffic' }),
        aRecommendation({ title: 'set a budget' }),
        aRecommendation({ title: 'shrink the logs', ...inProgress }),
        aRecommendation({ title: 'stop the instance', ...done }),
      ),
    });
    expect(
      await screen.findByRole('heading', { name: 'To do (2)' }),
    ).toBeInTheDocument();
    expect(cards('To do')).toEqual(['find the traffic', 'set a budget']);
    expect(cards('In progress')).toEqual(['shrink the logs']);
    expect(cards('Finished')).toEqual(['stop the instance']);
  });

  it.each([
    ['of a project', scope],
    ['of all projects', {}],
  ])('says when nobody has looked for days: %s', async (_name, of) => {
    await renderScreen(<RecommendationsList scope={of} />, {
      api: new FakeGuardrailsApi({
        recommendations: [aRecommendation()],
        summaries: [aSummary({ lastCheckedAt: '2026-11-17T09:00:00Z' })],
        now: () => TEST_NOW,
      }),
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Last checked 3 days ago: newer problems are not in this list.',
    );
  });

  it('says so together with the list, which it must not push down', async () => {
    const api = new FakeGuardrailsApi({
      recommendations: [aRecommendation()],
      summaries: [aSummary({ lastCheckedAt: '2026-11-17T09:00:00Z' })],
      now: () => TEST_NOW,
    });
    const release = api.hold('getProjectSummary');
    await renderScreen(<RecommendationsList scope={scope} />, { api });
    await screen.findByRole('heading', { name: 'To do (1)' });
    expect(screen.queryByRole('article')).not.toBeInTheDocument();
    release();
    expect(await screen.findByRole('article')).toBeInTheDocument();
    expect(screen.getByRole('alert')).toHaveTextContent('Last checked');
  });

  it('says that the data of a project is missing, with the way to which', async () => {
    await renderScreen(<RecommendationsList scope={{}} />, {
      api: new FakeGuardrailsApi({
        recommendations: [aRecommendation()],
        summaries: [
          aSummary(),
          aSummary({
            project: aProject({ name: 'search' }),
            freshness: [{ source: 'costs', lastError: 'denied' }],
          }),
        ],
        now: () => TEST_NOW,
      }),
    });
    const notice = await screen.findByRole('alert');
    expect(notice).toHaveTextContent(/^The data of 1 project is missing/);
    expect(
      within(notice).getByRole('link', { name: 'See which' }),
    ).toHaveAttribute('href', '/guardrails/overview');
  });

  it('tells what each is worth, who does it, how old it is, and links the alert behind it', async () => {
    const alert = anAlert();
    await renderScreen(<RecommendationsList scope={scope} />, {
      api: apiWith(
        aRecommendation({
          title: 'find the traffic',
          alertId: alert.id,
          owner: 'user:default/ana',
        }),
      ),
    });
    await screen.findByRole('article', { name: 'find the traffic' });
    const text = card('find the traffic');
    expect(text).toHaveTextContent(
      'About $2,000 a month if the traffic goes to S3.',
    );
    expect(text).toHaveTextContent('Owner: Ana Ruiz');
    expect(text).toHaveTextContent('recommended 2 days ago');
    expect(text).toHaveTextContent('High');
    expect(
      within(text).getByRole('link', { name: 'AmazonVPC cost tripled' }),
    ).toHaveAttribute('href', `/guardrails/alerts/${alert.id}`);
    expect(text).not.toHaveTextContent('Resolved');
  });

  it('says of which ones the alert is over', async () => {
    await renderScreen(<RecommendationsList scope={scope} />, {
      api: apiWith(
        aRecommendation({ title: 'tidy up', alertStatus: 'resolved' }),
      ),
    });
    await screen.findByRole('article', { name: 'tidy up' });
    expect(card('tidy up')).toHaveTextContent(
      'AmazonVPC cost tripled Resolved',
    );
  });

  describe('a step', () => {
    it('moves the item to its group at once, counts along, and says so once it is saved', async () => {
      const api = apiWith(aRecommendation({ title: 'find the traffic' }));
      const { user } = await renderScreen(
        <RecommendationsList scope={scope} />,
        { api },
      );
      await screen.findByRole('heading', { name: 'To do (1)' });
      const release = api.hold('updateRecommendation');
      await user.click(button('find the traffic', 'Start'));
      expect(cards('To do')).toEqual([]);
      expect(cards('In progress')).toEqual(['find the traffic']);
      expect(
        screen.getByRole('heading', { name: 'In progress (1)' }),
      ).toBeInTheDocument();
      expect(screen.queryByText(/^Started: /)).not.toBeInTheDocument();

      release();
      expect(
        await screen.findByText('Started: find the traffic'),
      ).toBeInTheDocument();
      expect(
        screen.getByRole('heading', { name: 'To do (0)' }),
      ).toBeInTheDocument();
      expect(
        screen.getByRole('heading', { name: 'In progress (1)' }),
      ).toBeInTheDocument();
    });

    it('is one step alone where somebody clicks twice, and the next card comes under the pointer', async () => {
      const api = apiWith(
        aRecommendation({ title: 'find the traffic' }),
        aRecommendation({ title: 'set a budget' }),
      );
      await renderScreen(<RecommendationsList scope={scope} />, { api });
      await screen.findByRole('article', { name: 'find the traffic' });
      fireEvent.click(button('find the traffic', 'Done'), { detail: 1 });
      fireEvent.click(button('set a budget', 'Done'), { detail: 2 });
      await waitFor(() => expect(cards('Finished')).toHaveLength(1));
      expect(cards('To do')).toEqual(['set a budget']);
      expect(api.callsOf('updateRecommendation')).toHaveLength(1);
    });

    it('takes the focus along, so that a keyboard reader knows where it went', async () => {
      const { user } = await renderScreen(
        <RecommendationsList scope={scope} />,
        { api: apiWith(aRecommendation({ title: 'find the traffic' })) },
      );
      await screen.findByRole('article', { name: 'find the traffic' });
      button('find the traffic', 'Done').focus();
      await user.keyboard('{Enter}');
      await screen.findByText('Done: find the traffic');
      expect(
        screen.getByRole('heading', { name: 'find the traffic' }),
      ).toHaveFocus();
      expect(cards('Finished')).toEqual(['find the traffic']);
    });

    it("goes back to its group with the server's words and the focus when the server refuses", async () => {
      const api = apiWith(aRecommendation({ title: 'find the traffic' }));
      const { user } = await renderScreen(
        <RecommendationsList scope={scope} />,
        { api },
      );
      await screen.findByRole('article', { name: 'find the traffic' });
      api.fail(
        'updateRecommendation',
        await refusal(403, 'Only the owners of payments-api may do this'),
      );
      button('find the traffic', 'Start').focus();
      await user.keyboard('{Enter}');
      expect(await screen.findByRole('alert')).toHaveTextContent(
        'Only the owners of payments-api may do this',
      );
      expect(cards('To do')).toEqual(['find the traffic']);
      expect(
        screen.getByRole('heading', { name: 'To do (1)' }),
      ).toBeInTheDocument();
      await waitFor(() =>
        expect(
          screen.getByRole('heading', { name: 'find the traffic' }),
        ).toHaveFocus(),
      );
    });

    it('writes nothing over what someone else did meanwhile, and says who', async () => {
      const recommendation = aRecommendation({ title: 'find the traffic' });
      const api = apiWith(recommendation);
      const { user } = await renderScreen(
        <RecommendationsList scope={scope} />,
        { api },
      );
      await screen.findByRole('article', { name: 'find the traffic' });
      await api.updateRecommendation(recommendation.id, { status: 'done' });
      await user.click(button('find the traffic', 'Dismiss'));
      expect(await screen.findByRole('alert')).toHaveTextContent(
        'Bo Chen marked this done just now.',
      );
      expect(cards('Finished')).toEqual(['find the traffic']);
      expect(api.callsOf('updateRecommendation')).toHaveLength(1);
    });

    it('shows the stored state when the server says that the step is not possible (any more)', async () => {
      const api = apiWith(aRecommendation({ title: 'find the traffic' }));
      const { user } = await renderScreen(
        <RecommendationsList scope={scope} />,
        { api },
      );
      await screen.findByRole('article', { name: 'find the traffic' });
      api.fail(
        'updateRecommendation',
        await refusal(409, "It is done; from there it can become 'open'"),
      );
      await user.click(button('find the traffic', 'Start'));
      expect(await screen.findByRole('alert')).toHaveTextContent(
        "It is done; from there it can become 'open'",
      );
      expect(api.callsOf('getRecommendation')).toHaveLength(2);
    });

    it('does not claim that nothing was saved when no answer came', async () => {
      const api = apiWith(aRecommendation({ title: 'find the traffic' }));
      const { user } = await renderScreen(
        <RecommendationsList scope={scope} />,
        { api },
      );
      await screen.findByRole('article', { name: 'find the traffic' });
      api.fail('updateRecommendation', noAnswer());
      await user.click(button('find the traffic', 'Start'));
      expect(await screen.findByRole('alert')).toHaveTextContent(
        'Check whether it holds your change.',
      );
    });

    it('carries a note, and forgets it once it is saved', async () => {
      const recommendation = aRecommendation({ title: 'find the traffic' });
      const api = apiWith(recommendation);
      const { user } = await renderScreen(
        <RecommendationsList scope={scope} />,
        { api },
      );
      await screen.findByRole('article', { name: 'find the traffic' });
      await user.click(button('find the traffic', 'Add a note'));
      await user.type(
        screen.getByRole('textbox', { name: 'Note to go with the next step' }),
        '  wanted traffic ',
      );
      await user.click(button('find the traffic', 'Dismiss'));
      await screen.findByText('Dismissed: find the traffic');
      expect(api.callsOf('updateRecommendation')[0].slice(0, 2)).toEqual([
        recommendation.id,
        { status: 'dismissed', note: 'wanted traffic' },
      ]);
      expect(
        screen.queryByRole('textbox', { name: /Note/ }),
      ).not.toBeInTheDocument();
    });

    it('back to what is to do is called so, and not reopening, while it is in progress', async () => {
      const api = apiWith(aRecommendation({ title: 'stop it', ...inProgress }));
      const { user } = await renderScreen(
        <RecommendationsList scope={scope} />,
        { api },
      );
      await screen.findByRole('article', { name: 'stop it' });
      await user.click(button('stop it', 'Put back'));
      expect(await screen.findByText('Put back: stop it')).toBeInTheDocument();
      expect(cards('To do')).toEqual(['stop it']);
      expect(button('stop it', 'Reopen')).toHaveAttribute(
        'aria-disabled',
        'true',
      );
    });

    it('cannot be taken where it leads nowhere, but its button stays in place', async () => {
      const api = apiWith(aRecommendation({ title: 'stop it', ...done }));
      const { user } = await renderScreen(
        <RecommendationsList scope={scope} />,
        { api },
      );
      await screen.findByRole('article', { name: 'stop it' });
      const start = button('stop it', 'Start');
      expect(start).toHaveAttribute('aria-disabled', 'true');
      await user.click(start);
      expect(api.callsOf('updateRecommendation')).toHaveLength(0);
      expect(button('stop it', 'Reopen')).toHaveAttribute(
        'aria-disabled',
        'false',
      );
    });
  });

  describe('the owner', () => {
    it('becomes who is signed in with one click', async () => {
      const api = apiWith(aRecommendation({ title: 'find the traffic' }));
      const { user } = await renderScreen(
        <RecommendationsList scope={scope} />,
        { api, email: 'ana@example.com' },
      );
      expect(
        await screen.findByRole('article', { name: 'find the traffic' }),
      ).toHaveTextContent('Owner: nobody');
      await user.click(
        await screen.findByRole('button', {
          name: 'Assign to me: find the traffic',
        }),
      );
      await screen.findByText('Assigned to Ana Ruiz: find the traffic');
      expect(card('find the traffic')).toHaveTextContent('Owner: Ana Ruiz');
      expect(
        screen.queryByRole('button', { name: /to me/ }),
      ).not.toBeInTheDocument();
      expect(
        button('find the traffic', 'Change the owner of find the traffic'),
      ).toHaveFocus();
    });

    it('is anybody who is typed, and the focus returns to where the editing began', async () => {
      const api = apiWith(aRecommendation({ title: 'find the traffic' }));
      const { user } = await renderScreen(
        <RecommendationsList scope={scope} />,
        { api },
      );
      await user.click(
        await screen.findByRole('button', {
          name: 'Change the owner of find the traffic',
        }),
      );
      await user.type(
        within(card('find the traffic')).getByRole('textbox', {
          name: 'Owner',
        }),
        'Team Payments{Enter}',
      );
      await screen.findByText('Assigned to Team Payments: find the traffic');
      expect(card('find the traffic')).toHaveTextContent(
        'Owner: Team Payments',
      );
      expect(
        button('find the traffic', 'Change the owner of find the traffic'),
      ).toHaveFocus();
    });

    it('is nobody when the field is emptied', async () => {
      const recommendation = aRecommendation({
        title: 'find the traffic',
        owner: 'ana@example.com',
      });
      const api = apiWith(recommendation);
      const { user } = await renderScreen(
        <RecommendationsList scope={scope} />,
        { api },
      );
      await user.click(
        await screen.findByRole('button', { name: /Change the owner/ }),
      );
      await user.clear(
        within(card('find the traffic')).getByRole('textbox', {
          name: 'Owner',
        }),
      );
      await user.click(button('find the traffic', 'Save'));
      await screen.findByText('Nobody owns this now: find the traffic');
      expect(api.callsOf('updateRecommendation')[0].slice(0, 2)).toEqual([
        recommendation.id,
        { owner: null },
      ]);
    });

    it('stays as it was when the editing is left', async () => {
      const api = apiWith(aRecommendation({ title: 'find the traffic' }));
      const { user } = await renderScreen(
        <RecommendationsList scope={scope} />,
        { api },
      );
      await user.click(
        await screen.findByRole('button', { name: /Change the owner/ }),
      );
      await user.keyboard('somebody{Escape}');
      expect(card('find the traffic')).toHaveTextContent('Owner: nobody');
      expect(api.callsOf('updateRecommendation')).toHaveLength(0);
      expect(
        screen.getByRole('button', { name: /Change the owner/ }),
      ).toHaveFocus();
    });

    it('keeps what was typed when the server refuses', async () => {
      const api = apiWith(aRecommendation({ title: 'find the traffic' }));
      const { user } = await renderScreen(
        <RecommendationsList scope={scope} />,
        { api },
      );
      await user.click(
        await screen.findByRole('button', { name: /Change the owner/ }),
      );
      api.fail('updateRecommendation', await refusal(503, 'Try later'));
      await user.keyboard('somebody{Enter}');
      expect(await screen.findByRole('alert')).toHaveTextContent('Try later');
      expect(
        within(card('find the traffic')).getByRole('textbox', {
          name: 'Owner',
        }),
      ).toHaveValue('somebody');
    });
  });

  describe('while others work on the same recommendations', () => {
    const twoToDo = () => [
      aRecommendation({ title: 'find the traffic' }),
      aRecommendation({ title: 'tidy up' }),
    ];
    const told = (id: string) =>
      ({ type: 'recommendation', id, alertId: 'an-alert' } as const);
    const show = (name: RegExp) => screen.findByRole('button', { name });

    it('shows their step in the card, which moves when the reader asks for it', async () => {
      const [first, second] = twoToDo();
      const api = apiWith(first, second);
      const signals = new FakeSignals();
      const { user } = await renderScreen(
        <RecommendationsList scope={scope} />,
        { api, signals },
      );
      await screen.findByRole('article', { name: 'tidy up' });
      await user.click(button('tidy up', 'Add a note'));
      await user.type(
        within(card('tidy up')).getByRole('textbox'),
        'as agreed',
      );
      const before = cards('To do');
      await api.updateRecommendation(first.id, {
        status: 'in_progress',
        owner: 'bo@example.com',
      });
      act(() => signals.send(told(first.id)));
      const changed = await show(/^Show 1 change$/);
      expect(card('find the traffic')).toHaveTextContent('In progress');
      expect(card('find the traffic')).toHaveTextContent('Owner: Bo Chen');
      expect(cards('To do')).toEqual(before);

      changed.focus();
      await user.keyboard('{Enter}');
      await waitFor(() =>
        expect(cards('In progress')).toEqual(['find the traffic']),
      );
      expect(changed).not.toBeInTheDocument();
      expect(cards('To do')).toEqual(['tidy up']);
      expect(screen.getByRole('heading', { name: 'tidy up' })).toHaveFocus();
      expect(within(card('tidy up')).getByRole('textbox')).toHaveValue(
        'as agreed',
      );
    });

    it('leaves alone what the reader is writing, and writes nothing over theirs', async () => {
      const [first, second] = twoToDo();
      const api = apiWith(first, second);
      const signals = new FakeSignals();
      const { user } = await renderScreen(
        <RecommendationsList scope={scope} />,
        { api, signals },
      );
      await screen.findByRole('article', { name: 'tidy up' });
      await user.click(
        button('find the traffic', 'Change the owner of find the traffic'),
      );
      const field = within(card('find the traffic')).getByRole('textbox');
      await user.type(field, 'the network team');
      await api.updateRecommendation(first.id, { owner: 'bo@example.com' });
      await api.updateRecommendation(second.id, { owner: 'bo@example.com' });
      act(() => [first, second].forEach(({ id }) => signals.send(told(id))));
      await waitFor(() =>
        expect(card('tidy up')).toHaveTextContent('Owner: Bo Chen'),
      );
      expect(field).toHaveFocus();
      expect(field).toHaveValue('the network team');
      await user.keyboard('{Enter}');
      expect(await screen.findByRole('alert')).toHaveTextContent(
        'Not saved: someone else was faster',
      );
      expect(field).toHaveValue('the network team');
    });

    it('counts what is new, and shows it when the reader asks for it', async () => {
      const [first] = twoToDo();
      const reopened = aRecommendation({ title: 'reopened', ...done });
      const api = apiWith(first, reopened);
      const signals = new FakeSignals();
      const { user } = await renderScreen(
        <RecommendationsList scope={scope} />,
        { api, signals, at: '/?status=todo' },
      );
      await screen.findByRole('article', { name: 'find the traffic' });
      await api.updateRecommendation(reopened.id, { status: 'open' });
      act(() => signals.send(told(reopened.id)));
      await user.click(await show(/^Show 1 change$/));
      expect(
        await screen.findByRole('article', { name: 'reopened' }),
      ).toBeInTheDocument();
      expect(cards('To do')).toHaveLength(2);
    });

    it('says that the alert behind it is over', async () => {
      const alert = anAlert();
      const recommendation = aRecommendation({
        title: 'find the traffic',
        alertId: alert.id,
        alertStatus: 'open',
      });
      const api = apiWith(recommendation);
      const signals = new FakeSignals();
      await renderScreen(<RecommendationsList scope={scope} />, {
        api,
        signals,
      });
      await screen.findByRole('article', { name: 'find the traffic' });
      const read = jest
        .spyOn(api, 'getRecommendation')
        .mockImplementation(async () => ({
          ...recommendation,
          alertStatus: 'resolved',
          etag: '"1"',
          events: [],
        }));
      act(() => signals.send({ type: 'alert', id: alert.id }));
      await waitFor(() =>
        expect(card('find the traffic')).toHaveTextContent('Resolved'),
      );
      expect(read).toHaveBeenCalledTimes(1);
      expect(screen.queryByRole('button', { name: /^Show/ })).toBeNull();
    });

    it('asks for what the reader does no second time', async () => {
      const [first] = twoToDo();
      const api = apiWith(first);
      const signals = new FakeSignals();
      const { user } = await renderScreen(
        <RecommendationsList scope={scope} />,
        { api, signals },
      );
      await screen.findByRole('article', { name: 'find the traffic' });
      const release = api.hold('updateRecommendation');
      await user.click(button('find the traffic', 'Start'));
      const asked = api.callsOf('getRecommendation').length;
      act(() => signals.send(told(first.id)));
      release();
      await screen.findByText('Started: find the traffic');
      expect(api.callsOf('getRecommendation')).toHaveLength(asked);
      expect(screen.queryByRole('button', { name: /^Show/ })).toBeNull();
    });

    it('asks by itself where the portal sends no signals, and says when nobody answers', async () => {
      jest.useFakeTimers({ now: TEST_NOW, advanceTimers: true });
      const minute = () => act(() => jest.advanceTimersByTimeAsync(60_000));
      const [first, second] = twoToDo();
      const api = apiWith(first, second);
      await renderScreen(<RecommendationsList scope={scope} />, { api });
      await screen.findByRole('article', { name: 'tidy up' });
      await api.updateRecommendation(first.id, { owner: 'bo@example.com' });
      await minute();
      await waitFor(() =>
        expect(card('find the traffic')).toHaveTextContent('Owner: Bo Chen'),
      );
      api.fail('listRecommendations', noAnswer());
      await minute();
      expect(await screen.findByRole('alert')).toHaveTextContent(
        'This may be out of date',
      );
      expect(cards('To do')).toHaveLength(2);
      api.fail('listRecommendations');
      await minute();
      await waitFor(() =>
        expect(screen.queryByRole('alert')).not.toBeInTheDocument(),
      );
    });
  });

  it('remembers the steps a reader ticked off', async () => {
    const api = apiWith(aRecommendation({ title: 'find the traffic' }));
    const storage = mockApis.storage();
    const step = { name: 'Open the VPC flow logs of the NAT gateway.' };
    const first = await renderScreen(<RecommendationsList scope={scope} />, {
      api,
      storage,
    });
    await first.user.click(await screen.findByText('2 steps'));
    await first.user.click(screen.getByRole('checkbox', step));
    expect(screen.getByText('2 steps, 1 ticked by you')).toBeInTheDocument();
    expect(screen.getByRole('checkbox', step)).toBeChecked();
    first.unmount();

    await renderScreen(<RecommendationsList scope={scope} />, { api, storage });
    expect(await screen.findByRole('checkbox', step)).toBeChecked();
    expect(api.callsOf('updateRecommendation')).toHaveLength(0);
  });

  describe('filters', () => {
    const three = () =>
      apiWith(
        aRecommendation({ title: 'mine', owner: 'ana@example.com' }),
        aRecommendation({ title: 'of bo', owner: 'bo@example.com' }),
        aRecommendation({ title: 'finished', ...done }),
      );

    it('read the status from the address and show that group alone', async () => {
      await renderScreen(<RecommendationsList scope={scope} />, {
        api: three(),
        at: '/?status=finished',
      });
      await screen.findByRole('article', { name: 'finished' });
      expect(
        screen.queryByRole('region', { name: 'To do' }),
      ).not.toBeInTheDocument();
    });

    it('show what belongs to who is signed in, and put that into the address', async () => {
      const { user, address } = await renderScreen(
        <RecommendationsList scope={scope} />,
        { api: three(), email: 'ana@example.com' },
      );
      await screen.findByRole('article', { name: 'of bo' });
      await user.click(screen.getByRole('button', { name: 'Mine' }));
      expect(address()).toBe('/?owner=ana%40example.com');
      await waitFor(() => expect(cards('To do')).toEqual(['mine']));
      expect(screen.getByRole('button', { name: 'Mine' })).toHaveAttribute(
        'aria-pressed',
        'true',
      );
    });

    it('take any owner, and clear when nobody matches', async () => {
      const { user, address } = await renderScreen(
        <RecommendationsList scope={scope} />,
        { api: three() },
      );
      await screen.findByRole('article', { name: 'mine' });
      await user.type(
        screen.getByRole('searchbox', { name: 'Owner' }),
        'nobody@example.com{Enter}',
      );
      expect(address()).toBe('/?owner=nobody%40example.com');
      await screen.findByText('No recommendation matches these filters');
      await user.click(screen.getByRole('button', { name: 'Clear filters' }));
      expect(address()).toBe('/');
      await screen.findByRole('article', { name: 'mine' });
      expect(screen.getByRole('searchbox', { name: 'Owner' })).toHaveValue('');
    });
  });

  it('loads the next page of a group', async () => {
    const { user } = await renderScreen(<RecommendationsList scope={scope} />, {
      api: apiWith(
        ...Array.from({ length: 52 }, (_, index) =>
          aRecommendation({ title: `recommendation ${index}` }),
        ),
      ),
    });
    await screen.findByText('50 of 52 recommendations shown');
    // By its text: to look for a role among hundreds of buttons takes long.
    await user.click(screen.getByText('Load more'));
    expect(
      await screen.findByText('recommendation 51', { selector: 'h4' }),
    ).toBeInTheDocument();
    expect(screen.queryByText('Load more')).not.toBeInTheDocument();
  });

  it('says that nothing was looked through yet, and when it will be, before the first check', async () => {
    await renderScreen(<RecommendationsList scope={scope} />, {
      api: new FakeGuardrailsApi({
        summaries: [aSummary({ lastCheckedAt: undefined })],
      }),
    });
    expect(await screen.findByText('Not checked yet')).toBeInTheDocument();
    expect(screen.queryByText('Nothing to recommend')).not.toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'See when it is checked next' }),
    ).toHaveAttribute('href', '/guardrails/jobs');
  });

  it('says where recommendations come from when there are none', async () => {
    await renderScreen(<RecommendationsList scope={scope} />, {
      api: apiWith(),
    });
    expect(await screen.findByText('Nothing to recommend')).toBeInTheDocument();
    expect(
      screen.getByText(/A recommendation comes with an alert/),
    ).toBeInTheDocument();
  });

  it('names the permission a reader lacks, once', async () => {
    const api = apiWith();
    api.fail('listRecommendations', await refusal(403, 'Denied'));
    await renderScreen(<RecommendationsList scope={scope} />, { api });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'guardrails.recommendation.read',
    );
  });

  it('asks again after a failure', async () => {
    const api = apiWith(aRecommendation({ title: 'find the traffic' }));
    api.fail('listRecommendations', noAnswer());
    const { user } = await renderScreen(<RecommendationsList scope={scope} />, {
      api,
    });
    await screen.findByRole('alert');
    api.fail('listRecommendations');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('article', { name: 'find the traffic' }),
    ).toBeInTheDocument();
  });

  it('is asked for in the order that the reader chooses, and the address says so', async () => {
    const api = new FakeGuardrailsApi({
      recommendations: [aRecommendation()],
    });
    const { user, address } = await renderScreen(
      <RecommendationsList scope={{}} />,
      { api },
    );
    await screen.findByRole('article');
    await user.selectOptions(
      screen.getByRole('combobox', { name: 'Order' }),
      'Most money first',
    );
    expect(address()).toBe('/?order=money');
    await waitFor(() =>
      expect(api.callsOf('listRecommendations').at(-1)).toEqual([
        expect.objectContaining({ sort: 'money' }),
      ]),
    );
  });

  it('tells what a done one was expected to save and what was measured', async () => {
    await renderScreen(<RecommendationsList scope={{}} />, {
      api: new FakeGuardrailsApi({
        recommendations: [
          aRecommendation({
            status: 'done',
            owner: 'ana@example.com',
            savings: {
              expectedPerMonth: 2000,
              measuredPerMonth: 1870,
              plusMinus: 140,
              days: 21,
              currency: 'USD',
            },
          }),
        ],
      }),
    });
    expect(await screen.findByRole('article')).toHaveTextContent(
      'expected $2,000 a month · on the bills $1,870 ± $140 less a month, over the 21 days since',
    );
    expect(
      await screen.findByRole('table', { name: 'Saved per team' }),
    ).toHaveTextContent('Ana Ruiz');
  });

  it('is summed up per team as soon as it is done, and not before', async () => {
    const savings = { expectedPerMonth: 2000, days: 0, currency: 'USD' };
    const api = apiWith(
      aRecommendation({ title: 'find the traffic', owner: 'ana', savings }),
      aRecommendation({ title: 'tidy up' }),
    );
    const { user } = await renderScreen(<RecommendationsList scope={scope} />, {
      api,
    });
    const teams = await screen.findByRole('region', { name: 'Saved per team' });
    expect(
      await within(teams).findByText(/^Nothing that is worth money was done/),
    ).toBeInTheDocument();
    await user.click(button('tidy up', 'Done'));
    await screen.findByText('Done: tidy up');
    expect(api.callsOf('getSavings')).toHaveLength(1);

    await user.click(button('find the traffic', 'Done'));
    expect(
      await within(teams).findByRole('row', { name: /^ana \$2,000/ }),
    ).toBeInTheDocument();
    await user.click(button('find the traffic', 'Reopen'));
    expect(
      await within(teams).findByText(/^Nothing that is worth money was done/),
    ).toBeInTheDocument();
  });
});
