import { screen, within } from '@testing-library/react';
import { renderScreen, stopTheCalendar, TEST_NOW } from '../../__testUtils__';
import {
  aBalance,
  aProject,
  aReconciledAccount,
  aReconciledDay,
  aSummary,
  FakeGuardrailsApi,
  refusal,
} from '../../testing';
import { ReconciliationSection } from './ReconciliationSection';

const balanced = aReconciledAccount({
  days: [
    aReconciledDay({ date: '2026-11-18' }),
    aReconciledDay({ date: '2026-11-19' }),
  ],
});
const unbalanced = aReconciledAccount({
  accountId: '444455556666',
  unallocatedProject: 'default-444455556666',
  isBalanced: false,
  days: [
    aReconciledDay({ date: '2026-11-18' }),
    aReconciledDay({
      date: '2026-11-19',
      usage: aBalance({ entities: 74.98, difference: -0.02 }),
    }),
  ],
});
const nothing = aBalance({
  entities: 0,
  unallocated: 0,
  total: null,
  difference: null,
});
const unread = aReconciledDay({
  date: '2026-11-17',
  usage: nothing,
  charges: nothing,
});

function apiWith(accounts = [balanced, unbalanced]) {
  return new FakeGuardrailsApi({
    reconciledAccounts: accounts,
    now: () => TEST_NOW,
  });
}

const open = (api: FakeGuardrailsApi, at?: string) =>
  renderScreen(<ReconciliationSection />, { api, at });

const account = (name: string) => screen.findByRole('region', { name });

beforeEach(stopTheCalendar);
afterEach(() => jest.useRealTimers());

it('says in words that an account adds up, to how much, and who has which part', async () => {
  await open(apiWith([balanced]));
  expect(
    await screen.findByRole('heading', {
      name: 'The account adds up to the cent',
    }),
  ).toBeInTheDocument();
  const panel = await account('Account 111122223333');
  expect(panel).toHaveTextContent('Adds up to the cent: $200.00 in 2 days');
  expect(panel).toHaveTextContent('Unallocated$50.0025% of the bill');
  expect(panel).toHaveTextContent('Last read3 hours ago');
  const parts = within(panel).getByRole('table', {
    name: 'Parts: Account 111122223333',
  });
  expect(
    within(parts)
      .getAllByRole('rowheader')
      .map(({ textContent }) => textContent),
  ).toEqual(['payments-api', 'default (unallocated)']);
  expect(within(parts).getAllByRole('row')[1]).toHaveTextContent(
    'payments-api$75.00$0.00$75.0075%',
  );
});

it('puts first the account that does not add up, with the days and the difference', async () => {
  await open(apiWith());
  expect(
    await screen.findByRole('heading', {
      name: '1 of 2 accounts does not add up',
    }),
  ).toBeInTheDocument();
  const [first] = screen.getAllByRole('region');
  expect(first).toHaveAccessibleName('Account 444455556666');
  expect(first).toHaveTextContent(
    'Does not add up on 1 of 2 days: -$0.02 stored against the bill of $200.00',
  );
  const days = within(first).getByRole('table', {
    name: 'Days that do not add up: Account 444455556666',
  });
  expect(within(days).getAllByRole('row')).toHaveLength(2);
  expect(within(days).getAllByRole('row')[1]).toHaveTextContent(
    'Thu, Nov 19$74.98$25.00$100.00-$0.02',
  );
});

it('opens a day into usage and charges, and who has which part of it', async () => {
  const api = apiWith();
  const { user } = await open(api);
  const panel = await account('Account 444455556666');
  const day = within(
    within(panel).getByRole('table', { name: /Days that do not add up/ }),
  ).getByRole('button', { name: 'Thu, Nov 19' });
  expect(day).toHaveAttribute('aria-expanded', 'false');
  await user.click(day);
  expect(day).toHaveAttribute('aria-expanded', 'true');
  expect(
    await screen.findByRole('table', { name: 'Parts: Thu, Nov 19' }),
  ).toBeInTheDocument();
  expect(panel).toHaveTextContent(
    'Usage: stored $99.98, billed $100.00, difference -$0.02',
  );
  expect(panel).toHaveTextContent(
    'Charges: stored $0.00, billed $0.00, difference $0.00',
  );
  expect(api.callsOf('getReconciliation').at(-1)).toEqual([
    { accountId: '444455556666', from: '2026-11-19', to: '2026-11-19' },
  ]);
  await user.click(day);
  expect(
    screen.queryByRole('table', { name: 'Parts: Thu, Nov 19' }),
  ).not.toBeInTheDocument();
});

it('does not call money that has no bill balanced, and says how much it is', async () => {
  const doubled = {
    ...unread,
    usage: aBalance({ total: null, difference: null }),
  };
  await open(apiWith([{ ...balanced, days: [doubled, ...balanced.days] }]));
  const panel = await account('Account 111122223333');
  expect(panel).toHaveTextContent(
    'Not reconciled: $100.00 is stored on 1 day that has no bill to compare with',
  );
  expect(
    screen.getByRole('heading', { name: '1 of 1 accounts does not add up' }),
  ).toBeInTheDocument();
});

it('finds the day of the account that has no id', async () => {
  const { accountId: _, ...own } = balanced;
  const { user } = await open(apiWith([unbalanced, own]));
  const panel = await account("The portal's own account");
  await user.click(within(panel).getByText('All 2 days'));
  await user.click(within(panel).getByRole('button', { name: 'Wed, Nov 18' }));
  expect(
    await within(panel).findByRole('table', { name: 'Parts: Wed, Nov 18' }),
  ).toHaveTextContent('payments-api');
});

it('says why a day could not be opened', async () => {
  const api = apiWith([balanced]);
  const { user } = await open(api);
  const panel = await account('Account 111122223333');
  await user.click(within(panel).getByText('All 2 days'));
  api.fail('getReconciliation', await refusal(503, 'No database'));
  await user.click(within(panel).getByRole('button', { name: 'Wed, Nov 18' }));
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'The parts of Nov 18 cannot be read right nowNo database',
  );
});

it('says which days were not read yet, beside those that add up', async () => {
  const { user } = await open(
    apiWith([{ ...balanced, days: [unread, ...balanced.days] }]),
  );
  const panel = await account('Account 111122223333');
  expect(panel).toHaveTextContent('Adds up to the cent: $200.00 in 2 days');
  expect(panel).toHaveTextContent('1 more day was not read yet.');
  await user.click(within(panel).getByText('All 3 days'));
  expect(
    within(panel).getByRole('row', { name: /Tue, Nov 17/ }),
  ).toHaveTextContent('not read');
});

it('does not say that it adds up where nothing was read', async () => {
  await open(apiWith([{ ...balanced, shares: [], days: [unread] }]));
  expect(
    await screen.findByRole('heading', {
      name: 'No account was read in these days',
    }),
  ).toBeInTheDocument();
  const panel = await account('Account 111122223333');
  expect(panel).toHaveTextContent('Not read in these days');
  expect(
    within(panel).getByRole('link', { name: 'See when costs are read next' }),
  ).toHaveAttribute('href', '/guardrails/jobs');
});

it('shows the largest parts of an account of many projects, and all when asked', async () => {
  const shares = Array.from({ length: 12 }, (_, i) => ({
    project: `service-${i}`,
    usage: 100 - i,
    charges: 0,
  }));
  const { user } = await open(apiWith([{ ...balanced, shares }]));
  const parts = await screen.findByRole('table', {
    name: 'Parts: Account 111122223333',
  });
  expect(within(parts).getAllByRole('rowheader')).toHaveLength(10);
  await user.click(
    screen.getByRole('button', { name: 'Show all 12 projects' }),
  );
  expect(within(parts).getAllByRole('rowheader')).toHaveLength(12);
});

it('asks for the days that the address names, and keeps a choice in it', async () => {
  const api = apiWith();
  const { user, address } = await open(api, '/?days=7');
  await account('Account 444455556666');
  expect(api.callsOf('getReconciliation')).toEqual([
    [{ from: '2026-11-13', to: '2026-11-19' }],
  ]);
  await user.selectOptions(
    screen.getByRole('combobox', { name: 'Range' }),
    '90 days',
  );
  expect(address()).toBe('/?days=90');
  expect(api.callsOf('getReconciliation').at(-1)).toEqual([
    { from: '2026-08-22', to: '2026-11-19' },
  ]);
});

it('names the accounts that are not compared, so that a sum that adds up does not speak for them', async () => {
  await open(
    new FakeGuardrailsApi({
      reconciledAccounts: [balanced],
      summaries: [
        aSummary({ project: aProject({ name: 'payments-api' }) }),
        aSummary({
          project: aProject({ name: 'recommender', accountId: '444455556666' }),
        }),
      ],
      now: () => TEST_NOW,
    }),
  );
  const left = await account('Account 444455556666');
  expect(left).toHaveTextContent(
    'Not compared: none of its costs were read yet',
  );
  expect(left).toHaveTextContent('recommender');
  expect(
    screen.getByRole('heading', {
      name: 'The account adds up to the cent; 1 more is not compared',
    }),
  ).toBeInTheDocument();
});

it('says why there is nothing to compare', async () => {
  await open(apiWith([]));
  expect(await screen.findByText('No account to compare')).toBeInTheDocument();
});

it('says which permission is missing', async () => {
  const api = apiWith();
  api.fail('getReconciliation', await refusal(403, 'Unauthorized'));
  await open(api);
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'guardrails.cost.read',
  );
});

it('keeps what was shown when a newer range cannot be read', async () => {
  const api = apiWith([balanced]);
  const { user } = await open(api);
  await account('Account 111122223333');
  api.fail('getReconciliation', await refusal(503, 'No database'));
  await user.selectOptions(
    screen.getByRole('combobox', { name: 'Range' }),
    '7 days',
  );
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'This may be out of date',
  );
  expect(await account('Account 111122223333')).toBeInTheDocument();
});

it('says of which days an account still has what other accounts have by themselves', async () => {
  await open(
    apiWith([
      {
        ...balanced,
        days: [
          aReconciledDay({ date: '2026-11-17', isCountedTwice: true }),
          aReconciledDay({ date: '2026-11-18', isCountedTwice: true }),
          aReconciledDay({ date: '2026-11-19' }),
        ],
      },
    ]),
  );

  expect(await account('Account 111122223333')).toHaveTextContent(
    /2 days up to .*18.* still have the spend of accounts that are read by themselves/,
  );
});

it('says up to which day an account is still divided by older claims', async () => {
  await open(
    apiWith([
      {
        ...balanced,
        days: [
          aReconciledDay({ date: '2026-11-17', isDividedByOlderClaims: true }),
          aReconciledDay({ date: '2026-11-18', isDividedByOlderClaims: true }),
          aReconciledDay({ date: '2026-11-19' }),
        ],
      },
    ]),
  );

  expect(await account('Account 111122223333')).toHaveTextContent(
    /2 days up to .*18.* are still divided by older claims/,
  );
});
