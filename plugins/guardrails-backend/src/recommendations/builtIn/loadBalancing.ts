/** Elastic Load Balancing: load balancer hours and capacity units. */
import type { Playbook } from '@cloudops/plugin-guardrails-node';
import { budgetGuardrail, splitByUsageType } from '../costSteps';
import { monthlySaving } from '../impact';

export const loadBalancing: Playbook = {
  name: 'load-balancing',
  applies: ({ serviceName }) => serviceName === 'Amazon Elastic Load Balancing',
  recommend: alert => [
    {
      title: 'Find the load balancer behind the rise',
      actionSteps: [
        `${splitByUsageType(
          alert,
        )} (LoadBalancerUsage is hours, LCUUsage capacity units, DataTransfer-Out-Bytes traffic)`,
        'List them, newest last: aws elbv2 describe-load-balancers --query "sort_by(LoadBalancers,&CreatedTime)[].[LoadBalancerName,Type,Scheme,CreatedTime]" --output table',
        'Capacity units: CloudWatch → AWS/ApplicationELB → ConsumedLCUs (Sum); then see which of NewConnectionCount, ActiveConnectionCount, ProcessedBytes and RuleEvaluations rose with it: the largest of the four is what is paid.',
        'NewConnectionCount rose: clients open a connection for each request; turn keep-alive on in them. ProcessedBytes rose: large answers; compress or cache them.',
        'A load balancer with RequestCount 0 over 14 days, or without healthy targets: aws elbv2 delete-load-balancer --load-balancer-arn <arn>',
      ],
      ...monthlySaving(alert),
    },
    budgetGuardrail(alert),
  ],
};
