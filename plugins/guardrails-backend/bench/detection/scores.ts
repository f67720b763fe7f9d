/**
 * How good alerts are: the NAB score, which rewards an early alert within a window, and strict precision and recall
 * of events, which count an alert only when it starts within one.
 */

/** The alerts on one labelled series. Rows are 0-based, ends inclusive. */
export interface Scored {
  readonly rows: number;
  readonly stepSeconds: number;
  /** Rows at the start that are not scored. */
  readonly warmup: number;
  readonly labels: readonly (readonly [first: number, last: number])[];
  /** Rows between two labels, or two alerts, that make them one. */
  readonly gap: number;
  /** Rows by which an alert may miss an event. */
  readonly tolerance: number;
  /** Rows on which an alert opened, ascending. */
  readonly alerts: readonly number[];
}

/** What NAB gives and takes: for a window that was missed, and for a false alert. */
export interface NabProfile {
  readonly missed: number;
  readonly falseAlert: number;
}

/** The three profiles of the Numenta Anomaly Benchmark. */
export const NAB_PROFILES = {
  standard: { missed: 1, falseAlert: 0.11 },
  lowFalse: { missed: 1, falseAlert: 0.22 },
  lowMissed: { missed: 2, falseAlert: 0.11 },
} as const satisfies Record<string, NabProfile>;

export interface NabScore {
  /** 0 for silence, 100 for an alert at the start of each window and no other. */
  readonly score: number;
  readonly windows: number;
  readonly detected: number;
  readonly falseAlerts: number;
}

/** NAB's sigmoid: almost 1 at the start of a window (−1), 0 at its end, −1 long after it. */
function positionReward(position: number): number {
  return position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
}

const FULL_REWARD = positionReward(-1);

/** The score of an alert on a row: above 0 within a window, below 0 outside of one. */
function rewardOf(
  row: number,
  windows: Scored['labels'],
): { readonly window: number; readonly reward: number } {
  let before: readonly [number, number] | undefined;
  for (const [index, window] of windows.entries()) {
    const [first, last] = window;
    if (row >= first && row <= last) {
      const position = -(last - row + 1) / (last - first + 1);
      return { window: index, reward: positionReward(position) / FULL_REWARD };
    }
    if (last < row) {
      before = window;
    }
  }
  if (!before) {
    return { window: -1, reward: -1 };
  }
  const [first, last] = before;
  return { window: -1, reward: positionReward((row - last) / (last - first)) };
}

/** The NAB score of all series together: the earliest alert of a window counts, and each alert outside of one. */
export function nabScore(
  series: readonly Scored[],
  profile: NabProfile,
): NabScore {
  let raw = 0;
  let windows = 0;
  let detected = 0;
  let falseAlerts = 0;
  for (const { labels, alerts, warmup } of series) {
    const best = new Map<number, number>();
    for (const row of alerts.filter(each => each >= warmup)) {
      const { window, reward } = rewardOf(row, labels);
      if (window < 0) {
        raw += reward * profile.falseAlert;
        falseAlerts += 1;
      } else {
        best.set(window, Math.max(best.get(window) ?? -Infinity, reward));
      }
    }
    raw += [...best.values()].reduce((sum, reward) => sum + reward, 0);
    raw -= (labels.length - best.size) * profile.missed;
    windows += labels.length;
    detected += best.size;
  }
  const silence = -profile.missed * windows;
  return {
    score: (100 * (raw - silence)) / (windows - silence),
    windows,
    detected,
    falseAlerts,
  };
}

export interface EventScore {
  readonly events: number;
  readonly detected: number;
  readonly alerts: number;
  readonly falseAlerts: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly falseAlertsPerSeriesMonth: number;
  /** From the start of an event to its first alert; undefined when none was found. */
  readonly medianDelaySeconds: number | undefined;
}

const DAYS_PER_MONTH = 30;

function merged(
  labels: Scored['labels'],
  gap: number,
): readonly (readonly [number, number])[] {
  const events: [number, number][] = [];
  for (const [first, last] of labels) {
    const before = events.at(-1);
    if (before && first - before[1] <= gap) {
      before[1] = Math.max(before[1], last);
    } else {
      events.push([first, last]);
    }
  }
  return events;
}

/** Precision and recall of all series together. An alert that is always on gets no credit: it starts once. */
export function eventScore(series: readonly Scored[]): EventScore {
  let events = 0;
  let detected = 0;
  let alerts = 0;
  let trueAlerts = 0;
  let days = 0;
  const delays: number[] = [];
  for (const each of series) {
    const { warmup, gap, tolerance, stepSeconds } = each;
    const truth = merged(
      each.labels
        .filter(([, last]) => last >= warmup)
        .map(([first, last]) => [Math.max(first, warmup), last] as const),
      gap,
    );
    const found = new Set<number>();
    let previous = -Infinity;
    for (const row of each.alerts.filter(one => one >= warmup)) {
      if (row - previous > gap) {
        alerts += 1;
        const event = truth.findIndex(
          ([first, last]) =>
            row >= first - tolerance && row <= last + tolerance,
        );
        if (event >= 0) {
          trueAlerts += 1;
          if (!found.has(event)) {
            found.add(event);
            delays.push(Math.max(0, row - truth[event][0]) * stepSeconds);
          }
        }
      }
      previous = row;
    }
    events += truth.length;
    detected += found.size;
    days += ((each.rows - warmup) * stepSeconds) / 86_400;
  }
  const precision = alerts > 0 ? trueAlerts / alerts : 0;
  const recall = events > 0 ? detected / events : 0;
  delays.sort((a, b) => a - b);
  return {
    events,
    detected,
    alerts,
    falseAlerts: alerts - trueAlerts,
    precision,
    recall,
    f1:
      precision + recall > 0
        ? (2 * precision * recall) / (precision + recall)
        : 0,
    falseAlertsPerSeriesMonth:
      days > 0 ? (DAYS_PER_MONTH * (alerts - trueAlerts)) / days : 0,
    medianDelaySeconds: delays[Math.floor((delays.length - 1) / 2)],
  };
}
