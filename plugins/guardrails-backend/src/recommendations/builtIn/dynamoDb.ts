/** Amazon DynamoDB: request units, capacity mode, storage. */
import type { Playbook } from '@cloudops/plugin-guardrails-node';
import { budgetGuardrail, splitByUsageType } from '../costSteps';
import { monthlySaving } from '../impact';

export const dynamoDb: Playbook = {
  name: 'dynamodb',
  applies: ({ serviceName }) => serviceName === 'Amazon DynamoDB',
  recommend: alert => [
    {
      title: 'Find the table and the access pattern behind the rise',
      actionSteps: [
        `${splitByUsageType(
          alert,
        )} (ReadRequestUnits and WriteRequestUnits are on-demand, ReadCapacityUnit-Hrs and WriteCapacityUnit-Hrs provisioned, TimedStorage-ByteHrs storage)`,
        'CloudWatch → Metrics → DynamoDB → Table Metrics: sort ConsumedReadCapacityUnits (Sum) and ConsumedWriteCapacityUnits (Sum) of a day before and of a day after; look at the table’s global secondary indexes as well, each write is paid there again.',
        'A Scan where a Query was meant reads everything: compare SuccessfulRequestLatency (SampleCount) by Operation for Scan and Query.',
        'Find the hot keys: aws dynamodb update-contributor-insights --table-name <table> --contributor-insights-action ENABLE, then CloudWatch → Contributor Insights after some minutes (it is charged by event: disable it afterwards).',
      ],
      ...monthlySaving(alert),
    },
    {
      title: 'Choose the capacity mode that fits, with a ceiling',
      actionSteps: [
        'See the mode: aws dynamodb describe-table --table-name <table> --query "Table.[BillingModeSummary.BillingMode,ProvisionedThroughput,TableSizeBytes,ItemCount]"',
        'On-demand: give the table a maximum: aws dynamodb update-table --table-name <table> --on-demand-throughput MaxReadRequestUnits=<n>,MaxWriteRequestUnits=<n> (requests over it are throttled).',
        'Steady traffic: provisioned capacity with auto scaling costs less than on-demand (DynamoDB → table → Additional settings → Read/write capacity).',
      ],
      ...monthlySaving(
        alert,
        saving =>
          `a runaway reader cannot cost more than its ceiling; ${saving}`,
      ),
    },
    budgetGuardrail(alert),
  ],
};
