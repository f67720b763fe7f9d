import { screen, waitFor, within } from '@testing-library/react';
import { renderScreen, stopTheCalendar, TEST_NOW } from '../../__testUtils__';
import { anEvent, FakeGuardrailsApi, refusal } from '../../testing';
import { HistorySection } from './HistorySection';

const acknowledged = anEvent({
  entityId: 'a-1',
  eventType: 'status_changed',
  actor: 'ana@example.com',
  message: 'ana@example.com acknowledged "AmazonVPC cost tripled": "checking"',
  metadata: { from: 'open', to: 'acknowledged', note: 'checking' },
  createdAt: '2026-11-20T08:00:00Z',
});

function runs(count: number) {
  return Array.from({ length: count }, (_, run) =>
    anEvent({
      entityType: 'job',
      eventType: 'run_succeeded',
      message: `detect succeeded: ${run} rows written`,
      createdAt: new Date(Date.UTC(2026, 10, 19, 23, 59 - run)).toISOString(),
    }),
  );
}

function apiWith(events = [...runs(1), acknowledged]) {
  return new FakeGuardrailsApi({ events, now: () => TEST_NOW });
}

const open = (api: FakeGuardrailsApi, at = '/?about=all') =>
  renderScreen(<HistorySection />, { api, at });

const rows = () =>
  within(screen.getByRole('list', { name: 'History' })).getAllByRole(
    'listitem',
  );

beforeEach(stopTheCalendar);
afterEach(() => jest.useRealTimers());

it('leads from what a planned activity kept quiet to the alert, where there is one', async () => {
  const kept = anEvent({
    entityId: 'activity-1',
    eventType: 'finding_suppressed',
    title: 'AWS Lambda cost doubled',
  });
  await open(
    apiWith([kept, { ...kept, id: 'e2', metadata: { alertId: 'a-2' } }]),
  );
  await screen.findByRole('list', { name: 'History' });
  expect(
    screen
      .getAllByRole('link', { name: 'AWS Lambda cost doubled' })
      .map(link => link.getAttribute('href')),
  ).toEqual(['/guardrails/alerts/a-2']);
});

it('names the alert that a recurrence belongs to', async () => {
  const again = anEvent({
    entityId: 'a-3',
    eventType: 'recurred',
    title: 'EC2 cost tripled',
  });
  await open(apiWith([again]));
  await screen.findByRole('list', { name: 'History' });
  expect(rows()[0]).toHaveTextContent('saw it again · EC2 cost tripled');
  expect(
    screen.getByRole('link', { name: 'EC2 cost tripled' }),
  ).toHaveAttribute('href', '/guardrails/alerts/a-3');
});

it.each([
  [undefined, 'History', 'an alert', 'a recommendation'],
  ['de', 'Verlauf', 'ein Alarm', 'eine Empfehlung'],
] as const)(
  'leads to what nothing that is stored names (in %s)',
  async (language, name, alert, recommendation) => {
    const unnamed = { title: undefined, message: 'system saw "it" again' };
    await renderScreen(<HistorySection />, {
      api: apiWith([
        anEvent({ ...unnamed, entityId: 'a-3', eventType: 'recurred' }),
        anEvent({
          ...unnamed,
          entityType: 'recommendation',
          metadata: { alertId: 'a-4' },
        }),
        anEvent({ ...unnamed, eventType: 'activity_cancelled' }),
      ]),
      at: '/?about=all',
      language,
    });
    await screen.findByRole('list', { name });
    expect(
      screen
        .getAllByRole('link')
        .map(link => [link.textContent, link.getAttribute('href')]),
    ).toEqual([
      [alert, '/guardrails/alerts/a-3'],
      [recommendation, '/guardrails/alerts/a-4'],
    ]);
  },
);

it('tells of planned activities what is planned, and why, in the reader’s words', async () => {
  const planned = anEvent({
    entityId: 'activity-1',
    eventType: 'activity_planned',
    actor: 'ana@example.com',
    message:
      'ana@example.com planned an activity from 2026-11-21T06:00:00.000Z to 2026-11-22T06:00:00.000Z, during which nothing fires on p95_latency_ms: "Load test"',
    metadata: {
      metric: 'p95_latency_ms',
      from: '2026-11-21T06:00:00.000Z',
      to: '2026-11-22T06:00:00.000Z',
      reason: 'Load test',
    },
    title: 'Load test',
  });
  const cancelled = anEvent({
    entityId: 'activity-1',
    eventType: 'activity_cancelled',
    actor: 'ana@example.com',
    message: 'ana@example.com cancelled the planned activity "Load test"',
    title: 'Load test',
  });
  await open(apiWith([planned, cancelled]));
  await screen.findByRole('list', { name: 'History' });
  expect(rows()[0]).toHaveTextContent(
    /planned Sat, Nov 21, 2026.* to Sun, Nov 22, 2026.*, when nothing fires on p95 latency · Load test/,
  );
  expect(rows()[1]).toHaveTextContent(
    'cancelled the planned activity · Load test',
  );
});

it('tells who did what and when, newest first, with the way to the alert', async () => {
  await open(apiWith());
  await screen.findByRole('list', { name: 'History' });
  const [first, second] = rows();
  expect(first).toHaveTextContent(
    '1 hour agoAna Ruizpayments-apiacknowledged this · AmazonVPC cost tripled“checking”',
  );
  expect(within(first).getByText('1 hour ago')).toHaveAttribute(
    'title',
    expect.stringMatching(/Nov 20, 2026, \d+:00 [AP]M /),
  );
  expect(
    within(first).getByRole('link', { name: 'AmazonVPC cost tripled' }),
  ).toHaveAttribute('href', '/guardrails/alerts/a-1');
  expect(second).toHaveTextContent('Guardrailsdetect succeeded');
});

const decision = {
  rule: 'cost_spike',
  ruleVersion: 1,
  unit: 'USD',
  inputs: { periodSeconds: 86_400 },
  verdict: {
    at: '2026-11-18T00:00:00.000Z',
    observed: 469.97123,
    baseline: 46.1,
    threshold: 59.93,
  },
};

it.each([
  {
    eventType: 'created',
    message:
      'system opened this alert: "EC2 cost tripled" (rule cost_spike v1: observed 469.97, baseline 46.1, limit 59.93)',
    metadata: decision,
    title: 'EC2 cost tripled',
    told: 'opened this · EC2 cost tripled',
  },
  {
    eventType: 'recurred',
    message:
      'system saw it again at 2026-11-18T00:00:00.000Z: observed 469.97, baseline 46.1, limit 59.93',
    metadata: decision,
    told: 'saw it again',
  },
  {
    eventType: 'escalated',
    message:
      'system raised the severity from medium to high at 2026-11-18T00:00:00.000Z: observed 469.97, baseline 46.1, limit 59.93',
    metadata: { ...decision, from: 'medium', to: 'high' },
    told: 'raised the severity from medium to high',
  },
])(
  'tells the numbers of a rule ($eventType) in their unit, as the alert itself does',
  async ({ told, ...event }) => {
    await open(apiWith([anEvent(event)]));
    await screen.findByRole('list', { name: 'History' });
    expect(rows()[0]).toHaveTextContent(told);
    expect(rows()[0]).toHaveTextContent(
      'Wed, Nov 18: observed $470, usual $46.10, limit $59.93 (cost_spike, version 1)',
    );
    expect(rows()[0]).not.toHaveTextContent('00:00.000Z');
  },
);

it.each([
  {
    eventType: 'run_succeeded',
    metadata: { jobId: 'ingest-costs', rowsWritten: 5211, awsRequests: 18 },
    told: 'Read AWS costs: succeeded · rows written: 5,211 · AWS requests: 18',
  },
  {
    eventType: 'run_started',
    metadata: { jobId: 'detect', trigger: 'schedule' },
    told: 'Detect anomalies: started on schedule',
  },
  {
    eventType: 'run_failed',
    metadata: {
      jobId: 'ingest-metrics',
      failures: [{ scope: 'account 1', message: 'refused' }],
    },
    told: 'Read AWS metrics: failed · account 1: refused',
  },
  {
    eventType: 'run_skipped',
    message: 'detect was skipped: another replica is running it',
    metadata: { jobId: 'detect' },
    told: 'Detect anomalies: skipped · another replica is running it',
  },
  {
    eventType: 'aws_requested',
    metadata: {
      jobId: 'find-drivers',
      number: 2,
      capPerDay: 10,
      accountId: '111122223333',
    },
    told: 'Find what drove cost alerts: paid request 2 of at most 10 a day · AWS account: 111122223333',
  },
  {
    eventType: 'run_started',
    metadata: { jobId: 'of-another-plugin', trigger: 'manual' },
    told: 'of-another-plugin: started',
  },
])(
  'calls a job by its name ($eventType of $metadata.jobId), and leads to it',
  async ({ told, ...event }) => {
    await open(apiWith([anEvent({ entityType: 'job', ...event })]));
    await screen.findByRole('list', { name: 'History' });
    expect(rows()[0]).toHaveTextContent(told);
    expect(
      within(rows()[0]).getByRole('link', { name: 'Show jobs' }),
    ).toHaveAttribute('href', '/guardrails/jobs');
  },
);

it('tells when a metric was judged, without seconds that are zero', async () => {
  await open(
    apiWith([
      anEvent({
        entityId: 'a-9',
        eventType: 'recurred',
        metadata: {
          rule: 'error_burst',
          ruleVersion: 1,
          parameters: {},
          inputs: { periodSeconds: 300 },
          verdict: {
            at: '2026-11-19T10:05:00Z',
            observed: 117,
            baseline: 2,
            threshold: 9,
          },
        },
      }),
    ]),
  );
  await screen.findByRole('list', { name: 'History' });
  expect(rows()[0]).toHaveTextContent(
    /Thu, Nov 19, 2026, \d+:05 [AP]M \S+: observed 117/,
  );
});

it('tells what drove a cost, by what changed most', async () => {
  await open(
    apiWith([
      anEvent({
        entityId: 'a-9',
        eventType: 'drivers_found',
        title: 'EC2 - Other cost tripled',
        metadata: {
          service: 'EC2 - Other',
          day: '2026-11-18',
          currency: 'USD',
          parts: [
            {
              dimension: 'linked_account',
              name: '111122223333',
              observed: 132,
              baseline: 34.67,
            },
            {
              dimension: 'usage_type',
              name: 'EBS:VolumeUsage',
              observed: 12,
              baseline: 11,
            },
            {
              dimension: 'usage_type',
              name: 'NatGateway-Bytes',
              observed: 120,
              baseline: 23.67,
            },
          ],
        },
      }),
    ]),
  );
  await screen.findByRole('list', { name: 'History' });
  expect(rows()[0]).toHaveTextContent(
    'looked at what EC2 - Other cost on Nov 18: NatGateway-Bytes +$96.33 · EC2 - Other cost tripled',
  );
  expect(
    screen.getByRole('link', { name: 'EC2 - Other cost tripled' }),
  ).toHaveAttribute('href', '/guardrails/alerts/a-9');
});

it.each([
  [
    anEvent({
      entityId: 'a-9',
      eventType: 'recurred',
      message: 'system saw it again at 2026-11-19T00:00:00.000Z: observed 141',
    }),
    'hat es wieder gesehen · AmazonVPC cost tripled',
  ],
  [
    anEvent({
      entityId: 'a-9',
      eventType: 'escalated',
      message: 'system raised the severity from low to high at 2026-11-19',
      metadata: { from: 'low', to: 'high' },
    }),
    'hat die Schwere von „niedrig“ auf „hoch“ erhöht · AmazonVPC cost tripled',
  ],
  [
    anEvent({
      entityId: 'a-9',
      eventType: 'announcement_failed',
      message: 'system tried 3 times to tell Slack of this alert and gave up',
      metadata: { outlet: 'Slack', reason: '503' },
    }),
    'konnte Slack nicht davon erzählen: 503 · AmazonVPC cost tripled',
  ],
])(
  'tells what happened to an alert in the reader’s language',
  async (event, told) => {
    await renderScreen(<HistorySection />, {
      api: apiWith([event]),
      at: '/?about=all',
      language: 'de',
    });
    await screen.findByRole('list', { name: 'Verlauf' });
    const list = screen.getByRole('list', { name: 'Verlauf' });
    expect(within(list).getByRole('listitem')).toHaveTextContent(told);
  },
);

it('links a recommendation to the alert it is for', async () => {
  await open(
    apiWith([
      anEvent({
        entityType: 'recommendation',
        eventType: 'status_changed',
        metadata: { alertId: 'a-7', from: 'open', to: 'done' },
      }),
      anEvent({ entityType: 'recommendation', eventType: 'note_added' }),
    ]),
  );
  await screen.findByRole('list', { name: 'History' });
  expect(
    screen.getAllByRole('link').map(link => link.getAttribute('href')),
  ).toEqual(['/guardrails/alerts/a-7']);
});

it('is narrowed by kind and actor, and the address says so', async () => {
  const api = apiWith();
  const { user, address } = await open(api);
  await screen.findByRole('list', { name: 'History' });
  await user.selectOptions(screen.getByLabelText('About'), 'Alerts');
  await waitFor(() => expect(rows()).toHaveLength(1));
  await user.type(screen.getByLabelText('Project'), 'payments-api{Enter}');
  await waitFor(() =>
    expect(api.callsOf('listEvents').at(-1)).toEqual([
      expect.objectContaining({ project: 'payments-api' }),
    ]),
  );
  await user.type(screen.getByLabelText('By'), 'system{Enter}');
  expect(await screen.findByText('Nothing matches')).toBeInTheDocument();
  expect(address()).toBe('/?about=alert&project=payments-api&actor=system');
});

it('shows what became of alerts and recommendations, unless asked for what the jobs did as well', async () => {
  const { user, address } = await open(apiWith(), '/');
  await screen.findByRole('list', { name: 'History' });
  expect(rows()).toHaveLength(1);
  expect(rows()[0]).toHaveTextContent('acknowledged this');
  await user.selectOptions(screen.getByLabelText('About'), 'Everything');
  await waitFor(() => expect(rows()).toHaveLength(2));
  expect(address()).toBe('/?about=all');
});

it('gives the choices that do not fit into half a phone a line of their own, below those that do', async () => {
  await open(apiWith());
  const bar = within(
    await screen.findByRole('group', { name: 'Filter the history' }),
  );
  const hasItsOwnLine = ['Project', 'When', 'About', 'By'].map(
    label => bar.getByLabelText(label).closest('[data-long]') !== null,
  );
  expect(hasItsOwnLine).toEqual([false, false, true, true]);
});

it('is narrowed to the last days', async () => {
  const api = apiWith([
    acknowledged,
    { ...acknowledged, id: 'old', createdAt: '2026-10-01T08:00:00Z' },
  ]);
  const { user, address } = await open(api, '/');
  await screen.findByRole('list', { name: 'History' });
  expect(rows()).toHaveLength(2);
  await user.selectOptions(screen.getByLabelText('When'), 'Last 7 days');
  await waitFor(() => expect(rows()).toHaveLength(1));
  expect(address()).toBe('/?range=7d');
});

it('is handed on as a file, as it is narrowed and whole', async () => {
  const api = apiWith(runs(60));
  const saved = new Promise<Blob>(resolve => {
    URL.createObjectURL = blob => {
      resolve(blob as Blob);
      return 'blob:';
    };
    URL.revokeObjectURL = () => undefined;
  });
  jest.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue();
  const { user } = await open(api, '/?about=job&actor=system');
  await screen.findByRole('list', { name: 'History' });
  await user.click(screen.getByRole('button', { name: 'Download CSV' }));
  expect((await saved).size).toBeGreaterThan(0);
  expect(await screen.findByText('Downloaded')).toBeInTheDocument();
  expect(api.callsOf('exportEvents')).toEqual([
    [expect.objectContaining({ entityType: ['job'], actor: 'system' })],
  ]);
});

it('reads what is narrowed from the address', async () => {
  const api = apiWith();
  await open(api, '/?about=job&project=payments-api');
  await screen.findByRole('list', { name: 'History' });
  expect(api.callsOf('listEvents')).toEqual([
    [expect.objectContaining({ entityType: ['job'], project: 'payments-api' })],
  ]);
});

it('loads more without moving what is there', async () => {
  const { user } = await open(apiWith(runs(60)));
  await screen.findByRole('list', { name: 'History' });
  const [first] = rows();
  expect(rows()).toHaveLength(50);
  await user.click(screen.getByRole('button', { name: 'Load more' }));
  await waitFor(() => expect(rows()).toHaveLength(60));
  expect(rows()[0]).toBe(first);
  expect(
    screen.queryByRole('button', { name: 'Load more' }),
  ).not.toBeInTheDocument();
});

it('says why it is empty', async () => {
  await open(apiWith([]));
  expect(await screen.findByText('Nothing happened yet')).toBeInTheDocument();
});

it('says which permission is missing', async () => {
  const api = apiWith();
  api.fail('listEvents', await refusal(403, 'Unauthorized'));
  await open(api);
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'guardrails.event.read',
  );
});
