import { daysBefore } from '../../format';
import { costReport, StoredCosts } from '../../testing';
import { costPeriod, daysToAsk } from './costPeriod';

const TODAY = '2026-11-20';

function period(costs: Partial<StoredCosts>, days = 3) {
  const stored: StoredCosts = {
    currency: 'USD',
    lastDay: TODAY,
    finalUntil: TODAY,
    services: {},
    ...costs,
  };
  return costPeriod(
    costReport(
      'payments-api',
      stored,
      daysToAsk({ from: daysBefore(TODAY, days - 1), to: TODAY }),
      TODAY,
    ),
  );
}

it('asks for the period and the one before it', () => {
  expect(daysToAsk({ from: '2026-11-14', to: TODAY })).toEqual({
    from: '2026-11-07',
    to: TODAY,
  });
});

it('holds the days of the period alone, the largest service first', () => {
  const { from, to, total, days, services } = period({
    services: { small: [9, 9, 9, 1, 1, 1], large: [0, 0, 0, 5, 5, 6] },
  });
  expect({ from, to, total }).toEqual({
    from: '2026-11-18',
    to: TODAY,
    total: 19,
  });
  expect(days.map(day => day.total)).toEqual([6, 6, 7]);
  expect(services.map(({ service, amounts }) => [service, amounts])).toEqual([
    ['large', [5, 5, 6]],
    ['small', [1, 1, 1]],
  ]);
});

it('compares with the same number of days before', () => {
  const { comparison, services } = period({
    services: { a: [2, 2, 2, 3, 3, 3], b: [1, 1, 1, 1, 1, 1] },
  });
  expect(comparison).toEqual({ now: 12, before: 9 });
  expect(services[0].comparison).toEqual({ now: 9, before: 6 });
});

it('compares final days only, each with the day one period before', () => {
  const { comparison } = period({
    finalUntil: '2026-11-19',
    services: { a: [2, 2, 2, 3, 3, 1] },
  });
  expect(comparison).toEqual({ now: 6, before: 4 });
});

it('leaves days out of the comparison that are not stored yet', () => {
  const { comparison } = period({
    services: { a: [2, 2, 2, 3, 3, null] },
  });
  expect(comparison).toEqual({ now: 6, before: 4 });
});

it('compares nothing when the period before is not fully stored', () => {
  const { comparison, services } = period({
    services: { a: [null, 2, 2, 3, 3, 3] },
  });
  expect(comparison).toBeUndefined();
  expect(services[0].comparison).toBeUndefined();
});

it('compares nothing when no day is final', () => {
  expect(
    period({ finalUntil: '2026-11-01', services: { a: [2, 2, 2, 3, 3, 3] } })
      .comparison,
  ).toBeUndefined();
});

it('counts what ended in the comparison of the whole, and does not list it', () => {
  const { comparison, services } = period({
    services: { a: [1, 1, 1, 1, 1, 1], gone: [5, 5, 5, null, null, null] },
  });
  expect(comparison).toEqual({ now: 3, before: 18 });
  expect(services.map(({ service }) => service)).toEqual(['a']);
});

it('keeps what rounds to no cent apart from what costs something, and loses none of it', () => {
  const services = {
    rds: [1, 1, 1, 1, 1, 1],
    dust: [null, null, null, 0.0001, -0.0001, 0.004],
    'a cent in time': [null, null, null, 0.004, 0.004, 0.004],
  };
  const { services: shown, remainders, total } = period({ services });
  expect(shown.map(({ service }) => service)).toEqual([
    'rds',
    'a cent in time',
  ]);
  expect(remainders.map(({ service }) => service)).toEqual(['dust']);
  expect(total).toBeCloseTo(3.016, 6);
});

it('shows small amounts where there are no others', () => {
  const services = { dust: [null, null, null, 0.0001, 0.0001, 0] };
  expect(period({ services })).toMatchObject({
    services: [{ service: 'dust' }],
    remainders: [],
  });
});

it('is not invoiced from a day of its own on, whatever was open before it', () => {
  const services = { a: [2, 2, 2, 3, 3, 3] };
  expect(period({ services, openFrom: '2026-11-01' }).openFrom).toBe(
    '2026-11-18',
  );
  expect(period({ services, openFrom: '2026-11-19' }).openFrom).toBe(
    '2026-11-19',
  );
  expect(period({ services })).toMatchObject({ openFrom: undefined });
});
