import type { MetricQuery } from '@cloudops/plugin-guardrails-node';
import { CALL_LIMITS, oldestKept, planCalls } from './metricCalls';

const NOW = new Date('2026-11-22T13:00:00Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function query(overrides: Partial<MetricQuery> = {}): MetricQuery {
  return {
    target: {
      account: {},
      region: 'eu-central-1',
      endpoint: { kind: 'rest-api', id: 'a1b2c3d4e5' },
    },
    metricName: '5xx_count',
    from: new Date('2026-11-22T11:00:00Z'),
    to: new Date('2026-11-22T13:00:00Z'),
    periodSeconds: 300,
    ...overrides,
  };
}

describe('planCalls', () => {
  it('asks queries of the same range together', () => {
    const queries = [query(), query({ metricName: 'p95_latency_ms' })];

    expect(planCalls(queries, NOW)).toEqual([
      { from: queries[0].from, to: queries[0].to, periodSeconds: 300, queries },
    ]);
  });

  it('asks queries of different ranges apart', () => {
    const queries = [
      query(),
      query({ from: new Date('2026-11-21T00:00:00Z') }),
      query({ to: new Date('2026-11-22T12:00:00Z') }),
      query({ periodSeconds: 60 }),
    ];

    const calls = planCalls(queries, NOW);

    expect(calls).toHaveLength(4);
    for (const one of queries) {
      expect(calls.map(call => call.queries)).toContainEqual([one]);
    }
  });

  it('asks no more queries in a call than CloudWatch takes', () => {
    const queries = Array.from({ length: 1001 }, () => query());

    expect(planCalls(queries, NOW).map(call => call.queries.length)).toEqual([
      500, 500, 1,
    ]);
  });

  it('counts every metric of CloudWatch that a query is made of', () => {
    const queries = Array.from({ length: 200 }, () => query());

    expect(
      planCalls(queries, NOW, () => 3).map(call => call.queries.length),
    ).toEqual([166, 34]);
  });

  it('cuts a range so that no call has more points than one answer, in the order of time and without a hole', () => {
    const from = new Date(NOW.getTime() - 60 * DAY_MS);
    const queries = Array.from({ length: 100 }, () => query({ from }));

    const calls = planCalls(queries, NOW);

    expect(calls[0].from).toEqual(from);
    expect(calls.at(-1)!.to).toEqual(NOW);
    calls.slice(1).forEach((call, i) => {
      expect(call.from).toEqual(calls[i].to);
    });
    for (const call of calls) {
      const periods = (call.to.getTime() - call.from.getTime()) / 300_000;
      expect(periods * 100).toBeLessThanOrEqual(CALL_LIMITS.points);
    }
    // 60 days × 288 points × 100 queries, 100,800 at a time.
    expect(calls).toHaveLength(18);
  });

  it('counts every metric of CloudWatch against the points of a call', () => {
    const from = new Date(NOW.getTime() - 60 * DAY_MS);
    const queries = Array.from({ length: 100 }, () => query({ from }));

    for (const { from: start, to, ...call } of planCalls(
      queries,
      NOW,
      () => 3,
    )) {
      const periods = (to.getTime() - start.getTime()) / 300_000;
      expect(periods * call.queries.length * 3).toBeLessThanOrEqual(
        CALL_LIMITS.points,
      );
    }
  });

  it('never asks for more points than a call holds, also where they cannot be divided evenly', () => {
    const from = new Date(NOW.getTime() - 60 * DAY_MS);
    const queries = Array.from({ length: 499 }, () => query({ from }));

    for (const { from: start, to } of planCalls(queries, NOW)) {
      const periods = (to.getTime() - start.getTime()) / 300_000;
      expect(Number.isInteger(periods)).toBe(true);
      expect(periods * 499).toBeLessThanOrEqual(CALL_LIMITS.points);
    }
  });

  it('asks by the hour for what CloudWatch keeps by the hour only', () => {
    const from = new Date(NOW.getTime() - 90 * DAY_MS);

    const calls = planCalls([query({ from })], NOW);

    expect(calls.map(({ periodSeconds }) => periodSeconds)).toEqual([
      3600, 300,
    ]);
    expect(calls[0].from).toEqual(from);
    expect(calls[1].from).toEqual(calls[0].to);
    expect(calls[1].from.getTime() % HOUR_MS).toBe(0);
    expect(calls[1].from.getTime()).toBeGreaterThanOrEqual(
      oldestKept(300, NOW).getTime(),
    );
    expect(calls[1].to).toEqual(NOW);
  });

  it('asks for minutes, five minutes and hours, each for as long as it is kept', () => {
    const from = new Date(NOW.getTime() - 100 * DAY_MS);

    const calls = planCalls([query({ from, periodSeconds: 60 })], NOW);

    expect(calls.map(({ periodSeconds }) => periodSeconds)).toEqual([
      3600, 300, 60,
    ]);
    expect(calls[1].from).toEqual(calls[0].to);
    expect(calls[2].from).toEqual(calls[1].to);
  });

  it('begins long ago with a whole hour, so that finer points stored before are not counted twice', () => {
    const from = new Date(NOW.getTime() - 70 * DAY_MS + 25 * 60_000);

    const [hourly] = planCalls([query({ from })], NOW);

    expect(hourly.periodSeconds).toBe(3600);
    expect(hourly.from).toEqual(new Date(from.getTime() + 35 * 60_000));
  });

  it('asks oldest first, also when queries begin at different times', () => {
    const queries = [90, 80, 70, 1].map(days =>
      query({ from: new Date(NOW.getTime() - days * DAY_MS) }),
    );

    for (const one of queries) {
      const calls = planCalls(queries, NOW).filter(call =>
        call.queries.includes(one),
      );
      expect(calls[0].from).toEqual(one.from);
      expect(calls.at(-1)!.to).toEqual(NOW);
      calls.slice(1).forEach((call, i) => {
        expect(call.from).toEqual(calls[i].to);
      });
    }
  });

  it('asks for nothing that CloudWatch keeps no longer at any period', () => {
    const [oldest] = planCalls(
      [query({ from: new Date(NOW.getTime() - 500 * DAY_MS) })],
      NOW,
    );

    expect(oldest.from).toEqual(oldestKept(3600, NOW));
  });

  it('asks nothing for an empty range', () => {
    expect(planCalls([query({ from: NOW, to: NOW })], NOW)).toEqual([]);
  });
});

describe('oldestKept', () => {
  it.each([
    [60, 15],
    [120, 15],
    [300, 63],
    [900, 63],
    [3600, 455],
    [86_400, 455],
  ])('knows that points of %i seconds are kept for %i days', (period, days) => {
    const kept = NOW.getTime() - oldestKept(period, NOW).getTime();

    expect(kept).toBeLessThan(days * DAY_MS);
    expect(kept).toBeGreaterThan((days - 2) * DAY_MS);
    expect(oldestKept(period, NOW).getTime() % (period * 1000)).toBe(0);
  });
});
