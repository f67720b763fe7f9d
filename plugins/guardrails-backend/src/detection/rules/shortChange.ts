/**
 * `short_change`: a level that changed within minutes by more than it usually ever does, and away from where it usually
 * is. One point is compared with the one before it, and three with the three before them: a change in steps.
 */
import { changeOf } from '../metrics/changes';
import { usualMemory } from '../metrics/MetricHistory';
import { relativeRule } from '../metrics/relativeRule';
import { duration, metricInWords } from '../wording';

const SPANS = [1, 3] as const;

export const shortChange = relativeRule({
  name: 'short_change',
  version: 1,
  summary: 'A level that changed within minutes by more than it usually does',
  factors: {
    utilisation: { above: 1.5, below: 1.5 },
  },
  memory: periodSeconds => usualMemory(periodSeconds) + 2 * SPANS[1],

  glance: () => ({ recent: 2 * SPANS[1] - 1, days: 0, before: 0, after: 0 }),

  open(history) {
    const changes = SPANS.map(points =>
      changeOf(history, 'short_change@1', points),
    );
    return index => changes.flatMap(change => change(index) ?? []);
  },

  words: ({ key }, overSeconds) => ({
    observed: `${metricInWords(key)}, mean of ${duration(overSeconds)}`,
    baseline: `The ${duration(overSeconds)} before`,
  }),
  formulas: overSeconds => ({
    observed: `mean of ${duration(overSeconds)}`,
    baseline: `mean of the ${duration(overSeconds)} before`,
    usual:
      'change that 99.5 % of such changes did not exceed in the four weeks before the day',
  }),
});
