/** Slow answers of an API. */
import type { Playbook } from '@cloudops/plugin-guardrails-node';
import { reliabilityImpact } from '../impact';

export const latency: Playbook = {
  name: 'latency',
  applies: ({ metricName }) => metricName === 'p95_latency_ms',
  recommend: alert => [
    {
      title: `Find where ${alert.project} spends the time`,
      actionSteps: [
        `Look at what was deployed or changed before ${alert.windowStart.slice(
          11,
          16,
        )} UTC on ${alert.windowStart.slice(
          0,
          10,
        )}: a shift that came in one step and stays is usually a release or a configuration.`,
        'Compare Latency with IntegrationLatency (CloudWatch → ApiGateway → By Api Name, p95): both rose, and it is the service behind; only Latency rose, and it is the gateway: authorizer, mapping, or the size of the answers.',
        'The service is Lambda: in Logs Insights on its log group: filter @type = "REPORT" | stats pct(@duration, 95), pct(@initDuration, 95), count(@initDuration) as coldStarts by bin(15m)',
        'The service uses RDS: RDS → Database Insights → top SQL, from that time on; a statement that lost its index or its plan stands at the top. DynamoDB: SuccessfulRequestLatency by operation.',
        'Turn tracing on where the reason is still not plain, and open the trace map: aws apigateway update-stage --rest-api-id <api id> --stage-name <stage> --patch-operations op=replace,path=/tracingEnabled,value=true',
      ],
      impact: reliabilityImpact(alert),
    },
    {
      title: 'Take the load off the slow part',
      actionSteps: [
        'Cold starts: keep some functions warm: aws lambda put-provisioned-concurrency-config --function-name <function> --qualifier <alias> --provisioned-concurrent-executions <number>; more memory also brings more CPU.',
        'The same reads again and again: cache them (API Gateway → Stages → Provision API cache, ElastiCache, or CloudFront in front of the API).',
        'Calls one after the other that do not depend on each other: make them at the same time, each with a timeout well under the caller’s.',
      ],
      impact: `a part of it: ${reliabilityImpact(alert)}`,
    },
  ],
};
