import type { ReconciledDay } from '@cloudops/plugin-guardrails-common';
import { aBalance, aReconciledAccount, aReconciledDay } from '../../testing';
import { balanceOf, byUrgency, dayDifference, isOff } from './balance';

const nothing = aBalance({
  entities: 0,
  unallocated: 0,
  total: null,
  difference: null,
});
const unread: ReconciledDay = {
  date: '2026-11-01',
  usage: nothing,
  charges: nothing,
};

it('adds up what was read, usage and charges together', () => {
  const account = aReconciledAccount({
    days: [
      aReconciledDay({ date: '2026-11-02' }),
      aReconciledDay({
        date: '2026-11-03',
        charges: aBalance({ entities: 0, unallocated: -4, total: -4 }),
      }),
    ],
  });
  expect(balanceOf(account)).toMatchObject({
    state: 'balanced',
    bill: 196,
    usage: 200,
    charges: -4,
    entities: 150,
    unallocated: 46,
    difference: 0,
    daysRead: 2,
    daysUnread: 0,
    daysOff: [],
  });
});

it('counts nothing of a day that was not read, and says how many there are', () => {
  const account = aReconciledAccount({ days: [unread, aReconciledDay()] });
  expect(balanceOf(account)).toMatchObject({
    state: 'balanced',
    entities: 75,
    daysRead: 1,
    daysUnread: 1,
  });
});

it('does not call an account balanced that has money on a day without a bill', () => {
  const doubled = aReconciledDay({
    ...unread,
    usage: aBalance({ entities: 700, total: null, difference: null }),
  });
  expect(
    balanceOf(
      aReconciledAccount({ days: [doubled, unread, aReconciledDay()] }),
    ),
  ).toMatchObject({
    state: 'notReconciled',
    notReconciled: 725,
    daysNotReconciled: 1,
    daysRead: 1,
    daysUnread: 2,
  });
});

it('does not call an account balanced of which nothing was read', () => {
  expect(balanceOf(aReconciledAccount({ days: [unread] })).state).toBe(
    'unread',
  );
  expect(dayDifference(unread)).toBeUndefined();
});

it('lists the days that do not add up, the newest first', () => {
  const off = (date: string) =>
    aReconciledDay({ date, usage: aBalance({ difference: 0.02 }) });
  const account = aReconciledAccount({
    days: [off('2026-11-01'), aReconciledDay(), off('2026-11-03')],
  });
  expect(balanceOf(account)).toMatchObject({
    state: 'unbalanced',
    difference: 0.04,
    daysOff: [{ date: '2026-11-03' }, { date: '2026-11-01' }],
  });
});

it('sees two differences that cancel each other out', () => {
  const day = aReconciledDay({
    usage: aBalance({ difference: -2 }),
    charges: aBalance({ difference: 2 }),
  });
  expect(dayDifference(day)).toBe(0);
  expect(isOff(day)).toBe(true);
  expect(balanceOf(aReconciledAccount({ days: [day] })).state).toBe(
    'unbalanced',
  );
});

it('puts first what needs a look', () => {
  const balanced = aReconciledAccount({ unallocatedProject: 'a' });
  const unbalanced = aReconciledAccount({
    unallocatedProject: 'b',
    days: [aReconciledDay({ usage: aBalance({ difference: 1 }) })],
  });
  const never = aReconciledAccount({
    unallocatedProject: 'c',
    days: [unread],
  });
  expect(
    byUrgency([balanced, unbalanced, never]).map(
      ({ account }) => account.unallocatedProject,
    ),
  ).toEqual(['b', 'c', 'a']);
});
