/** `cost_limit`: a day on which a service, or a whole project, cost more than a person allowed. */
import {
  ALL_SERVICES,
  type DetectionRule,
  type Series,
} from '@cloudops/plugin-guardrails-node';
import type { z } from 'zod';
import { limitsByKey, optionalLimit, parametersOf } from '../parameters';
import { dayInWords } from '../wording';
import { explainFixedLimit, judgeFixedLimit } from './fixedLimit';

const parameters = parametersOf({
  /** AWS service, as Cost Explorer names it, → most that a day may cost, in the project's currency. */
  limits: limitsByKey('AWS services', 'currency'),
  /** Most that a day of the whole project may cost. */
  total: optionalLimit('currency'),
});
type Parameters = z.output<typeof parameters>;

function limitOf(
  { key }: Pick<Series, 'key'>,
  { limits, total }: Parameters,
): number | undefined {
  if (key === ALL_SERVICES) return total;
  return Object.hasOwn(limits, key) ? limits[key] : undefined;
}

export const costLimit: DetectionRule<Parameters> = {
  name: 'cost_limit',
  version: 1,
  appliesTo: 'cost',
  summary:
    'A day that cost more than the configured limit of its service or project',
  judgesTotals: true,
  parameters,
  accepts: (series, rule) =>
    series.type === 'cost' && limitOf(series, rule) !== undefined,
  memory: () => 0,
  judge: (series, from, rule) =>
    judgeFixedLimit(series, from, limitOf(series, rule)!, 1),
  words: ({ at }) => ({ observed: `${dayInWords(at)} cost` }),
  explain: (series, at, rule) =>
    explainFixedLimit(series, at, limitOf(series, rule)!, 1),
};
