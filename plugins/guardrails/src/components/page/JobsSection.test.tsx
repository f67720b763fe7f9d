import { screen, within } from '@testing-library/react';
import { renderScreen, stopTheCalendar, TEST_NOW } from '../../__testUtils__';
import { aJob, aRun, FakeGuardrailsApi, refusal } from '../../testing';
import { JobsSection } from './JobsSection';

const costs = aJob({ runs: [aRun(), aRun({ status: 'skipped' })] });
const metrics = aJob({
  id: 'ingest-metrics',
  title: 'Read AWS metrics',
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
  expect(await row('Read AWS costs')).toHaveTextContent(
    'Last runSucceeded3 hours agoTook1 min 12 sRows written214Next runin 4 hoursAWS requests today6 of 50 ($0.06 of $0.50)',
  );
});

it.each([
  [{ everySeconds: 28_800 }, 'alle 8 Stunden'],
  [{ everySeconds: 3_600 }, 'jede Stunde'],
  [{ everySeconds: 900 }, 'alle 15 Minuten'],
  [{ cron: '0 6 * * *' }, 'nach dem Cron-Ausdruck 0 6 * * *'],
  [{}, 'nur wenn jemand ihn startet'],
])(
  'says in the reader’s language when a job runs: %j',
  async (frequency, told) => {
    await renderScreen(<JobsSection />, {
      api: apiWith([aJob({ frequency })]),
      language: 'de',
    });
    expect(await screen.findByText(told)).toBeInTheDocument();
  },
);

it('says when a job runs as an older backend has it', async () => {
  await open(apiWith([aJob({ frequency: undefined })]));
  expect(await screen.findByText('every 8 hours')).toHaveAttribute(
    'lang',
    'en',
  );
});

it('says in words what went wrong', async () => {
  await open(apiWith());
  expect(
    within(await row('Read AWS metrics')).getByRole('list', {
      name: 'What went wrong',
    }),
  ).toHaveTextContent('account 111122223333: AccessDenied');
});

it('shows what each account spends today against its cap, and in a month', async () => {
  await open(
    apiWith([
      aJob({
        accounts: [
          {
            accountId: '111122223333',
            awsRequestsToday: 40,
            awsRequestCap: 40,
            usdToday: 0.4,
            usdCap: 0.4,
            estimatedUsdPerMonth: 1.22,
          },
          {
            awsRequestsToday: 2,
            awsRequestCap: 40,
            usdToday: 0.02,
            usdCap: 0.4,
          },
        ],
      }),
    ]),
  );
  const table = within(await row('Read AWS costs')).getByRole('table', {
    name: 'What the accounts of Read AWS costs cost',
  });
  const [, first, own] = within(table).getAllByRole('row');
  expect(first).toHaveTextContent(
    '11112222333340 of 40 · used up until midnight UTC$0.40 of $0.40$1.22',
  );
  expect(own).toHaveTextContent("The portal's own2 of 40$0.02 of $0.40–");
});

it('says in words why a run was skipped', async () => {
  const message = 'All 40 Cost Explorer requests of today are used up';
  await open(apiWith([aJob({ runs: [aRun({ status: 'skipped', message })] })]));
  const job = await row('Read AWS costs');
  expect(job).toHaveTextContent('Last runSkipped');
  expect(
    within(job).getByRole('list', { name: 'What went wrong' }),
  ).toHaveTextContent(message);
});

it('says what somebody has to correct, though nothing failed', async () => {
  const problems = [
    { project: 'payments-api', message: 'Two entities claim team=payments' },
  ];
  await open(apiWith([aJob({ runs: [aRun({ problems })] })]));
  expect(
    within(await row('Read AWS costs')).getByRole('list', {
      name: 'What to correct',
    }),
  ).toHaveTextContent('payments-api: Two entities claim team=payments');
});

it('shows how far a backfill is, and how long it still takes', async () => {
  const run = aRun({
    status: 'running',
    startedAt: '2026-11-20T08:50:00Z',
    endedAt: undefined,
    progress: { doneDays: 100, totalDays: 400 },
  });
  await open(apiWith([aJob({ runs: [run] })]));
  expect(
    within(await row('Read AWS costs')).getByRole('progressbar', {
      name: 'Days read: 100 of 400 · about 30 min left',
    }),
  ).toHaveAttribute('aria-valuenow', '25');
});

it('says that a backfill which stopped goes on', async () => {
  const run = aRun({ progress: { doneDays: 100, totalDays: 400 } });
  await open(apiWith([aJob({ runs: [run] })]));
  expect(await row('Read AWS costs')).toHaveTextContent(
    'Days read: 100 of 400 · goes on with the next run',
  );
});

it('keeps the runs before at hand', async () => {
  const { user } = await open(apiWith());
  await user.click(await screen.findByText('Last 2 runs'));
  const table = screen.getByRole('table', {
    name: 'Last runs of Read AWS costs',
  });
  expect(within(table).getAllByRole('row')).toHaveLength(3);
});

it('says so where there are none', async () => {
  await renderScreen(<JobsSection />, { api: new FakeGuardrailsApi() });
  expect(await screen.findByText('No jobs to show')).toBeInTheDocument();
});

it('says when a job never ran', async () => {
  await open(apiWith([aJob({ runs: [], nextRunAt: undefined })]));
  expect(await row('Read AWS costs')).toHaveTextContent('Never ran');
  expect(await row('Read AWS costs')).toHaveTextContent('Not planned');
});

describe('run now', () => {
  it('runs the job, and shows the run as it goes', async () => {
    const api = apiWith();
    const { user } = await open(api);
    const button = await screen.findByRole('button', {
      name: 'Run now: Read AWS costs',
    });
    await user.click(button);
    expect(api.callsOf('runJob')).toEqual([['ingest-costs']]);
    const job = within(await row('Read AWS costs'));
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
      await screen.findByRole('button', { name: 'Run now: Read AWS costs' }),
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
      screen.getByRole('button', { name: 'Run now: Read AWS costs' }),
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
      name: 'Run now: Read AWS costs',
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
