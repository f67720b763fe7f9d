/** `static_limit`: a reliability metric over what a person allowed, e.g. the objective for its latency. */
import type { DetectionRule } from '@cloudops/plugin-guardrails-node';
import type { z } from 'zod';
import { limitsByKey, parametersOf, wholeNumberWithin } from '../parameters';
import { metricInWords, timeInWords } from '../wording';
import { explainFixedLimit, judgeFixedLimit } from './fixedLimit';

const parameters = parametersOf({
  /** Metric name → highest value that is allowed, in the metric's unit, e.g. `{ p95_latency_ms: 500 }`. */
  limits: limitsByKey('metric names', 'unit of the metric'),
  /** How many points in a row must be over the limit. One, as in a new CloudWatch alarm. */
  points: wholeNumberWithin(1, 288, 1, 'points'),
});
type Parameters = z.output<typeof parameters>;

export const staticLimit: DetectionRule<Parameters> = {
  name: 'static_limit',
  version: 1,
  appliesTo: 'reliability',
  summary: 'A metric over its configured limit',
  parameters,
  accepts: ({ type, key }, { limits }) =>
    type === 'reliability' && Object.hasOwn(limits, key),
  memory: ({ points }) => points - 1,
  judge: (series, from, { limits, points }) =>
    judgeFixedLimit(series, from, limits[series.key], points),
  words: ({ at }, { key }) => ({
    observed: `${metricInWords(key)} at ${timeInWords(at)}:`,
  }),
  explain: (series, at, { limits, points }) =>
    explainFixedLimit(series, at, limits[series.key], points),
};
