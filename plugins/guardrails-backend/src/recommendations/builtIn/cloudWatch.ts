/** CloudWatch: log ingestion and storage, custom metrics, API requests. */
import type { Playbook } from '@cloudops/plugin-guardrails-node';
import { budgetGuardrail, splitByUsageType, usualMonth } from '../costSteps';
import { monthlySaving } from '../impact';

export const cloudWatch: Playbook = {
  name: 'cloudwatch',
  applies: ({ serviceName }) => serviceName === 'AmazonCloudWatch',
  recommend: alert => [
    {
      title: 'Find the log group or metrics behind the rise and turn them down',
      actionSteps: [
        `${splitByUsageType(
          alert,
        )} (DataProcessing-Bytes is log ingestion, TimedStorage-ByteHrs log storage, CW:MetricMonitorUsage custom metrics, CW:GMD-Metrics reading by GetMetricData)`,
        'Log ingestion: CloudWatch → Metrics → Logs → Log Group Metrics → IncomingBytes (Sum, 1 day), sorted by value, names the log group.',
        'See what fills it: Logs Insights on that group: stats count(*) as lines, sum(strlen(@message)) as bytes by @logStream | sort bytes desc | limit 20',
        'Set the log level of that component back (debug logging left on is the usual reason) and deploy; a Lambda function with JSON logs has it in its own configuration: aws lambda update-function-configuration --function-name <function> --logging-config LogFormat=JSON,ApplicationLogLevel=INFO',
        'Custom metrics: CloudWatch → Metrics → Custom namespaces; a dimension with many values (request id, user id) makes a metric of each.',
      ],
      ...monthlySaving(alert),
    },
    {
      title: 'Give every log group a retention',
      actionSteps: [
        'List the largest groups and their retention (None is for ever): aws logs describe-log-groups --query "reverse(sort_by(logGroups,&storedBytes))[:20].[logGroupName,storedBytes,retentionInDays]" --output table',
        'Set what the team really reads: aws logs put-retention-policy --log-group-name <log group> --retention-in-days 14',
        'Groups that are written much and read rarely: create them in the Infrequent Access class (--log-group-class INFREQUENT_ACCESS); ingestion costs half, and an existing group cannot change its class.',
      ],
      impact: `less storage every month from now on; ${usualMonth(alert)}`,
    },
    budgetGuardrail(alert),
  ],
};
