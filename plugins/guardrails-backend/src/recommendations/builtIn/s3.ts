/** Amazon S3: storage, requests, transfer. */
import type { Playbook } from '@cloudops/plugin-guardrails-node';
import { budgetGuardrail, splitByUsageType, usualMonth } from '../costSteps';
import { monthlySaving } from '../impact';

export const s3: Playbook = {
  name: 's3',
  applies: ({ serviceName }) => serviceName === 'Amazon Simple Storage Service',
  recommend: alert => [
    {
      title: 'Find the bucket behind the rise',
      actionSteps: [
        `${splitByUsageType(
          alert,
        )} (TimedStorage-ByteHrs is storage, Requests-Tier1 writes and lists, Requests-Tier2 reads, DataTransfer-Out-Bytes traffic to the internet)`,
        'Storage: S3 → Storage Lens → default-account-dashboard → Buckets, sorted by total storage, change over 30 days; or CloudWatch → AWS/S3 → BucketSizeBytes.',
        'Requests: CloudTrail records none of them unless data events are on; turn on request metrics for the suspected bucket (Metrics → Request metrics → Create filter) and compare AllRequests, GetRequests and PutRequests after fifteen minutes.',
        'Transfer: look for a bucket that is read from the internet without CloudFront, or from another region (usage types with two region codes).',
      ],
      ...monthlySaving(alert),
    },
    {
      title: 'Let S3 clean up after itself',
      actionSteps: [
        'See the rules of the bucket: aws s3api get-bucket-lifecycle-configuration --bucket <bucket> (NoSuchLifecycleConfiguration: there are none).',
        'Add a lifecycle rule (S3 → bucket → Management → Create lifecycle rule): delete incomplete multipart uploads after 7 days, delete noncurrent versions after 30 days, expire temporary prefixes.',
        'Objects that are read rarely or nobody knows: a transition to S3 Intelligent-Tiering in the same rule.',
      ],
      impact: `part of it, growing from month to month; ${usualMonth(alert)}`,
    },
    budgetGuardrail(alert),
  ],
};
