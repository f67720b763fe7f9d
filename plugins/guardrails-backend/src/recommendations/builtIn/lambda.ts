/** AWS Lambda: invocations, duration, memory, loops. */
import type { Playbook } from '@cloudops/plugin-guardrails-node';
import { budgetGuardrail, splitByUsageType } from '../costSteps';
import { monthlySaving } from '../impact';

export const lambda: Playbook = {
  name: 'lambda',
  applies: ({ serviceName }) => serviceName === 'AWS Lambda',
  recommend: alert => [
    {
      title: 'Find the function behind the rise and what calls it',
      actionSteps: [
        `${splitByUsageType(
          alert,
        )} (Lambda-GB-Second is duration × memory, Request is invocations, Lambda-Provisioned-Concurrency what is kept warm)`,
        'CloudWatch → Metrics → Lambda → By Function Name: sort Invocations (Sum) and then Duration (Sum) of a day before and of a day after.',
        'Invocations rose: see what calls it: Lambda → the function → Configuration → Triggers; a queue that redelivers shows in SQS as ApproximateAgeOfOldestMessage, retries show as Errors (Sum).',
        'It calls itself over S3, SNS or SQS: CloudWatch → AWS/Lambda → RecursiveInvocationsDropped; check that the protection is on: aws lambda get-function-recursion-config --function-name <function>',
        'Duration rose: run in Logs Insights on its log group: filter @type = "REPORT" | stats count(*), avg(@duration), max(@maxMemoryUsed / 1000000) by bin(1h)',
      ],
      ...monthlySaving(alert),
    },
    {
      title: 'Put a ceiling on the function',
      actionSteps: [
        'Reserve the concurrency it needs in a usual peak (AWS/Lambda → ConcurrentExecutions, Maximum): aws lambda put-function-concurrency --function-name <function> --reserved-concurrent-executions <number>',
        'Set a timeout a little over its slowest good call: aws lambda update-function-configuration --function-name <function> --timeout <seconds>',
        'Fit its memory: Compute Optimizer → Lambda functions, or: aws compute-optimizer get-lambda-function-recommendations --query "lambdaFunctionRecommendations[].[functionArn,currentMemorySize,memorySizeRecommendationOptions[0].memorySize]" --output table',
      ],
      ...monthlySaving(
        alert,
        saving =>
          `a runaway function cannot cost more than its ceiling; ${saving}`,
      ),
    },
    budgetGuardrail(alert),
  ],
};
