/** What detection finds of generated incidents, and how alerts are scored: the fast version of the bench. */
import type { Series } from '@cloudops/plugin-guardrails-node';
import { measureErrors } from '../../bench/detection/measure';
import { replay, withDefaults } from '../../bench/detection/replay';
import {
  eventScore,
  NAB_PROFILES,
  nabScore,
  type Scored,
} from '../../bench/detection/scores';
import { builtInRules } from '.';
import { gauges, latencies, randomNumbers } from './__testUtils__/series';

const PER_DAY = 288;

/** Points from the start of an incident to each alert that opened once two weeks had shown what is usual. */
function delays(series: Series, incident: number): number[] {
  return replay(series, withDefaults(builtInRules))
    .openings.map(({ at }) => series.points.findIndex(point => point.at === at))
    .filter(index => index >= 14 * PER_DAY)
    .map(index => index - incident);
}

describe('the score', () => {
  const scored = (alerts: readonly number[]): Scored => ({
    rows: 1000,
    stepSeconds: 300,
    warmup: 100,
    labels: [
      [300, 399],
      [700, 799],
    ],
    gap: 12,
    tolerance: 1,
    alerts,
  });

  it('is 0 for silence and almost 100 for an alert at the start of each window', () => {
    expect(nabScore([scored([])], NAB_PROFILES.standard).score).toBe(0);
    expect(
      nabScore([scored([300, 700])], NAB_PROFILES.standard).score,
    ).toBeCloseTo(100, 1);
  });

  it('takes 0.11 for a false alert long before any window, of what two windows give', () => {
    const { score, falseAlerts } = nabScore(
      [scored([150, 300, 700])],
      NAB_PROFILES.standard,
    );

    expect(falseAlerts).toBe(1);
    expect(score).toBeCloseTo(100 - (100 * 0.11) / 4, 1);
  });

  it('counts an alert only where it starts in an event, and one for alerts that follow closely', () => {
    const score = eventScore([scored([50, 310, 315, 500, 690])]);

    expect(score).toMatchObject({
      events: 2,
      detected: 1,
      alerts: 3,
      falseAlerts: 2,
      medianDelaySeconds: 10 * 300,
    });
  });
});

describe('detection', () => {
  it('finds bursts of errors and little else', () => {
    const { recall, falseAlertsPerSeriesMonth } = measureErrors(6, 3);

    expect(recall).toBeGreaterThanOrEqual(0.9);
    expect(falseAlertsPerSeriesMonth).toBeLessThanOrEqual(1);
  });

  it.each([1, 2, 3])('finds an outage of traffic, and nothing else', seed => {
    const random = randomNumbers(seed);
    const outage = 20 * PER_DAY + 150;
    const series = gauges(22 * PER_DAY, index => {
      const rhythm = 1 - 0.5 * Math.cos((2 * Math.PI * index) / PER_DAY);
      const isOut = index >= outage && index < outage + 6;
      return (isOut ? 10 : 100 * rhythm) + 5 * random();
    });
    const { openings } = replay(series, withDefaults(builtInRules));
    // Once two weeks have shown what is usual.
    const [found, ...others] = openings.filter(
      ({ at }) => at >= series.points[14 * PER_DAY].at,
    );

    expect(found.at).toBeGreaterThanOrEqual(series.points[outage].at);
    expect(found.at).toBeLessThanOrEqual(series.points[outage + 1].at);
    expect(others).toEqual([]);
  });

  it.each([1, 2, 3])('finds a latency that doubled, and nothing else', seed => {
    const random = randomNumbers(seed);
    const shift = 20 * PER_DAY + 100;
    const series = latencies(22 * PER_DAY, index => {
      const rhythm = 1 - 0.2 * Math.cos((2 * Math.PI * index) / PER_DAY);
      const isSlow = index >= shift && index < shift + 60;
      return 180 * rhythm * (0.9 + 0.2 * random()) * (isSlow ? 2 : 1);
    });

    expect(delays(series, shift)).toEqual([1]);
  });

  it.each([1, 2, 3])(
    'finds a processor that runs hot, and nothing else',
    seed => {
      const random = randomNumbers(seed);
      const hot = 20 * PER_DAY + 200;
      const series = gauges(22 * PER_DAY, index =>
        index >= hot && index < hot + 24
          ? 90
          : 30 + 15 * Math.sin(index / 2) + 2 * random(),
      );

      expect(delays(series, hot)).toEqual([0]);
    },
  );
});
