import { timeTicks } from './timeTicks';

const at = (iso: string) => Date.parse(iso);

const ticks = (from: string, to: string, most: number, zone = 'utc') =>
  timeTicks(at(from), at(to), most, { zone, locale: 'en-GB' });

const labels = (...args: Parameters<typeof ticks>) =>
  ticks(...args).map(({ label }) => label);

describe('timeTicks', () => {
  it('stands at midnights over some weeks, never more often than asked for', () => {
    expect(labels('2026-11-01T00:00:00Z', '2026-11-29T00:00:00Z', 9)).toEqual([
      '1 Nov',
      '8 Nov',
      '15 Nov',
      '22 Nov',
      '29 Nov',
    ]);
  });

  it('stands at full hours over a day, with the date where one begins', () => {
    expect(labels('2026-11-17T20:10:00Z', '2026-11-18T09:00:00Z', 9)).toEqual([
      '22:00',
      '18 Nov',
      '2:00',
      '4:00',
      '6:00',
      '8:00',
    ]);
  });

  it('stands at round minutes over an hour', () => {
    expect(labels('2026-11-18T14:02:00Z', '2026-11-18T14:33:00Z', 4)).toEqual([
      '14:15',
      '14:30',
    ]);
  });

  it('takes the hours of the zone', () => {
    expect(
      ticks('2026-11-17T22:00:00Z', '2026-11-18T02:00:00Z', 3, 'Europe/Paris'),
    ).toEqual([
      { at: at('2026-11-17T23:00:00Z'), label: '18 Nov' },
      { at: at('2026-11-18T01:00:00Z'), label: '2:00' },
    ]);
  });

  it('stands at the first of months over a year', () => {
    expect(labels('2025-12-15T00:00:00Z', '2026-11-20T00:00:00Z', 5)).toEqual([
      '1 Mar',
      '1 Jun',
      '1 Sept',
    ]);
  });
});
