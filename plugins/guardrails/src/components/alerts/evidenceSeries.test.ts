import { anAlert, anEvidence } from '../../testing';
import { englishWords } from '../../__testUtils__/englishWords';
import {
  drawnExtent,
  drawnPoints,
  evidenceInWords,
  periodOf,
} from './evidenceSeries';

const words = englishWords();
const daily = anEvidence();

const fiveMinutes = anEvidence({
  unit: 'count',
  points: [0, 5, 10, 20].map(minute => ({
    at: `2026-11-18T14:${String(minute).padStart(2, '0')}:00Z`,
    value: minute === 10 ? null : minute,
    threshold: 10,
    fired: minute > 10,
  })),
  window: { start: '2026-11-18T14:15:00Z', end: '2026-11-18T14:30:00Z' },
});

describe('the evidence series', () => {
  it('finds the period despite gaps', () => {
    expect(periodOf(fiveMinutes.points)).toBe(300_000);
    expect(periodOf(daily.points)).toBe(86_400_000);
    expect(periodOf([])).toBe(86_400_000);
  });

  it('draws a point in the middle of its period, within the window it belongs to', () => {
    const fired = drawnPoints(daily, words).find(point => point.fired)!;
    expect(fired.at).toBe(Date.parse('2026-11-17T12:00:00Z'));
    expect(fired.at).toBeGreaterThan(Date.parse(daily.window.start));
    expect(fired.at).toBeLessThan(Date.parse(daily.window.end));
  });

  it('keeps what is not known a gap', () => {
    expect(
      drawnPoints(fiveMinutes, words).map(point => point.observed),
    ).toEqual([0, 5, null, 20]);
    expect(drawnPoints(fiveMinutes, words)[0].usual).toBeUndefined();
  });

  it('spans all points and the whole window', () => {
    expect(drawnExtent(fiveMinutes)).toEqual([
      Date.parse('2026-11-18T14:00:00Z'),
      Date.parse('2026-11-18T14:30:00Z'),
    ]);
  });

  it('is told in sentences', () => {
    expect(evidenceInWords(anAlert(), daily, words)).toBe(
      '2 values from Mon, Nov 16 to Tue, Nov 17. Observed $141, usual $46.10, limit $59.93. Past the limit: Tue, Nov 17 ($141).',
    );
  });

  it('tells of many points past the limit by their number and the last ones', () => {
    const points = Array.from({ length: 7 }, (_, day) => ({
      at: `2026-11-1${day}T00:00:00Z`,
      value: 100 + day,
      fired: true,
    }));
    expect(evidenceInWords(anAlert(), anEvidence({ points }), words)).toContain(
      '7 values past the limit, the last ones Thu, Nov 12 ($102), Fri, Nov 13 ($103), Sat, Nov 14 ($104), Sun, Nov 15 ($105), Mon, Nov 16 ($106).',
    );
  });
});
