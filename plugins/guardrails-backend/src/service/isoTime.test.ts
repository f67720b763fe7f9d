import { isoTime } from './isoTime';

const DAY_MS = 86_400_000;
/** The first and the last that a Date holds. */
const END_OF_TIME = 8.64e15;

describe('a time', () => {
  it('is written as toISOString writes it', () => {
    // Steps of days and of all parts of one, in both directions, and each time twice over.
    const times = Array.from({ length: 5000 }, (_, n) => [
      n * 12_345_678_901,
      -n * 12_345_678_901,
      n * 12_345_678_901 + 1,
      1_795_000_000_000 + n * 997,
    ]).flat();
    for (const ms of [
      ...times,
      -1,
      0,
      DAY_MS - 1,
      DAY_MS,
      END_OF_TIME,
      -END_OF_TIME,
    ]) {
      const time = new Date(ms);
      expect(isoTime(time)).toBe(time.toISOString());
    }
  });

  it('that is none is refused', () => {
    expect(() => isoTime(new Date(Number.NaN))).toThrow(RangeError);
  });
});
