/** `cost_limit`: a day on which a service cost more than a person allowed. */
import type { DetectionRule } from '@cloudops/plugin-guardrails-node';
import type { z } from 'zod';
import { limitsByKey, parametersOf } from '../parameters';
import { dayInWords } from '../wording';
import { explainFixedLimit, judgeFixedLimit } from './fixedLimit';

const parameters = parametersOf({
  /** AWS service, as Cost Explorer names it, → most that a day may cost, in the project's currency. */
  limits: limitsByKey('AWS services'),
});
type Parameters = z.output<typeof parameters>;

export const costLimit: DetectionRule<Parameters> = {
  name: 'cost_limit',
  version: 1,
  appliesTo: 'cost',
  summary: 'A day that cost more than the configured limit of its service',
  parameters,
  accepts: ({ type, key }, { limits }) =>
    type === 'cost' && Object.hasOwn(limits, key),
  memory: () => 0,
  judge: (series, from, { limits }) =>
    judgeFixedLimit(series, from, limits[series.key], 1),
  words: ({ at }) => ({ observed: `${dayInWords(at)} cost` }),
  explain: (series, at, { limits }) =>
    explainFixedLimit(series, at, limits[series.key], 1),
};
