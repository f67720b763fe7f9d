import { act, screen, within } from '@testing-library/react';
import { renderScreen, stopTheCalendar, TEST_NOW } from '../../__testUtils__';
import {
  aProject,
  aSummary,
  anAlert,
  FakeData,
  FakeGuardrailsApi,
  noAnswer,
  refusal,
  StoredCosts,
} from '../../testing';
import { CostsView } from './CostsView';

const PROJECT = 'payments-api';

/** 120 days up to yesterday: RDS steady, VPC three times as expensive since the 17th; two days not final. */
const costs: StoredCosts = {
  currency: 'USD',
  lastDay: '2026-11-19',
  finalUntil: '2026-11-17',
  asOf: '2026-11-20T05:40:00Z',
  services: {
    'Amazon RDS': Array.from({ length: 120 }, () => 20),
    AmazonVPC: [...Array.from({ length: 117 }, () => 46), 141, 141, 141],
  },
};

const vpcAlert = anAlert({
  project: PROJECT,
  serviceName: 'AmazonVPC',
  title: 'AmazonVPC cost tripled',
  windowStart: '2026-11-17T00:00:00Z',
  detectedAt: '2026-11-18T06:14:00Z',
});

function apiWith(data: FakeData = {}) {
  return new FakeGuardrailsApi({
    summaries: [aSummary({ project: aProject({ name: PROJECT }) })],
    costs: { [PROJECT]: costs },
    alerts: [vpcAlert],
    now: () => TEST_NOW,
    ...data,
  });
}

const open = (api: FakeGuardrailsApi, at = '/') =>
  renderScreen(<CostsView project={PROJECT} />, { api, at });

const cellsOf = (row: HTMLElement) =>
  within(row)
    .getAllByRole('cell')
    .map(cell => cell.textContent);

beforeEach(stopTheCalendar);
afterEach(() => jest.useRealTimers());

describe('the costs of a project', () => {
  it('answer first: spend, rate, change, and how far the data reaches', async () => {
    await open(apiWith());
    expect(await screen.findByRole('heading', { level: 2 })).toHaveTextContent(
      '$1,284 so far in November · $43.00 a day · +12% (+$138) in the 30 newest final days vs the 30 before',
    );
    expect(
      screen.getByText(/data to Nov 19 \(UTC\)/).parentElement,
    ).toHaveTextContent(
      'data to Nov 19 (UTC) · last 2 days estimated · read 3 hours ago',
    );
  });

  it('are renewed while the page stays open, without a skeleton for who may not see all', async () => {
    jest.useFakeTimers({ now: TEST_NOW, advanceTimers: true });
    const api = apiWith();
    api.fail('getProjectSummary', await refusal(403, 'Denied'));
    await open(api);
    const headline = await screen.findByRole('heading', { level: 2 });
    const later = anAlert({
      ...vpcAlert,
      id: 'a-later',
      serviceName: 'Amazon RDS',
      title: 'Amazon RDS cost doubled',
    });
    api.change({ alerts: [vpcAlert, later] });
    await act(() => jest.advanceTimersByTimeAsync(15 * 60_000));
    expect(
      await screen.findByRole('link', {
        name: 'Alert: Amazon RDS cost doubled',
      }),
    ).toBeInTheDocument();
    expect(headline).toBeInTheDocument();
    expect(api.callsOf('getProjectSummary')).toHaveLength(1);
  });

  it('mark no alert while they cannot be read, and say so', async () => {
    jest.useFakeTimers({ now: TEST_NOW, advanceTimers: true });
    const api = apiWith();
    await open(api);
    await screen.findByRole('link', { name: 'Alert: AmazonVPC cost tripled' });
    api.fail('listAlerts', noAnswer());
    await act(() => jest.advanceTimersByTimeAsync(15 * 60_000));
    expect(
      await screen.findByText(/so the chart does not mark them\.$/),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('link', { name: /AmazonVPC cost tripled/ }),
    ).not.toBeInTheDocument();
  });

  it('are of the month that it is, also on its first day', async () => {
    jest.setSystemTime(new Date('2026-12-01T09:00:00Z'));
    await open(
      apiWith({
        summaries: [
          aSummary({
            project: aProject({ name: PROJECT }),
            monthToDate: 0,
          }),
        ],
        costs: { [PROJECT]: { ...costs, lastDay: '2026-11-30' } },
      }),
    );
    expect(await screen.findByRole('heading', { level: 2 })).toHaveTextContent(
      '$0.00 so far in December',
    );
  });

  it('go on as they are when the day ends, until those of the next one are there', async () => {
    jest.useFakeTimers({ now: TEST_NOW, advanceTimers: true });
    const api = apiWith();
    await open(api);
    const headline = await screen.findByRole('heading', { level: 2 });
    const told = headline.textContent;
    api.hold('getCosts');
    await act(() => jest.advanceTimersByTimeAsync(16 * 3_600_000));
    expect(api.callsOf('getCosts').pop()).toEqual([
      expect.objectContaining({ to: '2026-11-20' }),
    ]);
    expect(headline).toHaveTextContent(told!);
  });

  it('of days of the past speak of these, and of how far the data reaches', async () => {
    await open(apiWith(), '/?range=custom&from=2026-10-01&to=2026-10-15');
    expect(await screen.findByRole('heading', { level: 2 })).toHaveTextContent(
      /^\$990 from Oct 1 to Oct 15 · 0% \(\$0\.00\) vs the 15 days before$/,
    );
    expect(screen.getByText(/data to/).parentElement).toHaveTextContent(
      /^data to Nov 19 \(UTC\) · read 3 hours ago$/,
    );
    // What happened a month later is none of these days'.
    expect(
      screen.getByRole('rowheader', { name: 'AmazonVPC' }),
    ).toBeInTheDocument();
  });

  it('of a single day of the past speak of that', async () => {
    await open(apiWith(), '/?range=custom&from=2026-10-15&to=2026-10-15');
    expect(await screen.findByRole('heading', { level: 2 })).toHaveTextContent(
      /^\$66\.00 on Oct 15 · 0% \(\$0\.00\) vs the day before$/,
    );
  });

  it('say which month AWS has not invoiced yet, where that is known', async () => {
    await open(
      apiWith({
        costs: { [PROJECT]: { ...costs, openFrom: '2026-11-01' } },
      }),
    );
    // Beside the bill, and not beside the age of the data: AWS has sent it all, and may still charge more.
    expect(
      await screen.findByText(
        'November is not invoiced yet: tax, credits and fees may still come',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/data to Nov 19 \(UTC\)/).parentElement,
    ).toHaveTextContent(
      'data to Nov 19 (UTC) · last 2 days estimated · read 3 hours ago',
    );
    expect(
      screen.getByRole('list', { name: 'Key to the chart' }),
    ).toHaveTextContent('estimated: AWS still adds to these days');
  });

  it('show the picture in words, and mark the alert with a link to it', async () => {
    await open(apiWith());
    expect(
      await screen.findByText(
        /^Daily costs from Wed, Oct 21 to Thu, Nov 19, UTC days\. On average .* a day, most on Tue, Nov 17 with \$161\. The newest 2 days are estimated\. 1 alert\.$/,
      ),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('link', {
        name: 'High alert of Nov 17: AmazonVPC cost tripled',
      }),
    ).toHaveAttribute('href', `/guardrails/alerts/${vpcAlert.id}`);
  });

  it('show what each service costs, how that changed, and its alert', async () => {
    await open(apiWith());
    const table = await screen.findByRole('table', {
      name: 'Costs by service',
    });
    const [, first, second] = within(table).getAllByRole('row');
    expect(within(first).getByRole('rowheader')).toHaveTextContent('AmazonVPC');
    expect(cellsOf(first)).toEqual(['$1,665', '+7% (+$95.00)', '', '74%']);
    expect(
      within(first).getByRole('link', {
        name: 'Alert: AmazonVPC cost tripled',
      }),
    ).toHaveAttribute('href', `/guardrails/alerts/${vpcAlert.id}`);
    expect(within(second).getByRole('rowheader')).toHaveTextContent(
      'Amazon RDS',
    );
    expect(cellsOf(second)).toEqual(['$600', '0% ($0.00)', '', '26%']);
  });

  it('break the name of a service between its words', async () => {
    const name = 'AmazonCloudWatch';
    await open(
      apiWith({
        costs: { [PROJECT]: { ...costs, services: { [name]: [20] } } },
      }),
    );
    const row = await screen.findByRole('rowheader', { name });
    expect(within(row).getByText(name).innerHTML).toBe(
      'Amazon<wbr>Cloud<wbr>Watch',
    );
  });

  it('draw the course of the final days alone, and say so', async () => {
    // Half of what the day will cost is known.
    const falling = [...Array.from({ length: 118 }, () => 20), 10, 5];
    await open(
      apiWith({
        costs: {
          [PROJECT]: { ...costs, services: { 'Amazon RDS': falling } },
        },
      }),
    );
    const table = await screen.findByRole('table', {
      name: 'Costs by service',
    });
    const [ofService, ofAll] = within(table).getAllByRole('img', {
      name: '$20.00 to $20.00 a day; without the newest 2 days, which are estimated',
    });
    for (const course of [ofService, ofAll]) {
      const heights = course
        .querySelector('polyline')!
        .getAttribute('points')!
        .split(' ')
        .map(point => point.split(',')[1]);
      expect(heights).toHaveLength(28);
      expect(new Set(heights).size).toBe(1);
    }
  });

  it('say over which days their change is counted, where not over all', async () => {
    await open(apiWith());
    expect(
      await screen.findByText(
        'The change counts the 28 final days, against the same days one period before.',
      ),
    ).toBeInTheDocument();
  });

  it('add up below their table, with what is less than a cent told as one', async () => {
    await open(
      apiWith({
        costs: {
          [PROJECT]: {
            ...costs,
            services: {
              ...costs.services,
              'Amazon Route 53': Array.from({ length: 120 }, () => 0.0001),
            },
          },
        },
      }),
    );
    const table = await screen.findByRole('table', {
      name: 'Costs by service',
    });
    expect(
      within(table).getByText('1 more service, less than a cent on every day'),
    ).toBeInTheDocument();
    expect(within(table).queryByText('Amazon Route 53')).toBeNull();
    expect(
      cellsOf(within(table).getByRole('row', { name: /^Total/ })).slice(0, 2),
    ).toEqual(['$2,265', '+5% (+$95.00)']);
  });

  it('say that the days before are not stored, where a change is looked for', async () => {
    await open(apiWith(), '/?range=90&compare=before');
    expect(
      await screen.findByText(
        'No change is shown: of the 90 days before not every one is stored.',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('list', { name: 'Key to the chart' }),
    ).toHaveTextContent('the 90 days before');
  });

  it('show every service, however many there are', async () => {
    const services = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `Service ${index}`,
        Array.from({ length: 120 }, () => 100 - index),
      ]),
    );
    await open(apiWith({ costs: { [PROJECT]: { ...costs, services } } }));
    const table = await screen.findByRole('table', {
      name: 'Costs by service',
    });
    expect(
      await within(table).findByRole('rowheader', { name: 'Service 39' }),
    ).toBeInTheDocument();
    expect(within(table).getAllByRole('rowheader')).toHaveLength(40 + 1);
  });

  it('are asked for once', async () => {
    const api = apiWith();
    await open(api);
    await screen.findByRole('table', { name: 'Costs by service' });
    expect(api.calls.map(({ method }) => method).sort()).toEqual([
      'getCosts',
      'getProjectSummary',
      'listAlerts',
    ]);
    expect(api.callsOf('getCosts')).toEqual([
      [{ project: PROJECT, from: '2026-09-21', to: '2026-11-19' }],
    ]);
  });

  it('are sorted as the reader likes, and the address says so', async () => {
    const { user, address } = await open(apiWith());
    await user.click(await screen.findByRole('button', { name: 'Service' }));
    const table = screen.getByRole('table', { name: 'Costs by service' });
    expect(
      within(table)
        .getAllByRole('rowheader')
        .map(cell => cell.textContent),
    ).toEqual(['Amazon RDS', expect.stringMatching(/^AmazonVPC/), 'Total']);
    expect(address()).toBe('/?sort=service');
  });

  it('are turned round by a second press: what fell most comes first', async () => {
    const { user, address } = await open(
      apiWith({
        costs: {
          [PROJECT]: {
            ...costs,
            services: {
              ...costs.services,
              // Switched off two weeks ago.
              AmazonMSK: Array.from({ length: 120 }, (_, day) =>
                day < 106 ? 30 : 0,
              ),
            },
          },
        },
      }),
    );
    const table = await screen.findByRole('table', {
      name: 'Costs by service',
    });
    const first = () =>
      within(table).getAllByRole('rowheader')[0].textContent ?? '';
    const heading = within(table).getByRole('button', { name: 'Change' });
    const column = within(table).getByRole('columnheader', { name: 'Change' });
    await user.click(heading);
    expect(first()).toMatch(/^AmazonVPC/);
    expect(column).toHaveAttribute('aria-sort', 'descending');
    await user.click(heading);
    expect(first()).toBe('AmazonMSK');
    expect(column).toHaveAttribute('aria-sort', 'ascending');
    expect(address()).toBe('/?sort=-change');
    await user.click(heading);
    expect(address()).toBe('/?sort=change');
  });

  it('are gone through day by day with the keys, each with all its amounts', async () => {
    const { user } = await open(apiWith());
    const days = await screen.findByRole('slider', { name: /^Daily costs/ });
    while (document.activeElement !== days) await user.tab();
    expect(days).toHaveAttribute(
      'aria-valuetext',
      'Thu, Nov 19 (UTC), $161, Estimated',
    );
    await user.keyboard('{ArrowLeft}{ArrowLeft}');
    expect(days).toHaveAttribute(
      'aria-valuetext',
      'Tue, Nov 17 (UTC), $161, AmazonVPC cost tripled',
    );
    const total = screen.getByRole('row', { name: 'Total $161' });
    expect(
      within(total.closest('table')!)
        .getAllByRole('row')
        .map(({ textContent }) => textContent),
    ).toEqual(['AmazonVPC$141', 'Amazon RDS$20.00', 'Total$161']);

    await user.keyboard('{Home}');
    expect(days).toHaveAttribute('aria-valuenow', '1');
    expect(days).toHaveAttribute(
      'aria-valuetext',
      expect.stringContaining('Wed, Oct 21'),
    );
    await user.keyboard('{Escape}');
    expect(screen.queryByText('Wed, Oct 21 (UTC)')).not.toBeInTheDocument();
  });

  it('tell a day under the pointer, and nothing when it has left', async () => {
    const { user } = await open(apiWith());
    const days = await screen.findByRole('slider', { name: /^Daily costs/ });
    await user.pointer({ target: days, coords: { clientX: 10_000 } });
    expect(screen.getByText('Thu, Nov 19 (UTC)')).toBeInTheDocument();
    expect(screen.getByRole('row', { name: 'Total $161' })).toBeInTheDocument();
    await user.pointer({ target: document.body });
    expect(
      screen.queryByRole('row', { name: 'Total $161' }),
    ).not.toBeInTheDocument();
  });

  it('come as a table on demand, day by day', async () => {
    const { user } = await open(apiWith());
    await user.click(await screen.findByRole('button', { name: 'Show table' }));
    const table = screen.getByRole('table', { name: 'Daily costs by service' });
    const rows = within(table).getAllByRole('row');
    expect(rows[1]).toHaveTextContent('Thu, Nov 19 (estimated)$161$141$20.00');
    expect(rows[3]).toHaveTextContent('Tue, Nov 17$161$141$20.00');
    expect(rows).toHaveLength(1 + 30);
    await user.click(screen.getByRole('button', { name: 'Show chart' }));
    expect(table).not.toBeInTheDocument();
  });
});

describe('the range', () => {
  it('is 30 days, and another one is in the address', async () => {
    const api = apiWith();
    const { user, address } = await open(api);
    const range = await screen.findByRole('group', { name: 'Range' });
    expect(
      within(range).getByRole('button', { name: '30 days' }),
    ).toHaveAttribute('aria-pressed', 'true');
    await user.click(within(range).getByRole('button', { name: '7 days' }));
    expect(address()).toBe('/?range=7');
    expect(
      await screen.findByRole('columnheader', { name: 'Cost, 7 days' }),
    ).toBeInTheDocument();
    expect(api.callsOf('getCosts')[1]).toEqual([
      { project: PROJECT, from: '2026-11-06', to: '2026-11-19' },
    ]);
  });

  it('comes from the address, and is 30 days when that says nonsense', async () => {
    const api = apiWith();
    await open(api, '/?range=90');
    await screen.findByRole('columnheader', { name: 'Cost, 90 days' });
    const other = apiWith();
    await open(other, '/?range=100000');
    expect(other.callsOf('getCosts')).toEqual([
      [expect.objectContaining({ from: '2026-09-21' })],
    ]);
  });

  it.each([
    [
      'range=custom&from=foo&to=2026-99-01',
      'It takes two days that exist, as YYYY-MM-DD.',
    ],
    ['range=custom', 'It takes two days that exist, as YYYY-MM-DD.'],
    [
      'range=custom&from=2026-11-10&to=2026-11-01',
      'The first day lies after the last.',
    ],
    [
      'range=custom&from=2026-11-10&to=2026-11-25',
      'Costs are read up to Nov 19.',
    ],
    ['range=custom&from=2026-01-01&to=2026-11-01', 'At most 200 days.'],
    ['from=2026-11-10', 'It takes two days that exist, as YYYY-MM-DD.'],
    ['range=100000', 'There is no such range.'],
  ])('says that %s cannot be shown, why, and what is', async (asked, why) => {
    const { user } = await open(apiWith(), `/?${asked}`);
    const told = await screen.findByText(/^The address asks for/);
    expect(told).toHaveTextContent(
      `The address asks for ${asked}, which cannot be shown: the last 30 days are. ${why} Accepted are range=7, range=30, range=90, and range=custom with from and to as YYYY-MM-DD, up to Nov 19 and at most 200 days.`,
    );
    expect(
      screen.getByRole('columnheader', { name: 'Cost, 30 days' }),
    ).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: '7 days' }));
    expect(told).not.toBeInTheDocument();
  });

  it('is that of two days in the address, without another word', async () => {
    await open(apiWith(), '/?from=2026-10-21&to=2026-10-30');
    expect(
      await screen.findByRole('columnheader', { name: 'Cost, 10 days' }),
    ).toBeInTheDocument();
    expect(screen.queryByText(/^The address asks/)).not.toBeInTheDocument();
  });

  it('takes two days of the reader’s own, and refuses what is no range', async () => {
    const api = apiWith();
    const { user, address } = await open(api);
    await user.click(await screen.findByRole('button', { name: 'Custom' }));
    expect(address()).toBe('/?range=custom&from=2026-10-21&to=2026-11-19');
    const from = screen.getByLabelText('From');
    const to = screen.getByLabelText('To');
    expect(from).toHaveValue('2026-10-21');

    await user.clear(to);
    await user.type(to, '2026-10-20');
    expect(
      screen.getByText('The first day lies after the last'),
    ).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Show' }));
    expect(address()).toContain('to=2026-11-19');

    await user.clear(to);
    await user.type(to, '2026-10-30');
    await user.click(screen.getByRole('button', { name: 'Show' }));
    expect(address()).toBe('/?range=custom&from=2026-10-21&to=2026-10-30');
    expect(
      await screen.findByRole('columnheader', { name: 'Cost, 10 days' }),
    ).toBeInTheDocument();
    expect(api.callsOf('getCosts').pop()).toEqual([
      { project: PROJECT, from: '2026-10-11', to: '2026-10-30' },
    ]);
  });

  it('is compared day by day with the one before, where the reader wants', async () => {
    const { user, address } = await open(apiWith(), '/?range=7');
    await user.click(await screen.findByRole('button', { name: 'Show table' }));
    expect(
      screen.queryByRole('columnheader', { name: 'One period before' }),
    ).not.toBeInTheDocument();
    await user.click(screen.getByRole('checkbox', { name: 'Compare' }));
    expect(address()).toBe('/?range=7&compare=before');
    const table = screen.getByRole('table', { name: 'Daily costs by service' });
    expect(
      within(table).getByRole('columnheader', { name: 'One period before' }),
    ).toBeInTheDocument();
    const newest = within(table).getAllByRole('row')[1];
    expect(cellsOf(newest).slice(0, 2)).toEqual(['$161', '$66.00']);
  });

  it('keeps what is shown in its place until the new one has come', async () => {
    const api = apiWith();
    const { user } = await open(api);
    const before = await screen.findByRole('columnheader', {
      name: 'Cost, 30 days',
    });
    const release = api.hold('getCosts');
    await user.click(screen.getByRole('button', { name: '7 days' }));
    expect(before).toBeInTheDocument();
    release();
    await screen.findByRole('columnheader', { name: 'Cost, 7 days' });
  });
});

describe('the states', () => {
  it('hold the place while the costs are loaded', async () => {
    const api = apiWith();
    api.hold('getCosts');
    await open(api);
    expect(screen.getAllByRole('status')).not.toHaveLength(0);
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
  });

  it('say what failed, and try again', async () => {
    const api = apiWith();
    api.fail('getCosts', await refusal(503, 'The database is away'));
    const { user } = await open(api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The costs of payments-api cannot be read right now',
    );
    api.fail('getCosts');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('table', { name: 'Costs by service' }),
    ).toBeInTheDocument();
  });

  it('say which permission is missing', async () => {
    const api = apiWith();
    api.fail('getCosts', await refusal(403, 'Unauthorized'));
    await open(api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Ask the people who run this portal for the permission guardrails.cost.read.',
    );
  });

  it('tell how to make an unknown project known', async () => {
    await open(apiWith({ costs: {}, summaries: [] }));
    expect(
      await screen.findByText(
        'Guardrails does not know the project payments-api',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText(/tagValue/)).toBeInTheDocument();
  });

  it('tell when the first costs will come', async () => {
    await open(
      apiWith({
        costs: { [PROJECT]: { ...costs, asOf: undefined, services: {} } },
        summaries: [
          aSummary({
            project: aProject({ name: PROJECT }),
            freshness: [{ source: 'costs' }],
          }),
        ],
      }),
    );
    expect(await screen.findByText('No costs read yet')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'See when costs are read next' }),
    ).toHaveAttribute('href', '/guardrails/jobs');
  });

  it('say why the first costs did not come', async () => {
    await open(
      apiWith({
        costs: { [PROJECT]: { ...costs, asOf: undefined, services: {} } },
        summaries: [
          aSummary({
            project: aProject({ name: PROJECT }),
            freshness: [
              {
                source: 'costs',
                lastError: 'the role may not call ce:GetCostAndUsage',
              },
            ],
          }),
        ],
      }),
    );
    expect(
      await screen.findByText(
        'The newest attempt failed: the role may not call ce:GetCostAndUsage',
      ),
    ).toBeInTheDocument();
  });

  it('tell which lines attribute spend when none is', async () => {
    await open(
      apiWith({
        costs: { [PROJECT]: { ...costs, services: {} } },
        summaries: [
          aSummary({
            project: aProject({ name: PROJECT }),
            freshness: [{ source: 'costs', asOf: costs.asOf }],
          }),
        ],
      }),
    );
    expect(
      await screen.findByText("None of the spend is payments-api's"),
    ).toBeInTheDocument();
    expect(screen.getByText(/tagValue/)).toBeInTheDocument();
  });

  it('warn when the newest read failed', async () => {
    await open(
      apiWith({
        summaries: [
          aSummary({
            project: aProject({ name: PROJECT }),
            freshness: [
              {
                source: 'costs',
                asOf: '2026-11-19T21:00:00Z',
                newest: '2026-11-19',
                lastError: 'Cost Explorer throttled the requests',
              },
            ],
          }),
        ],
      }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'These costs were read 12 hours ago. The newest attempt failed: Cost Explorer throttled the requests',
    );
  });

  it('warn when the costs are old', async () => {
    await open(
      apiWith({
        summaries: [
          aSummary({
            project: aProject({ name: PROJECT }),
            freshness: [
              {
                source: 'costs',
                asOf: '2026-11-18T08:00:00Z',
                newest: '2026-11-17',
              },
            ],
          }),
        ],
      }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'These costs were read 2 days ago. No newer read has ended since.',
    );
  });

  it('show the costs to a reader who may see nothing else', async () => {
    const api = apiWith();
    api.fail('getProjectSummary', await refusal(403, 'Unauthorized'));
    api.fail('listAlerts', await refusal(403, 'Unauthorized'));
    await open(api);
    expect(await screen.findByRole('heading', { level: 2 })).toHaveTextContent(
      '$2,265 in the last 30 days · +5% (+$95.00) vs the 30 days before',
    );
    expect(
      screen.getByText(
        'You are not allowed to see the alerts, so the chart does not mark them.',
      ),
    ).toBeInTheDocument();
  });

  it('keep the costs when newer ones cannot be read', async () => {
    const api = apiWith();
    const { user } = await open(api);
    await screen.findByRole('table', { name: 'Costs by service' });
    api.fail('getCosts', noAnswer());
    await user.click(screen.getByRole('button', { name: '90 days' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'This may be out of date',
    );
    expect(
      screen.getByRole('table', { name: 'Costs by service' }),
    ).toBeInTheDocument();
  });
});

describe('the bill', () => {
  it('counts usage, and with credits and taxes where the reader wants', async () => {
    const api = apiWith();
    const days = Array.from({ length: 60 }, () => -1);
    const answer = await api.getCosts({
      project: PROJECT,
      from: '2026-09-21',
      to: '2026-11-19',
    });
    jest.spyOn(api, 'getCosts').mockResolvedValue({
      ...answer,
      charges: [{ type: 'Credit', total: -60, amounts: days }],
    });
    const { user, address } = await open(api);
    const view = await screen.findByRole('group', { name: 'What is counted' });
    expect(view.parentElement).toHaveTextContent(
      /usage \$2,2\d\d · Credits -\$30\.00 · net \$2,2\d\d/,
    );
    expect(
      screen.queryByRole('rowheader', { name: 'Credits' }),
    ).not.toBeInTheDocument();
    await user.click(within(view).getByRole('button', { name: 'Net' }));
    expect(address()).toBe('/?view=net');
    // What is spent this month is known of usage alone.
    expect(screen.getByRole('heading', { level: 2 })).toHaveTextContent(
      /^\$2,2\d\d net in the last 30 days · /,
    );
    expect(
      screen.getByRole('rowheader', { name: 'Credits' }),
    ).toBeInTheDocument();
  });

  it('has the way back from net also where there is usage alone', async () => {
    const { user, address } = await open(apiWith(), '/?view=net');
    const view = await screen.findByRole('group', { name: 'What is counted' });
    const usage = within(view).getByRole('button', { name: 'Usage' });
    await user.click(usage);
    expect(address()).toBe('/');
    expect(usage).toHaveFocus();
  });

  it('is silent where there is usage alone', async () => {
    await open(apiWith());
    await screen.findByRole('table', { name: 'Costs by service' });
    expect(
      screen.queryByRole('group', { name: 'What is counted' }),
    ).not.toBeInTheDocument();
  });
});
