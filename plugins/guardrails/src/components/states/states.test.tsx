import { ResponseError } from '@backstage/errors';
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Request } from '../../data';
import { renderInWords as render } from '../../__testUtils__';
import { noAnswer, refusal } from '../../testing';
import { englishWords } from '../../__testUtils__/englishWords';
import { describeError } from './describeError';
import { LoadingSkeleton } from './LoadingSkeleton';
import { RequestView } from './RequestView';

const { t } = englishWords();

describe('describeError', () => {
  const subject = 'the costs of payments-api';

  it('does not show the page that a gateway answers with', async () => {
    // Only what ResponseError reads: jsdom has no Response.
    const error = await ResponseError.fromResponse({
      ok: false,
      status: 502,
      statusText: 'Bad Gateway',
      headers: new Headers({ 'content-type': 'text/html' }),
      text: async () =>
        '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body></body>\r\n</html>',
    } as unknown as Response);
    expect(describeError(error, t, subject)).toMatchObject({
      title: 'The costs of payments-api cannot be read right now',
      reason: 'Request failed with status 502 Bad Gateway',
    });
  });

  it('names the permission that is missing, and offers no retry', async () => {
    const error = await refusal(403, 'Unauthorized');
    expect(describeError(error, t, subject, 'guardrails.cost.read')).toEqual({
      kind: 'no-permission',
      title: 'You are not allowed to see the costs of payments-api',
      advice:
        'Ask the people who run this portal for the permission guardrails.cost.read.',
      retryable: false,
    });
  });

  it.each([
    [401, 'signed-out', false],
    [404, 'not-found', false],
    [400, 'refused', true],
    [429, 'unavailable', true],
    [503, 'unavailable', true],
  ])('tells what a %d means', async (status, kind, retryable) => {
    const error = await refusal(status, 'why');
    expect(describeError(error, t, subject)).toMatchObject({ kind, retryable });
  });

  it("passes on the server's words", async () => {
    const error = await refusal(400, "'from' is not a day: got 'x'");
    expect(describeError(error, t, subject).reason).toBe(
      "'from' is not a day: got 'x'",
    );
  });

  it('tells no answer from an error of the page', () => {
    expect(describeError(noAnswer(), t, subject).title).toBe(
      "The portal's backend did not answer",
    );
    expect(
      describeError(new Error('x is undefined'), t, subject),
    ).toMatchObject({
      kind: 'unexpected',
      reason: 'x is undefined',
    });
  });
});

describe('RequestView', () => {
  const reload = jest.fn();
  const view = (request: Partial<Request<string>>) => (
    <RequestView
      request={{
        loading: false,
        reload,
        replace: jest.fn(),
        edit: jest.fn(),
        ...request,
      }}
      subject="the costs"
      skeleton={<LoadingSkeleton subject="the costs" height={40} rows={2} />}
    >
      {value => <p>{value}</p>}
    </RequestView>
  );

  it('holds the place while nothing is there yet', () => {
    render(view({ loading: true }));
    expect(screen.getByRole('status')).toHaveAttribute('aria-busy', 'true');
  });

  it('says after a second what is waited for', () => {
    jest.useFakeTimers();
    render(view({ loading: true }));
    act(() => jest.advanceTimersByTime(999));
    expect(screen.queryByText('Loading the costs …')).not.toBeInTheDocument();
    act(() => jest.advanceTimersByTime(1));
    expect(screen.getByText('Loading the costs …')).toBeInTheDocument();
    jest.useRealTimers();
  });

  it('says what failed, and asks again', async () => {
    render(view({ error: await refusal(503, 'The database is away') }));
    expect(screen.getByRole('alert')).toHaveTextContent(
      'The costs cannot be read right now',
    );
    expect(screen.getByRole('alert')).toHaveTextContent('The database is away');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('keeps the focus near when the control that asked again is gone', async () => {
    const failed = { error: new Error('Failed to fetch') };
    const { rerender } = render(view(failed));
    screen.getByRole('button', { name: 'Try again' }).focus();
    rerender(view({ loading: true }));
    expect(document.body).toHaveFocus();
    rerender(view({ value: '$1,284' }));
    await waitFor(() => expect(document.body).not.toHaveFocus());
    expect(document.activeElement).toHaveTextContent('$1,284');
  });

  it('leaves the focus of who is elsewhere alone', async () => {
    const elsewhere = <input aria-label="elsewhere" />;
    const at = (request: Partial<Request<string>>) => (
      <>
        {elsewhere}
        {view(request)}
      </>
    );
    const { rerender } = render(at({ error: new Error('Failed to fetch') }));
    screen.getByRole('button', { name: 'Try again' }).focus();
    screen.getByRole('textbox', { name: 'elsewhere' }).focus();
    rerender(at({ value: '$1,284' }));
    expect(screen.getByRole('textbox', { name: 'elsewhere' })).toHaveFocus();
  });

  it('keeps what is there when a newer answer fails, and says it may be old', async () => {
    render(view({ value: '$141', error: noAnswer() }));
    expect(screen.getByText('$141')).toBeInTheDocument();
    expect(screen.getByRole('alert')).toHaveTextContent(
      'This may be out of date',
    );
  });
});
