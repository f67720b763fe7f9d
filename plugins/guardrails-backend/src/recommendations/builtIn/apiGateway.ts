/** Amazon API Gateway: requests, caches, transfer. */
import type { Playbook } from '@cloudops/plugin-guardrails-node';
import { budgetGuardrail, splitByUsageType } from '../costSteps';
import { monthlySaving } from '../impact';

export const apiGateway: Playbook = {
  name: 'api-gateway',
  applies: ({ serviceName }) => serviceName === 'Amazon API Gateway',
  recommend: alert => [
    {
      title: 'Find the API and the callers behind the rise',
      actionSteps: [
        `${splitByUsageType(
          alert,
        )} (ApiGatewayRequest is REST, ApiGatewayHttpRequest HTTP APIs, ApiGatewayCacheUsage caches, which cost by the hour)`,
        'CloudWatch → Metrics → ApiGateway → By Api Name: sort Count (Sum) of a day before and of a day after; 4XXError rising with it points to a client in a loop or to a scan.',
        'See who calls: the stage’s access log in Logs Insights: stats count(*) as requests by ip, resourcePath | sort requests desc | limit 20 (the fields are those of the stage’s log format).',
      ],
      ...monthlySaving(alert),
    },
    {
      title: 'Throttle what nobody pays for',
      actionSteps: [
        'Set a limit for the stage: aws apigateway update-stage --rest-api-id <api id> --stage-name <stage> --patch-operations op=replace,path=/*/*/throttling/rateLimit,value=<requests a second> op=replace,path=/*/*/throttling/burstLimit,value=<burst>',
        'Callers with keys: a usage plan with a quota for each (API Gateway → Usage plans).',
        'Anonymous callers: a rate-based rule in AWS WAF on the stage; it counts by IP address over five minutes.',
      ],
      ...monthlySaving(alert),
    },
    budgetGuardrail(alert),
  ],
};
