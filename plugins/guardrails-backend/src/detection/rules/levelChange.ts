/** `level_change`: a level that moved over hours, by more than it usually does, and away from where it usually is. */
import { changeOf } from '../metrics/changes';
import { usualMemory } from '../metrics/MetricHistory';
import { relativeRule } from '../metrics/relativeRule';
import { metricInWords, theDuration } from '../wording';

/** A working day: the daily rhythm is in the usual changes, an incident of an hour is an eighth of the mean. */
const SPAN_SECONDS = 8 * 3600;
/** Where points are hours apart. */
const FEWEST_POINTS = 3;

function spanOf(periodSeconds: number): number {
  return Math.max(FEWEST_POINTS, Math.round(SPAN_SECONDS / periodSeconds));
}

export const levelChange = relativeRule({
  name: 'level_change',
  version: 1,
  summary: 'A level that moved over hours by more than it usually does',
  factors: {
    latency: { above: 1.2 },
    utilisation: { above: 1.3, below: 1.3 },
  },
  memory: periodSeconds =>
    usualMemory(periodSeconds) + 2 * spanOf(periodSeconds),
  overSeconds: periodSeconds => spanOf(periodSeconds) * periodSeconds,
  open: (history, periodSeconds) => changeOf(history, spanOf(periodSeconds)),

  words: ({ key, periodSeconds }) => {
    const span = theDuration(spanOf(periodSeconds) * periodSeconds);
    return {
      observed: `${metricInWords(key)}, mean of ${span}:`,
      baseline: `${span[0].toUpperCase()}${span.slice(1)} before`,
    };
  },
  formulas: {
    observed: 'mean of 8 hours',
    baseline: 'mean of the 8 hours before them',
    usual:
      'change that 99.5 % of such changes did not exceed in the four weeks before the day',
  },
});
