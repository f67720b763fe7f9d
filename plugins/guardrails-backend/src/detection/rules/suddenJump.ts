/** `sudden_jump`: a value that left the one before it further than is usual for the series and for the time of day. */
import { JUMP_DAYS, jumpMemory, jumpOver, USUAL_JUMP } from '../metrics/jumps';
import { relativeRule } from '../metrics/relativeRule';
import { metricInWords } from '../wording';

const LOOKBACK = 1;

export const suddenJump = relativeRule({
  name: 'sudden_jump',
  version: 1,
  summary: 'A value that left the one before it further than is usual',
  factors: {
    traffic: { above: 1.6, below: 1.5 },
    utilisation: { above: 5 },
  },
  memory: periodSeconds => jumpMemory(periodSeconds, LOOKBACK),
  open: (history, periodSeconds) => jumpOver(history, periodSeconds, LOOKBACK),

  words: ({ key }) => ({
    observed: `${metricInWords(key)}:`,
    baseline: 'As the point before it and the time of day let expect',
  }),
  formulas: {
    observed: 'the point',
    baseline: `the point before it, and the median change at this time on the ${JUMP_DAYS} days before`,
    usual: USUAL_JUMP,
  },
});
