import {
  daysBefore,
  daysBetween,
  formatAge,
  formatDate,
  formatDay,
  formatDuration,
  formatExact,
  formatMonth,
  formatRelative,
  utcDay,
} from './time';

const locale = 'en-US';
const now = new Date('2026-11-20T09:00:00Z');

describe('formatRelative', () => {
  const relative = (iso: string) =>
    formatRelative(iso, now, { locale, zone: 'utc', justNow: 'just now' });

  it.each([
    ['2026-11-20T08:59:01Z', 'just now'],
    ['2026-11-20T08:59:00Z', '1 minute ago'],
    ['2026-11-20T08:20:00Z', '40 minutes ago'],
    ['2026-11-20T05:40:00Z', '3 hours ago'],
    ['2026-11-18T06:14:00Z', '2 days ago'],
    ['2026-11-20T13:39:00Z', 'in 4 hours'],
  ])('counts from now up to a week: %s → %s', (iso, text) => {
    expect(relative(iso)).toBe(text);
  });

  it('names the date from a week on, with the year where it is another', () => {
    expect(relative('2026-11-13T08:59:00Z')).toBe('Nov 13');
    expect(relative('2025-12-31T12:00:00Z')).toBe('Dec 31, 2025');
  });

  it('shows what is no time as it is', () => {
    expect(relative('never')).toBe('never');
  });
});

describe('formatAge', () => {
  it.each([
    ['2026-11-20T08:59:30Z', '< 1 min'],
    ['2026-11-20T08:20:00Z', '40 min'],
    ['2026-11-20T03:10:00Z', '5 h'],
    ['2026-11-18T06:14:00Z', '2 d'],
    ['2026-08-18T06:14:00Z', '94 d'],
  ])('tells %s by its largest unit', (since, age) => {
    expect(formatAge(since, now, 'd')).toBe(age);
  });
});

describe('formatDate', () => {
  it('is the day in the zone of the reader', () => {
    const late = '2026-11-19T23:30:00Z';
    expect(formatDate(late, { locale, now, zone: 'Asia/Tokyo' })).toBe(
      'Nov 20',
    );
    expect(formatDate(late, { locale, now, zone: 'utc' })).toBe('Nov 19');
  });
});

describe('formatExact', () => {
  const exact = (iso: string) =>
    formatExact(iso, { locale, zone: 'Europe/Berlin' });

  it('names the year and the zone', () => {
    expect(exact('2026-11-18T06:14:00Z')).toBe(
      'Wed, Nov 18, 2026, 7:14 AM GMT+1',
    );
  });

  it('has seconds where there are any', () => {
    expect(exact('2026-11-18T06:14:05Z')).toBe(
      'Wed, Nov 18, 2026, 7:14:05 AM GMT+1',
    );
  });
});

describe('UTC days', () => {
  it('are the same in every zone', () => {
    expect(utcDay(new Date('2026-11-20T23:59:59Z'))).toBe('2026-11-20');
    expect(formatDay('2026-11-20', { locale, now })).toBe('Nov 20');
    expect(formatDay('2026-11-20', { locale, now, weekday: true })).toBe(
      'Fri, Nov 20',
    );
    expect(formatMonth('2026-11-01', { locale })).toBe('November');
  });

  it('carry the year where it is another one', () => {
    expect(formatDay('2025-11-20', { locale, now })).toBe('Nov 20, 2025');
  });

  it('are counted across months and changes of the clock', () => {
    expect(daysBefore('2026-03-30', 2)).toBe('2026-03-28');
    expect(daysBefore('2026-11-30', -1)).toBe('2026-12-01');
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('2026-11-20', '2026-11-20')).toBe(0);
  });
});

describe('formatDuration', () => {
  it.each([
    [850, '850 ms'],
    [12_300, '12 s'],
    [200_000, '3 min 20 s'],
    [3_600_000, '1 h'],
    [7_500_000, '2 h 5 min'],
    [266_400_000, '3 d 2 h'],
  ])('names the two largest units: %d → %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds, 'd')).toBe(text);
  });
});
