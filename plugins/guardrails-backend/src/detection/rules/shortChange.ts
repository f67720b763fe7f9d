/** `short_change`: a level that changed within minutes by more than it usually ever does. */
import { changeOf } from '../metrics/changes';
import { usualMemory } from '../metrics/MetricHistory';
import { relativeRule, spanInWords } from '../metrics/relativeRule';
import { metricInWords } from '../wording';

/** One strange point changes a mean of three by a third of what it is off. */
const POINTS = 3;

export const shortChange = relativeRule({
  name: 'short_change',
  version: 1,
  summary: 'A level that changed within minutes by more than it usually does',
  factors: {
    utilisation: { above: 2, below: 1.5 },
  },
  memory: periodSeconds => usualMemory(periodSeconds) + 2 * POINTS,
  overSeconds: periodSeconds => POINTS * periodSeconds,
  open: history => changeOf(history, POINTS),

  words: ({ key, periodSeconds }) => ({
    observed: `${metricInWords(key)}, mean of ${spanInWords(
      POINTS,
      periodSeconds,
    )}:`,
    baseline: `The ${spanInWords(POINTS, periodSeconds)} before`,
  }),
  formulas: {
    observed: `mean of ${POINTS} points`,
    baseline: `mean of the ${POINTS} points before them`,
    usual:
      'change that 99.5 % of such changes did not exceed in the four weeks before the day',
  },
});
