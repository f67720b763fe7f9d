import { randomNumbers } from '../detection/__testUtils__/series';
import type { JudgedPoint } from '../detection';
import { DAY_MS, judgedPoints, START } from './__testUtils__/judgedPoints';
import { planAlerts, type AlertPolicy, type KnownAlert } from './plan';

const NOTHING = { points: [], alerts: [] };

function policy(
  days: number,
  overrides: Partial<AlertPolicy & { lastQuietAt?: number }> = {},
): AlertPolicy & { lastQuietAt?: number } {
  return {
    type: 'reliability',
    periodMs: DAY_MS,
    opensFrom: START,
    settlePeriods: 2,
    quietPoints: 3,
    newest: START + (days - 1) * DAY_MS,
    ...overrides,
  };
}

/** What becomes of alerts above a baseline, where nothing is below. */
function plansAbove(
  points: readonly JudgedPoint[],
  alerts: readonly KnownAlert[],
  { lastQuietAt, ...rules }: AlertPolicy & { lastQuietAt?: number },
) {
  return planAlerts(
    { above: { points, alerts, lastQuietAt }, below: NOTHING },
    rules,
  ).above;
}

/** What a store would hold after the plans were carried out. */
function carryOut(
  alerts: readonly KnownAlert[],
  points: readonly JudgedPoint[],
  rules: AlertPolicy & { lastQuietAt?: number },
): KnownAlert[] {
  const stored = new Map(alerts.map(alert => [alert.id, alert]));
  for (const plan of plansAbove(points, alerts, rules)) {
    const id = plan.id ?? `opened ${plan.opened!.verdict.at}`;
    const before = stored.get(id);
    stored.set(id, {
      ...before,
      id,
      resolved: plan.resolvedBy !== undefined,
      windowStart: plan.windowStart,
      windowEnd: plan.windowEnd,
      grade: (plan.worse ?? plan.opened)?.grade ?? before!.grade,
    });
  }
  return [...stored.values()];
}

/** The alerts after a pattern was judged in one run, as `first day – day after the last: status severity`. */
function alertsOf(
  pattern: string,
  stored: readonly KnownAlert[] = [],
  overrides: Partial<AlertPolicy> = {},
): string[] {
  return carryOut(
    stored,
    judgedPoints(pattern),
    policy(pattern.length, overrides),
  ).map(inWords);
}

function inWords({ windowStart, windowEnd, resolved, grade }: KnownAlert) {
  const day = (at: number) => (at - START) / DAY_MS;
  return `${day(windowStart)}–${day(windowEnd)}: ${
    resolved ? 'resolved' : 'open'
  } ${grade.severity}`;
}

function known(overrides: Partial<KnownAlert> = {}): KnownAlert {
  return {
    id: 'known',
    resolved: false,
    windowStart: START,
    windowEnd: START + 2 * DAY_MS,
    grade: { severity: 'low', observed: 111, baseline: 100, threshold: 110 },
    ...overrides,
  };
}

describe('a planned activity', () => {
  const planned = (from: number, to: number) => ({
    planned: [
      {
        activityId: 'load test',
        from: START + from * DAY_MS,
        to: START + to * DAY_MS,
      },
    ],
  });

  it('keeps quiet what falls into it, and nothing else', () => {
    expect(alertsOf('.33.', [], planned(1, 3))).toEqual([]);
    expect(alertsOf('.33.', [], planned(1, 2))).toEqual(['2–3: open high']);
    expect(alertsOf('33..', [], planned(1, 3))).toEqual(['0–1: open high']);
  });

  it('is about a point that it touches', () => {
    expect(alertsOf('.3', [], planned(1.99, 3))).toEqual([]);
    expect(alertsOf('.3', [], planned(0, 1.01))).toEqual([]);
    expect(alertsOf('.3', [], planned(0, 1))).toEqual(['1–2: open high']);
  });

  it('neither extends an alert nor makes it worse nor keeps it from ending', () => {
    expect(alertsOf('1333', [], planned(1, 4))).toEqual(['0–1: open low']);
    expect(alertsOf('133.....', [], planned(1, 3))).toEqual([
      '0–1: resolved low',
    ]);
    expect(alertsOf('1331', [], planned(1, 3))).toEqual(['0–4: open low']);
  });

  it('tells of the first finding that it kept quiet', () => {
    const suppressedIn = (pattern: string, alerts: KnownAlert[] = []) =>
      planAlerts(
        { above: { points: judgedPoints(pattern), alerts }, below: NOTHING },
        { ...policy(pattern.length), ...planned(1, 4) },
      ).suppressed.map(({ finding, changes }) => [
        (finding.verdict.at - START) / DAY_MS,
        changes && (changes.windowStart - START) / DAY_MS,
      ]);
    expect(suppressedIn('....')).toEqual([]);
    expect(suppressedIn('..31')).toEqual([[2, undefined]]);
    expect(suppressedIn('1.31')).toEqual([[2, 0]]);
    // What would have changed nothing was not kept quiet: it belongs to an alert that somebody resolved.
    const resolved = known({ resolved: true, windowEnd: START + 4 * DAY_MS });
    expect(suppressedIn('1111', [resolved])).toEqual([]);
  });

  it('is over when it is over, also for what a resolved alert was about', () => {
    const resolved = known({ resolved: true, windowEnd: START + DAY_MS });
    expect(alertsOf('1111', [resolved])).toEqual(['0–1: resolved low']);
    expect(alertsOf('1111', [resolved], planned(0, 3))).toEqual([
      '0–1: resolved low',
      '3–4: open low',
    ]);
    expect(alertsOf('1111', [resolved], planned(0, 1))).toEqual([
      '0–1: resolved low',
    ]);
  });
});

describe('the life of an alert', () => {
  it('opens with the first finding', () => {
    expect(alertsOf('..1')).toEqual(['2–3: open low']);
  });

  it('does not open before the lookback', () => {
    expect(alertsOf('1111', [], { opensFrom: START + 2 * DAY_MS })).toEqual([
      '2–4: open low',
    ]);
  });

  it('grows while findings come close together, and takes the worst of them', () => {
    expect(alertsOf('.1.2?1..5.')).toEqual(['1–9: open high']);
  });

  it('ends after three quiet final points', () => {
    // Two newer points make a point final: the last of three quiet ones is point 4 of '1...xx'.
    expect(alertsOf('.1...')).toEqual(['1–2: open low']);
    expect(alertsOf('.1....')).toEqual(['1–2: open low']);
    expect(alertsOf('.1.....')).toEqual(['1–2: resolved low']);
  });

  it('does not take missing points for quiet ones', () => {
    expect(alertsOf('.1..????')).toEqual(['1–2: open low']);
    expect(alertsOf('.1..?.??')).toEqual(['1–2: resolved low']);
  });

  it('is followed by another after that', () => {
    expect(alertsOf('1......1')).toEqual([
      '0–1: resolved low',
      '7–8: open low',
    ]);
  });

  it('takes a finding in again that comes before it could end', () => {
    expect(alertsOf('1...1')).toEqual(['0–5: open low']);
  });

  it('takes in an older point that fires only after a restatement, when it is close', () => {
    const alert = known({
      windowStart: START + 3 * DAY_MS,
      windowEnd: START + 4 * DAY_MS,
    });

    expect(alertsOf('.2.1', [alert])).toEqual(['1–4: open medium']);
    expect(
      alertsOf('2......1', [
        known({
          windowStart: START + 7 * DAY_MS,
          windowEnd: START + 8 * DAY_MS,
        }),
      ]),
    ).toEqual(['7–8: open low']);
  });

  it('rises when a point of its own is restated upwards', () => {
    expect(alertsOf('13', [known()])).toEqual(['0–2: open high']);
  });

  it('does not fall when a point of its own is restated downwards', () => {
    const high = known({
      grade: { severity: 'high', observed: 150, baseline: 100, threshold: 110 },
    });

    expect(alertsOf('11', [high])).toEqual(['0–2: open high']);
  });
});

describe('what a person resolved', () => {
  const resolved = known({ resolved: true });

  it('is not opened again by its own points', () => {
    expect(alertsOf('11', [resolved])).toEqual(['0–2: resolved low']);
  });

  it('is not followed by an alert while the same goes on', () => {
    expect(alertsOf('111?1', [resolved])).toEqual(['0–2: resolved low']);
  });

  it('is followed by an alert after a quiet point', () => {
    expect(alertsOf('11.1', [resolved])).toEqual([
      '0–2: resolved low',
      '3–4: open low',
    ]);
  });

  it('is followed by an alert when it becomes twice as bad', () => {
    expect(alertsOf('1112', [resolved])).toEqual(['0–2: resolved low']);
    expect(alertsOf('1113', [resolved])).toEqual([
      '0–2: resolved low',
      '3–4: open high',
    ]);
  });

  it('remembers a quiet point of an earlier run', () => {
    const points = judgedPoints('???1');
    const withQuiet = (lastQuietAt?: number) =>
      carryOut([resolved], points, policy(4, { lastQuietAt })).length;

    expect(withQuiet()).toBe(1);
    expect(withQuiet(START + 2 * DAY_MS)).toBe(2);
    expect(withQuiet(START + DAY_MS)).toBe(1);
  });

  it('is forgotten once it lies before the lookback', () => {
    expect(
      alertsOf('1111', [resolved], { opensFrom: START + 3 * DAY_MS }),
    ).toEqual(['0–2: resolved low', '3–4: open low']);
  });

  it('stays open after it was opened again, until it was quiet since then', () => {
    const reopened = known({ reopenedAt: START + 6 * DAY_MS });

    expect(alertsOf('11......', [reopened])).toEqual(['0–2: open low']);
    expect(alertsOf('11.........', [reopened])).toEqual(['0–2: resolved low']);
  });
});

describe('runs of any size', () => {
  const random = randomNumbers(42);
  const patterns = Array.from({ length: 60 }, () =>
    Array.from({ length: 60 }, () => {
      const chance = random();
      if (chance < 0.6) return '.';
      return chance < 0.7 ? '?' : String(1 + Math.floor(random() * 4));
    }).join(''),
  );

  /** Every run judges from a while before its newest point, or from the unresolved alert's window. */
  function inRuns(pattern: string, nextSize: () => number, overlap: number) {
    const points = judgedPoints(pattern);
    let alerts: KnownAlert[] = [];
    let lastQuietAt: number | undefined;
    for (let end = 0; end < pattern.length; ) {
      const start = end;
      end = Math.min(pattern.length, end + nextSize());
      const waiting = alerts.find(alert => !alert.resolved)?.windowEnd;
      const from = Math.min(
        START + (start - overlap) * DAY_MS,
        waiting ?? Infinity,
      );
      const seen = points.filter(
        ({ at }) => at >= from && at < START + end * DAY_MS,
      );
      const rules = policy(end, { lastQuietAt });
      alerts = carryOut(alerts, seen, rules);
      lastQuietAt = seen
        .filter(
          ({ at, findings }) =>
            findings.length === 0 && at <= rules.newest - 2 * DAY_MS,
        )
        .reduce((last, { at }) => Math.max(last, at), lastQuietAt ?? -Infinity);
    }
    return alerts.map(inWords);
  }

  it.each(patterns)('come to the same alerts: %s', pattern => {
    const inOne = alertsOf(pattern);

    expect(inRuns(pattern, () => 1, 3)).toEqual(inOne);
    expect(inRuns(pattern, () => 1, 60)).toEqual(inOne);
    expect(inRuns(pattern, () => 1 + Math.floor(random() * 9), 3)).toEqual(
      inOne,
    );
  });

  it.each(patterns.slice(0, 20))(
    'change nothing the second time: %s',
    pattern => {
      const points = judgedPoints(pattern);
      const alerts = carryOut([], points, policy(pattern.length));

      expect(plansAbove(points, alerts, policy(pattern.length))).toEqual([]);
    },
  );
});
