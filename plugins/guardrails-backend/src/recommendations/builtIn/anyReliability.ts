/** Any other metric that left its usual range. */
import type { Playbook } from '@cloudops/plugin-guardrails-node';
import { metricInWords } from '../../detection/wording';
import { reliabilityImpact } from '../impact';

export const anyReliability: Playbook = {
  name: 'any-reliability',
  applies: ({ alertType }) => alertType === 'reliability',
  recommend: alert => [
    {
      title: `Find what moved ${metricInWords(
        alert.metricName ?? 'the metric',
      )} of ${alert.project}`,
      actionSteps: [
        `Open the metric in CloudWatch → Metrics and set the range to a day around ${alert.windowStart}.`,
        'Put the requests (Count), the errors and the latency of the same API beside it: did the traffic change, or the service?',
        'Look for a release, a configuration change or a scaling activity just before, in CloudTrail → Event history (read-only = false) and in the deployment tool.',
        'It is a change that was meant: acknowledge this alert with a note. It is not: undo it, then look for the reason.',
      ],
      impact: reliabilityImpact(alert),
    },
  ],
};
