import type { MetricKind } from '@cloudops/plugin-guardrails-node';
import type { JudgedPoint } from '../detection';
import { Restraint } from './Restraint';

const PERIOD_MS = 300_000;
const DAY_MS = 86_400_000;
const NOON = Date.parse('2026-11-20T12:00:00Z');

/** A point whose findings are each so many times as far from the baseline as the limit is. */
function point(
  at: number,
  kind: MetricKind | undefined,
  ...loudness: number[]
): JudgedPoint {
  return {
    at,
    kind,
    findings: loudness.map(times => ({
      configured: undefined as never,
      inputs: undefined as never,
      verdict: {
        at,
        fired: true,
        direction: 'above',
        observed: 100 + 10 * times,
        baseline: 100,
        threshold: 110,
      },
    })),
  };
}

function raised(windowStart: number, loudness: number) {
  return {
    windowStart,
    grade: {
      severity: 'low',
      observed: 100 + 10 * loudness,
      baseline: 100,
      threshold: 110,
    },
  } as const;
}

describe('Restraint', () => {
  it('lets the first alert of a metric through', () => {
    expect(new Restraint(PERIOD_MS).allows(point(NOON, 'traffic', 1.01))).toBe(
      true,
    );
  });

  it('wants the next one to be twice as loud for twelve periods', () => {
    const restraint = new Restraint(PERIOD_MS);
    restraint.watch(raised(NOON, 1.5));
    const after = (periods: number, loudness: number) =>
      restraint.allows(point(NOON + periods * PERIOD_MS, 'traffic', loudness));

    expect(after(12, 2.9)).toBe(false);
    expect(after(12, 3.1)).toBe(true);
    expect(after(13, 1.1)).toBe(true);
  });

  it('hears the loudest of several findings', () => {
    const restraint = new Restraint(PERIOD_MS);
    restraint.watch(raised(NOON, 1.5));

    expect(restraint.allows(point(NOON + PERIOD_MS, 'traffic', 1.2, 3.1))).toBe(
      true,
    );
  });

  it('wants a tenth more of a utilisation for each alert of the last week', () => {
    const restraint = new Restraint(PERIOD_MS);
    restraint.watch(raised(NOON - 8 * DAY_MS, 1.5));
    for (const days of [6, 4, 2]) {
      restraint.watch(raised(NOON - days * DAY_MS, 1.5));
    }

    expect(restraint.allows(point(NOON, 'utilisation', 1.29))).toBe(false);
    expect(restraint.allows(point(NOON, 'utilisation', 1.31))).toBe(true);
    expect(restraint.allows(point(NOON, 'latency', 1.01))).toBe(true);
  });

  it('holds back neither costs nor what passes a limit that a person set', () => {
    const restraint = new Restraint(PERIOD_MS);
    restraint.watch(raised(NOON, 1.5));
    const next = point(NOON + PERIOD_MS, 'traffic', 1);

    expect(restraint.allows({ ...next, kind: undefined })).toBe(true);
    expect(
      restraint.allows({
        ...next,
        findings: next.findings.map(finding => ({
          ...finding,
          // A fixed limit is its own baseline.
          verdict: { ...finding.verdict, baseline: 110 },
        })),
      }),
    ).toBe(true);
  });

  it('does not count an alert that begins later', () => {
    const restraint = new Restraint(PERIOD_MS);
    restraint.watch(raised(NOON + PERIOD_MS, 9));

    expect(restraint.allows(point(NOON, 'traffic', 1.1))).toBe(true);
  });

  describe('of alerts that come and go', () => {
    const HOUR = 12 * PERIOD_MS;
    const after = (...hours: number[]) => {
      const restraint = new Restraint(PERIOD_MS);
      const alerts = hours.map(hour => raised(NOON + hour * HOUR, 1.5));
      alerts.forEach(alert => restraint.watch(alert));
      return { restraint, alerts };
    };
    const quietHoursOf = ({ restraint, alerts }: ReturnType<typeof after>) =>
      alerts.map(alert => restraint.quietPointsOf(alert, 12) / 12);

    it('lets the fourth of six hours end only after six hours of quiet', () => {
      expect(quietHoursOf(after(0, 2, 4, 6))).toEqual([1, 1, 1, 6]);
      expect(quietHoursOf(after(0, 1.5, 4.5, 6))).toEqual([1, 1, 1, 6]);
    });

    it('lets the fourth of a day that come in a rhythm end only when one and a half of its pauses were quiet', () => {
      expect(quietHoursOf(after(0, 3, 6, 9))).toEqual([1, 1, 1, 4.5]);
      expect(quietHoursOf(after(0, 5, 9, 15))).toEqual([1, 1, 1, 9]);
      expect(quietHoursOf(after(0, 8, 16, 24))).toEqual([1, 1, 1, 12]);
    });

    it('takes neither four of more than a day for a rhythm, nor four at uneven times', () => {
      expect(quietHoursOf(after(0, 8, 16, 25))).toEqual([1, 1, 1, 1]);
      expect(quietHoursOf(after(0, 3, 6, 13))).toEqual([1, 1, 1, 1]);
    });

    it('goes by the newest four', () => {
      expect(quietHoursOf(after(-40, -30, 0, 3, 6, 9)).at(-1)).toBe(4.5);
    });

    it('takes what is twice as far from its baseline for another incident', () => {
      const { restraint, alerts } = after(0, 2, 4, 6);
      const found = (times: number) =>
        restraint.quietPointsOf(alerts[3], 12, raised(0, times).grade);

      expect(found(2.9)).toBe(72);
      expect(found(3)).toBe(12);
    });
  });

  it('never wants less quiet than usual, however long a period is', () => {
    const daily = new Restraint(DAY_MS);
    const alerts = [1, 1, 1, 1].map(loudness => raised(NOON, loudness));
    alerts.forEach(alert => daily.watch(alert));

    expect(daily.quietPointsOf(alerts[3], 4)).toBe(4);
  });
});
