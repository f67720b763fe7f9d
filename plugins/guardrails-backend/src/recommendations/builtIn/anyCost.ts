/** Any other AWS service that costs more than usual. */
import type { Playbook } from '@cloudops/plugin-guardrails-node';
import { serviceInWords } from '../../detection/wording';
import { budgetGuardrail, firstDay, splitByUsageType } from '../costSteps';
import { monthlySaving } from '../impact';

export const anyCost: Playbook = {
  name: 'any-cost',
  applies: ({ alertType }) => alertType === 'cost',
  recommend: alert => [
    {
      title: `Find what changed in ${serviceInWords(
        alert.serviceName ?? 'the service',
      )}`,
      actionSteps: [
        splitByUsageType(alert),
        'Narrow it down: in the same Cost Explorer report add a filter for that usage type and group by Linked account, then Region, then Tag, until one of them holds the rise; "Resource" does it at once where resource-level data is turned on (Billing and Cost Management → Cost Management preferences).',
        `See what was created or changed: CloudTrail → Event history, read-only = false, from ${firstDay(
          alert,
        )}.`,
        'Ask the owner whether it is meant to stay. It is: acknowledge this alert with a note, the baseline follows within two weeks. It is not: undo the change.',
      ],
      ...monthlySaving(alert),
    },
    budgetGuardrail(alert),
  ],
};
