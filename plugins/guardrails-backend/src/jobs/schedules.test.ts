import { Duration } from 'luxon';
import {
  frequencyOf,
  nextRunAt,
  runsPerDay,
  scheduleInWords,
  timeoutOf,
} from './schedules';

const NOW = new Date('2026-11-22T13:00:00Z');

describe('scheduleInWords', () => {
  it.each([
    [{ hours: 8 }, 'every 8 hours'],
    [{ minutes: 15 }, 'every 15 minutes'],
    [{ hours: 1 }, 'every hour'],
    [{ minutes: 60 }, 'every hour'],
    [{ hours: 24 }, 'every day'],
    [{ minutes: 90 }, 'every 1 hour, 30 minutes'],
    [Duration.fromISO('PT8H'), 'every 8 hours'],
    [{ cron: '0 6 * * *' }, 'at cron 0 6 * * *'],
    [{ trigger: 'manual' } as const, 'only when somebody runs it'],
  ])('says of %j: %s', (frequency, words) => {
    expect(scheduleInWords({ frequency })).toBe(words);
  });
});

describe('frequencyOf', () => {
  it.each([
    [{ hours: 8 }, { everySeconds: 28_800 }],
    [Duration.fromISO('PT15M'), { everySeconds: 900 }],
    [{ cron: '0 6 * * *' }, { cron: '0 6 * * *' }],
    [{ trigger: 'manual' } as const, {}],
  ])('of %j is %j', (frequency, expected) => {
    expect(frequencyOf({ frequency })).toEqual(expected);
  });
});

describe('runsPerDay', () => {
  it.each([
    [{ hours: 8 }, 3],
    [{ cron: '0 */8 * * *' }, 3],
    [{ cron: '30 5 * * *' }, 1],
    [{ cron: '0 6 * * 1' }, 1 / 7],
    [{ cron: '0 6 1 * *' }, 12 / 365],
    [{ cron: '0 6,18 * * 1-5' }, 10 / 7],
    [{ cron: '*/15 * * * *' }, 96],
  ])('of %j is %d on average', (frequency, expected) => {
    const runs = runsPerDay({ frequency })!;

    expect(runs / expected).toBeGreaterThan(0.97);
    expect(runs / expected).toBeLessThan(1.03);
  });

  it('is unknown for runs by hand', () => {
    expect(runsPerDay({ frequency: { trigger: 'manual' } })).toBeUndefined();
  });
});

describe('timeoutOf', () => {
  it('is in milliseconds', () => {
    expect(timeoutOf({ timeout: { minutes: 2 } })).toBe(120_000);
    expect(timeoutOf({ timeout: Duration.fromISO('PT1M') })).toBe(60_000);
  });
});

describe('nextRunAt', () => {
  const frequency = { hours: 8 };

  it('is one period after the start of the last run', () => {
    expect(
      nextRunAt({ frequency }, new Date('2026-11-22T12:00:00Z'), NOW),
    ).toEqual(new Date('2026-11-22T20:00:00Z'));
  });

  it('is now for a run that is overdue', () => {
    expect(
      nextRunAt({ frequency }, new Date('2026-11-20T12:00:00Z'), NOW),
    ).toEqual(NOW);
  });

  it('is unknown before the first run, for cron and for runs by hand', () => {
    expect(nextRunAt({ frequency }, undefined, NOW)).toBeUndefined();
    expect(
      nextRunAt({ frequency: { cron: '0 6 * * *' } }, NOW, NOW),
    ).toBeUndefined();
    expect(
      nextRunAt({ frequency: { trigger: 'manual' } }, NOW, NOW),
    ).toBeUndefined();
  });
});
