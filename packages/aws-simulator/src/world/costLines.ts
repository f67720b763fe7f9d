/**
 * What the accounts pay for when nothing is wrong: one line for each component, AWS service and usage type.
 * Usage types are spelled as Cost Explorer spells them; prices are us-east-1 list prices, roughly.
 */
import {
  API_GATEWAY,
  CLOUDFRONT,
  CLOUDWATCH,
  DYNAMODB,
  EC2_COMPUTE,
  EC2_OTHER,
  ECS,
  ELASTICACHE,
  ELB,
  GLUE,
  KINESIS,
  KMS,
  LAMBDA,
  QUICKSIGHT,
  RDS,
  ROUTE53,
  S3,
  SAGEMAKER,
  SQS,
  VPC,
  WAF,
} from './awsServices';
import type { CostLine, RecordType, Week } from './costLine';

/** Always on: instance hours, storage. */
const STEADY: Week = [1, 1, 1, 1, 1, 1, 1];
/** Used by people at work: quiet weekends. */
const OFFICE: Week = [1.09, 1.11, 1.1, 1.09, 1.05, 0.8, 0.76];
/** Used by shoppers: busy weekends. */
const SHOPPERS: Week = [0.94, 0.92, 0.94, 0.97, 1.04, 1.12, 1.07];
/** Used by machines and people alike. */
const MILD: Week = [1.02, 1.03, 1.03, 1.02, 1.01, 0.95, 0.94];

/** Whose lines follow, and the region they are charged in unless a line says otherwise. */
interface Owner {
  readonly accountId: string;
  readonly component?: string;
  readonly region: string;
}

/** [service, usage type, USD a day, week, growth a month, noise, unit, USD per unit] */
type Daily = readonly [
  string,
  string,
  number,
  Week,
  number,
  number,
  string,
  number,
];

function idOf(owner: Owner, service: string, usageType: string): string {
  return [owner.accountId, owner.component ?? '', service, usageType].join('|');
}

function daily(owner: Owner, lines: readonly Daily[]): CostLine[] {
  return lines.map(
    ([
      service,
      usageType,
      usd,
      week,
      growthPerMonth,
      noise,
      unit,
      usdPerUnit,
    ]) => ({
      id: idOf(owner, service, usageType),
      ...owner,
      service,
      usageType,
      recordType: 'Usage',
      charge: { every: 'day', usd, week, growthPerMonth, noise },
      unit,
      usdPerUnit,
    }),
  );
}

function monthly(
  owner: Owner,
  line: {
    service: string;
    usageType: string;
    recordType: RecordType;
    usd: number;
    dayOfMonth?: number;
    months?: number;
    amortized?: boolean;
  },
): CostLine {
  const {
    service,
    usageType,
    recordType,
    usd,
    dayOfMonth = 1,
    months = 1,
    amortized = false,
  } = line;
  return {
    id: idOf(owner, service, usageType),
    ...owner,
    service,
    usageType,
    recordType,
    charge: { every: 'month', usd, dayOfMonth, months, amortized },
    unit: 'Count',
    usdPerUnit: Math.abs(usd),
  };
}

const SHOP = '111122223333';
const MACHINE_LEARNING = '444455556666';
const EAST = 'us-east-1';
const WEST = 'eu-west-1';

const payments = { accountId: SHOP, component: 'payments-api', region: EAST };
const ledger = { accountId: SHOP, component: 'ledger', region: EAST };
const storefront = { accountId: SHOP, component: 'storefront', region: EAST };
const checkout = { accountId: SHOP, component: 'checkout-api', region: EAST };
const edge = { accountId: SHOP, component: 'edge-gateway', region: EAST };
const logs = { accountId: SHOP, component: 'log-pipeline', region: EAST };
const recommender = {
  accountId: MACHINE_LEARNING,
  component: 'recommender',
  region: EAST,
};
const features = {
  accountId: MACHINE_LEARNING,
  component: 'feature-store',
  region: WEST,
};
const untaggedShop = { accountId: SHOP, region: EAST };
const untaggedLearning = { accountId: MACHINE_LEARNING, region: EAST };
const global = { region: 'global' };
const nowhere = { region: 'NoRegion' };

// Keeps a table row on one line.
// prettier-ignore
export const COST_LINES: readonly CostLine[] = [
  ...daily(payments, [
    [RDS, 'InstanceUsage:db.r6g.xlarge', 58, STEADY, 0.002, 0.004, 'Hrs', 0.43],
    [RDS, 'RDS:GP3-Storage', 11, STEADY, 0.008, 0.003, 'GB-Mo', 0.115],
    [ECS, 'Fargate-vCPU-Hours:perCPU', 62, MILD, 0.006, 0.015, 'hours', 0.04048],
    [ECS, 'Fargate-GB-Hours', 14, MILD, 0.006, 0.015, 'hours', 0.004445],
    [EC2_OTHER, 'NatGateway-Bytes', 42.76, MILD, 0, 0.018, 'GB', 0.045],
    [EC2_OTHER, 'NatGateway-Hours', 3.24, STEADY, 0, 0.001, 'Hrs', 0.045],
    [DYNAMODB, 'WriteRequestUnits', 24, MILD, 0.01, 0.02, 'WriteRequestUnits', 0.00000125],
    [API_GATEWAY, 'ApiGatewayRequest', 21, MILD, 0.008, 0.02, 'Requests', 0.0000035],
    [CLOUDWATCH, 'DataProcessing-Bytes', 12, MILD, 0.006, 0.02, 'GB', 0.5],
    [LAMBDA, 'Lambda-GB-Second', 9, MILD, 0.005, 0.025, 'Lambda-GB-Second', 0.0000166667],
  ]),
  monthly(payments, { service: RDS, usageType: 'HeavyUsage:db.r6g.large', recordType: 'Recurring', usd: 119.52, amortized: true }),

  ...daily(ledger, [
    [RDS, 'Aurora:ServerlessV2Usage', 95, OFFICE, 0.004, 0.02, 'ACU-Hr', 0.12],
    [LAMBDA, 'Lambda-GB-Second', 17, OFFICE, 0.006, 0.025, 'Lambda-GB-Second', 0.0000166667],
    [S3, 'TimedStorage-ByteHrs', 13, STEADY, 0.011, 0.002, 'GB-Mo', 0.023],
    [API_GATEWAY, 'ApiGatewayRequest', 8, OFFICE, 0.004, 0.025, 'Requests', 0.0000035],
    [CLOUDWATCH, 'DataProcessing-Bytes', 6, OFFICE, 0.004, 0.025, 'GB', 0.5],
    [SQS, 'Requests-Tier1', 4, OFFICE, 0.004, 0.025, 'Requests', 0.0000004],
  ]),
  monthly(ledger, { service: RDS, usageType: 'HeavyUsage:db.r6g.2xlarge', recordType: 'Recurring', usd: 239.04, amortized: true }),

  ...daily(storefront, [
    [ECS, 'Fargate-vCPU-Hours:perCPU', 118, SHOPPERS, 0.007, 0.015, 'hours', 0.04048],
    [ECS, 'Fargate-GB-Hours', 26, SHOPPERS, 0.007, 0.015, 'hours', 0.004445],
    [ELASTICACHE, 'NodeUsage:cache.r7g.large', 54, STEADY, 0.002, 0.004, 'Hrs', 0.219],
    [API_GATEWAY, 'ApiGatewayRequest', 34, SHOPPERS, 0.008, 0.02, 'Requests', 0.0000035],
    [S3, 'Requests-Tier2', 8, SHOPPERS, 0.006, 0.02, 'Requests', 0.0000004],
    [S3, 'TimedStorage-ByteHrs', 14, STEADY, 0.01, 0.002, 'GB-Mo', 0.023],
    [ELB, 'LCUUsage', 15.2, SHOPPERS, 0.006, 0.02, 'LCU-Hrs', 0.008],
    [ELB, 'LoadBalancerUsage', 1.08, STEADY, 0, 0.001, 'Hrs', 0.0225],
    [CLOUDWATCH, 'DataProcessing-Bytes', 18, SHOPPERS, 0.006, 0.02, 'GB', 0.5],
    [ROUTE53, 'DNS-Queries', 1.4, SHOPPERS, 0.005, 0.02, 'Queries', 0.0000004],
  ]),
  ...daily({ ...storefront, ...global }, [
    [CLOUDFRONT, 'US-DataTransfer-Out-Bytes', 88, SHOPPERS, 0.009, 0.02, 'GB', 0.085],
  ]),
  monthly({ ...storefront, ...global }, { service: ROUTE53, usageType: 'HostedZone', recordType: 'Usage', usd: 6 }),

  ...daily(checkout, [
    [DYNAMODB, 'WriteRequestUnits', 47, SHOPPERS, 0.009, 0.02, 'WriteRequestUnits', 0.00000125],
    [LAMBDA, 'Lambda-GB-Second', 38, SHOPPERS, 0.008, 0.02, 'Lambda-GB-Second', 0.0000166667],
    [API_GATEWAY, 'ApiGatewayRequest', 26, SHOPPERS, 0.008, 0.02, 'Requests', 0.0000035],
    [CLOUDWATCH, 'DataProcessing-Bytes', 11, SHOPPERS, 0.006, 0.02, 'GB', 0.5],
    [SQS, 'Requests-Tier1', 6, SHOPPERS, 0.006, 0.02, 'Requests', 0.0000004],
    [ROUTE53, 'DNS-Queries', 0.6, SHOPPERS, 0.005, 0.02, 'Queries', 0.0000004],
  ]),
  monthly({ ...checkout, ...global }, { service: ROUTE53, usageType: 'HostedZone', recordType: 'Usage', usd: 1.5 }),

  ...daily(edge, [
    [API_GATEWAY, 'ApiGatewayRequest', 61, MILD, 0.008, 0.018, 'Requests', 0.0000035],
    [WAF, 'RequestV2-Tier1', 18, MILD, 0.006, 0.02, 'Requests', 0.0000006],
    [VPC, 'PublicIPv4:InUseAddress', 7.2, STEADY, 0, 0.002, 'Hrs', 0.005],
    [VPC, 'VpcEndpoint-Hours', 7.92, STEADY, 0, 0.002, 'Hrs', 0.01],
    [CLOUDWATCH, 'DataProcessing-Bytes', 14, MILD, 0.006, 0.02, 'GB', 0.5],
    [ELB, 'LCUUsage', 11.4, MILD, 0.006, 0.02, 'LCU-Hrs', 0.006],
    [ROUTE53, 'DNS-Queries', 2.1, MILD, 0.005, 0.02, 'Queries', 0.0000004],
  ]),
  monthly({ ...edge, ...global }, { service: ROUTE53, usageType: 'HostedZone', recordType: 'Usage', usd: 12.5 }),

  ...daily(logs, [
    [S3, 'TimedStorage-ByteHrs', 48, STEADY, 0.012, 0.002, 'GB-Mo', 0.023],
    [KINESIS, 'Storage-ShardHour', 36, STEADY, 0.003, 0.004, 'Hrs', 0.017],
    [CLOUDWATCH, 'DataProcessing-Bytes', 31, MILD, 0.004, 0.018, 'GB', 0.5],
    [LAMBDA, 'Lambda-GB-Second', 22, MILD, 0.005, 0.02, 'Lambda-GB-Second', 0.0000166667],
    [GLUE, 'ETL-DPU-Hour', 15, MILD, 0.004, 0.025, 'DPU-Hour', 0.44],
  ]),
  monthly(logs, { service: QUICKSIGHT, usageType: 'QS-User-Enterprise-Month', recordType: 'Usage', usd: 48 }),

  ...daily(recommender, [
    [SAGEMAKER, 'Host:ml.g5.xlarge', 88, STEADY, 0.004, 0.006, 'Hrs', 1.408],
    [EC2_COMPUTE, 'BoxUsage:m6i.2xlarge', 74, STEADY, 0.005, 0.008, 'Hrs', 0.384],
    [DYNAMODB, 'ReadRequestUnits', 27, SHOPPERS, 0.01, 0.02, 'ReadRequestUnits', 0.00000025],
    [API_GATEWAY, 'ApiGatewayRequest', 16, SHOPPERS, 0.008, 0.02, 'Requests', 0.0000035],
    [EC2_OTHER, 'EBS:VolumeUsage.gp3', 12, STEADY, 0.005, 0.003, 'GB-Mo', 0.08],
    [CLOUDWATCH, 'DataProcessing-Bytes', 7, SHOPPERS, 0.006, 0.02, 'GB', 0.5],
    [ROUTE53, 'DNS-Queries', 0.4, SHOPPERS, 0.005, 0.02, 'Queries', 0.0000004],
  ]),
  monthly({ ...recommender, ...global }, { service: ROUTE53, usageType: 'HostedZone', recordType: 'Usage', usd: 1 }),
  {
    ...recommender,
    id: idOf(recommender, EC2_COMPUTE, 'BoxUsage:g5.12xlarge'),
    service: EC2_COMPUTE,
    usageType: 'BoxUsage:g5.12xlarge',
    recordType: 'Usage',
    // One g5.12xlarge in us-east-1 costs $5.672 an hour on demand.
    charge: { every: 'incident', usd: 136.13, incidentId: 'recommender-gpu-instance' },
    unit: 'Hrs',
    usdPerUnit: 5.672,
  },

  ...daily(features, [
    [DYNAMODB, 'EU-ReadRequestUnits', 52, SHOPPERS, 0.008, 0.02, 'ReadRequestUnits', 0.00000025],
    [S3, 'EU-TimedStorage-ByteHrs', 31, STEADY, 0.012, 0.002, 'GB-Mo', 0.023],
    [SAGEMAKER, 'EU-FeatureStore:WriteRequestUnits', 29, MILD, 0.006, 0.02, 'WriteRequestUnits', 0.00000125],
    [GLUE, 'EU-ETL-DPU-Hour', 14, STEADY, 0.004, 0.02, 'DPU-Hour', 0.44],
    [LAMBDA, 'EU-Lambda-GB-Second', 11, MILD, 0.005, 0.02, 'Lambda-GB-Second', 0.0000166667],
  ]),
  monthly(features, { service: QUICKSIGHT, usageType: 'QS-User-Enterprise-Month', recordType: 'Usage', usd: 24 }),

  ...daily(untaggedShop, [
    [EC2_OTHER, 'DataTransfer-Regional-Bytes', 9.5, MILD, 0.004, 0.02, 'GB', 0.01],
    [EC2_OTHER, 'EBS:SnapshotUsage', 4.8, STEADY, 0.006, 0.003, 'GB-Mo', 0.05],
    [KMS, 'us-east-1-KMS-Requests', 3.1, MILD, 0.004, 0.02, 'Requests', 0.000003],
    [KMS, 'us-east-1-KMS-Keys', 1.6, STEADY, 0, 0.001, 'Keys', 1],
  ]),
  monthly({ ...untaggedShop, ...nowhere }, { service: 'AWS Support (Business)', usageType: 'Dollar', recordType: 'Support', usd: 412 }),
  monthly({ ...untaggedShop, ...nowhere }, { service: 'Tax', usageType: 'NoUsageType', recordType: 'Tax', usd: 287.4 }),
  // Promotional credit for compute; the account runs none of it untagged, so the group's net is negative that day.
  monthly(untaggedShop, { service: EC2_COMPUTE, usageType: 'BoxUsage', recordType: 'Credit', usd: -60, dayOfMonth: 2 }),
  monthly({ ...untaggedShop, ...global }, { service: CLOUDFRONT, usageType: 'US-Requests-Tier1', recordType: 'Refund', usd: -18.4, dayOfMonth: 17, months: 2 }),

  ...daily(untaggedLearning, [
    [EC2_OTHER, 'EBS:SnapshotUsage', 3.4, STEADY, 0.006, 0.003, 'GB-Mo', 0.05],
    [KMS, 'us-east-1-KMS-Keys', 0.9, STEADY, 0, 0.001, 'Keys', 1],
  ]),
  monthly({ ...untaggedLearning, ...nowhere }, { service: 'Tax', usageType: 'NoUsageType', recordType: 'Tax', usd: 96.2 }),
];
