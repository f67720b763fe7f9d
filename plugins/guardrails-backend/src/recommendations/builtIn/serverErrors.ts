/** 5xx answers of an API. */
import type { Playbook, PlaybookAlert } from '@cloudops/plugin-guardrails-node';
import { reliabilityImpact } from '../impact';

function clock(at: string): string {
  return `${at.slice(11, 16)} UTC on ${at.slice(0, 10)}`;
}

function title({ project }: PlaybookAlert): string {
  return `Find what failed in ${project} and undo it`;
}

export const serverErrors: Playbook = {
  name: 'server-errors',
  applies: ({ metricName }) => metricName === '5xx_count',
  recommend: alert => [
    {
      title: title(alert),
      actionSteps: [
        `Look for a release shortly before ${clock(
          alert.windowStart,
        )}: aws apigateway get-deployments --rest-api-id <api id> --query "reverse(sort_by(items,&createdDate))[:5].[id,createdDate,description]" --output table; and the deployments of the service behind it (Lambda versions, ECS → service → Deployments).`,
        'Tell the gateway from what stands behind it: in the stage’s access log compare status with integrationStatus, in Logs Insights: filter status >= 500 | stats count(*) as failed by resourcePath, status, integrationStatus | sort failed desc (the fields are those of the stage’s log format).',
        'integrationStatus is 5xx too: the service failed; read its error log from that minute on. It is 200 or missing: a malformed answer (502), a timeout (504) or throttling in the integration.',
        'A release did it: go back first, look for the reason afterwards. Lambda alias: aws lambda update-alias --function-name <function> --name <alias> --function-version <previous version>; ECS: aws ecs update-service --cluster <cluster> --service <service> --task-definition <previous revision>; stage: aws apigateway update-stage --rest-api-id <api id> --stage-name <stage> --patch-operations op=replace,path=/deploymentId,value=<previous deployment>',
        'No release did it: check what it depends on: RDS → Database Insights and DatabaseConnections, Lambda → Throttles and Errors, DynamoDB → ThrottledRequests, and AWS Health for the region.',
      ],
      impact: reliabilityImpact(alert),
    },
    {
      title: 'Make the next bad release roll itself back',
      actionSteps: [
        'Create an alarm: CloudWatch → Alarms → Create alarm → ApiGateway → By Api Name → 5XXError (Sum, 1 minute), 3 of 5 datapoints over what is usual; missing data is good.',
        'Lambda: deploy with CodeDeploy in the mode CodeDeployDefault.LambdaCanary10Percent5Minutes and name the alarm in the deployment group, with rollback when it goes off.',
        'ECS: name the alarm in the service and turn the circuit breaker on: aws ecs update-service --cluster <cluster> --service <service> --deployment-configuration "deploymentCircuitBreaker={enable=true,rollback=true},alarms={alarmNames=[<alarm>],enable=true,rollback=true}"',
      ],
      impact:
        'minutes of errors from the next bad release instead of as long as it takes to see it',
    },
  ],
};
