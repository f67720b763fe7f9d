import { screen, within } from '@testing-library/react';
import { renderScreen, stopTheCalendar, TEST_NOW } from '../../__testUtils__';
import { aJob, aRun, FakeGuardrailsApi, refusal } from '../../testing';
import { JobsSection } from './JobsSection';

const costs = aJob({ runs: [aRun(), aRun({ status: 'skipped' })] });
const metrics = aJob({
  id: 'ingest-metrics',
  title: 'Read metrics',
  runs: [
    aRun({
      status: 'failed',
      failures: [{ scope: 'account 111122223333', message: 'AccessDenied' }],
    }),
  ],
});

const open = (api: FakeGuardrailsApi) => renderScreen(<JobsSection />, { api });

function apiWith(jobs = [costs, metrics]) {
  return new FakeGuardrailsApi({ jobs, now: () => TEST_NOW });
}

async function row(title: string): Promise<HTMLElement> {
  const heading = await screen.findByRole('heading', { name: title });
  return heading.closest('li')!;
}

beforeEach(stopTheCalendar);
afterEach(() => jest.useRealTimers());

it('shows how each job last went, when it comes next, and what it costs', async () => {
  await open(apiWith());
  expect(await row('Read costs')).toHaveTextContent(
    'Last runSucceeded3 hours agoTook1 min 12 sRows written214Next runin 4 hoursAWS requests today6 of 50 ($0.06)',
  );
});

it('says in words what went wrong', async () => {
  await open(apiWith());
  expect(
    within(await row('Read metrics')).getByRole('list', {
      name: 'What went wrong',
    }),
  ).toHaveTextContent('account 111122223333: AccessDenied');
});

it('keeps the runs before at hand', async () => {
  const { user } = await open(apiWith());
  await user.click(await screen.findByText('Last 2 runs'));
  const table = screen.getByRole('table', { name: 'Last runs of Read costs' });
  expect(within(table).getAllByRole('row')).toHaveLength(3);
});

it('says when a job never ran', async () => {
  await open(apiWith([aJob({ runs: [], nextRunAt: undefined })]));
  expect(await row('Read costs')).toHaveTextContent('Never ran');
  expect(await row('Read costs')).toHaveTextContent('Not planned');
});

describe('run now', () => {
  it('runs the job, and shows the run as it goes', async () => {
    const api = apiWith();
    const { user } = await open(api);
    const button = await screen.findByRole('button', {
      name: 'Run now: Read costs',
    });
    await user.click(button);
    expect(api.callsOf('runJob')).toEqual([['ingest-costs']]);
    const job = within(await row('Read costs'));
    expect(await job.findByText(/started$/)).toBeInTheDocument();
    expect(button).toHaveTextContent('Running …');
    expect(job.getAllByText('Running')[0]).toBeInTheDocument();
    expect(button).toHaveAttribute('aria-disabled', 'true');
    await user.click(button);
    expect(api.callsOf('runJob')).toHaveLength(1);
  });

  it('says when the run has ended', async () => {
    const api = apiWith();
    const { user } = await open(api);
    const release = api.hold('listJobs');
    await user.click(
      await screen.findByRole('button', { name: 'Run now: Read costs' }),
    );
    expect(
      await screen.findByText(/asked for, about to start/),
    ).toBeInTheDocument();
    api.change({
      jobs: [{ ...costs, runs: [aRun(), ...costs.runs] }, metrics],
    });
    release();
    expect(
      await screen.findByText(/it has ended; the result is below/),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Run now: Read costs' }),
    ).toHaveAttribute('aria-disabled', 'false');
  });

  it.each([
    [403, 'you are not allowed to run jobs'],
    [409, 'The job is running already'],
    [429, 'Cost Explorer requests of today are used up'],
  ])('says why it was refused with %d', async (status, words) => {
    const api = apiWith();
    api.fail('runJob', await refusal(status, words));
    const { user } = await open(api);
    const button = await screen.findByRole('button', {
      name: 'Run now: Read costs',
    });
    await user.click(button);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      `Not started: ${words}`,
    );
    expect(button).toHaveTextContent('Run now');
  });
});

it('says which permission is missing', async () => {
  const api = apiWith();
  api.fail('listJobs', await refusal(403, 'Unauthorized'));
  await open(api);
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'guardrails.job.read',
  );
});
