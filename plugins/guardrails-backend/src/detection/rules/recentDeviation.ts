/** `recent_deviation`: a value that left the middle of the last few points further than is usual: a jump in two steps. */
import { JUMP_DAYS, jumpMemory, jumpOver, USUAL_JUMP } from '../metrics/jumps';
import { relativeRule } from '../metrics/relativeRule';
import { metricInWords } from '../wording';

const LOOKBACK = 6;

export const recentDeviation = relativeRule({
  name: 'recent_deviation',
  version: 1,
  summary: 'A value that left the last few points further than is usual',
  factors: {
    latency: { above: 1.6 },
    traffic: { above: 2.5, below: 2.5 },
  },
  memory: periodSeconds => jumpMemory(periodSeconds, LOOKBACK),
  open: (history, periodSeconds) => jumpOver(history, periodSeconds, LOOKBACK),

  words: ({ key }) => ({
    observed: `${metricInWords(key)}:`,
    baseline: `As the ${LOOKBACK} points before it and the time of day let expect`,
  }),
  formulas: {
    observed: 'the point',
    baseline: `median of the ${LOOKBACK} points before it, and the median change against them at this time on the ${JUMP_DAYS} days before`,
    usual: USUAL_JUMP,
  },
});
