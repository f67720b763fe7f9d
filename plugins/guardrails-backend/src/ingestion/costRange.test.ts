import { costDays } from './costRange';

const NOW = new Date('2026-11-22T00:00:30Z');
const DAYS = { backfillDays: 90, restatementDays: 10 };

describe('costDays', () => {
  it('reads the backfill before the first complete read, up to and without today', () => {
    expect(costDays([undefined], NOW, DAYS)).toEqual({
      from: '2026-08-24',
      to: '2026-11-22',
    });
  });

  it('reads the days that may be restated after it', () => {
    const yesterday = new Date('2026-11-21T23:59:00Z');

    expect(costDays([new Date('2026-11-22T00:00:01Z')], NOW, DAYS).from).toBe(
      '2026-11-12',
    );
    // Yesterday's read saw what could be restated then, and so may have missed one day more.
    expect(costDays([yesterday], NOW, DAYS).from).toBe('2026-11-11');
  });

  it('reads what lies between after a pause', () => {
    expect(costDays([new Date('2026-10-01T12:00:00Z')], NOW, DAYS)).toEqual({
      from: '2026-09-21',
      to: '2026-11-22',
    });
  });

  it('reads as far back as the project that needs most', () => {
    expect(
      costDays([new Date('2026-11-22T00:00:01Z'), undefined], NOW, DAYS).from,
    ).toBe('2026-08-24');
  });

  it('reads no further back than Cost Explorer keeps days', () => {
    expect(costDays([new Date('2020-01-01T12:00:00Z')], NOW, DAYS).from).toBe(
      '2025-10-22',
    );
  });

  it('does not read tomorrow when a clock was ahead', () => {
    expect(costDays([new Date('2026-11-25T12:00:00Z')], NOW, DAYS)).toEqual({
      from: '2026-11-12',
      to: '2026-11-22',
    });
  });
});
