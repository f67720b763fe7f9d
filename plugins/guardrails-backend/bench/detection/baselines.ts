/** What one would otherwise set up: the limits of the textbook, judged by the same scores. Without any alert life. */
import type { Series } from '@cloudops/plugin-guardrails-node';

/** Whether each point of a series is out of the ordinary. */
export type Baseline = (
  values: Float64Array,
  series: Pick<Series, 'periodSeconds'>,
  warmup: number,
) => Uint8Array;

const DAY_SECONDS = 86_400;
/** The range of the rows that are not scored, and a fifth more. */
const STATIC_MARGIN = 1.2;
const ROLLING_POINTS = 288;
const ROLLING_DEVIATIONS = 3;
const WEEKLY_DEVIATIONS = 2;
/** Weeks that CloudWatch's anomaly detection learns from. */
const WEEKS = 2;

/** Above, or below, all that the first rows showed, by a fifth of their range. */
export const staticLimit: Baseline = (values, _, warmup) => {
  const first = values
    .subarray(0, warmup)
    .filter(value => !Number.isNaN(value));
  const low = first.reduce((a, b) => Math.min(a, b), Infinity);
  const high = first.reduce((a, b) => Math.max(a, b), -Infinity);
  const margin = (STATIC_MARGIN - 1) * (high - low);
  return Uint8Array.from(values, value =>
    value > high + margin || value < low - margin ? 1 : 0,
  );
};

/** Further from the mean of the last 288 points than three of their standard deviations. */
export const rollingMean: Baseline = values => {
  const flags = new Uint8Array(values.length);
  let sum = 0;
  let squares = 0;
  let known = 0;
  const count = (value: number, sign: number) => {
    if (!Number.isNaN(value)) {
      sum += sign * value;
      squares += sign * value * value;
      known += sign;
    }
  };
  for (let i = 0; i < values.length; i += 1) {
    if (known > 1) {
      const mean = sum / known;
      const deviation = Math.sqrt(Math.max(0, squares / known - mean * mean));
      flags[i] =
        Math.abs(values[i] - mean) > ROLLING_DEVIATIONS * deviation ? 1 : 0;
    }
    count(values[i], 1);
    if (i >= ROLLING_POINTS) {
      count(values[i - ROLLING_POINTS], -1);
    }
  }
  return flags;
};

/** Further from the mean of the same hour of the last two weeks than two of their standard deviations. */
export const hourOfWeek: Baseline = (values, { periodSeconds }) => {
  const perWeek = Math.round((7 * DAY_SECONDS) / periodSeconds);
  const reach = Math.floor(1800 / periodSeconds);
  return Uint8Array.from(values, (value, index) => {
    const before: number[] = [];
    for (let week = 1; week <= WEEKS; week += 1) {
      const centre = index - week * perWeek;
      for (let i = Math.max(0, centre - reach); i <= centre + reach; i += 1) {
        if (!Number.isNaN(values[i])) {
          before.push(values[i]);
        }
      }
    }
    if (before.length < 2) {
      return 0;
    }
    const mean = before.reduce((sum, each) => sum + each, 0) / before.length;
    const variance =
      before.reduce((sum, each) => sum + (each - mean) ** 2, 0) / before.length;
    return Math.abs(value - mean) > WEEKLY_DEVIATIONS * Math.sqrt(variance)
      ? 1
      : 0;
  });
};

export const BASELINES: Readonly<Record<string, Baseline>> = {
  'static limit': staticLimit,
  'rolling mean + 3σ': rollingMean,
  'hour of week + 2σ': hourOfWeek,
};
