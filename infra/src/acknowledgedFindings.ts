/**
 * What the security checks (cdk-nag, AwsSolutions) find in this stack and why it stays so. Each reason quotes the
 * documented architecture or leads to the paragraph of docs/operations.md that weighs it; the table there says the same.
 */
import { type Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

export interface AcknowledgedFinding {
  /** Path of the construct below the stack; a name that ends with `*` stands for the one that begins so. */
  readonly where: string;
  /** Rules without the prefix `AwsSolutions-`; IAM4 and IAM5 with what exactly was found. */
  readonly rules: readonly string[];
  readonly reason: string;
}

const UPLOADER = 'Custom::CDKBucketDeployment*';
const basicExecution =
  'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]';

export const acknowledgedFindings: readonly AcknowledgedFinding[] = [
  {
    where: 'Network/Vpc',
    rules: ['VPC7'],
    reason:
      'flow logs are [left out for their cost](#left-out-for-their-cost); they can be switched on for the VPC at any time',
  },
  {
    where: 'Database/Instance',
    rules: ['RDS3'],
    reason: '“Single-AZ instance (V1)”; context `multiAz` changes it',
  },
  {
    where: 'Database/Instance',
    rules: ['RDS10'],
    reason:
      '“Safe to tear down and redeploy”: the final snapshot protects the data instead',
  },
  {
    where: 'Database/Instance',
    rules: ['RDS11'],
    reason:
      '“Lambda → RDS access only on port 5432”: the security group decides who reaches it',
  },
  {
    where: 'Database/Instance/Secret',
    rules: ['SMG4'],
    reason: 'a task reads it at its start: see [secrets](#secrets)',
  },
  {
    where: 'Database/PortalPassword',
    rules: ['SMG4'],
    reason: 'a task reads it at its start: see [secrets](#secrets)',
  },
  {
    where: 'SignIn/ClientSecret',
    rules: ['SMG4'],
    reason: 'Cognito sets it: see [secrets](#secrets)',
  },
  {
    where: 'Portal/SessionSecret',
    rules: ['SMG4'],
    reason: 'the portal reads it at start: see [secrets](#secrets)',
  },
  {
    where: 'Users/Pool',
    rules: ['COG2'],
    reason: '“Optional MFA enabled”',
  },
  {
    where: 'Users/Pool',
    rules: ['COG8'],
    reason:
      'the Plus plan is [left out for its cost](#left-out-for-their-cost)',
  },
  {
    where: 'Internal/LoadBalancer',
    rules: ['ELB2'],
    reason:
      'access logs are [left out for their cost](#left-out-for-their-cost), and the portal logs every request',
  },
  {
    where: 'Gateway/RestApi',
    rules: ['APIG2'],
    reason:
      'the gateway passes bodies on; the portal [validates each request](#who-checks-what) against its API description',
  },
  {
    where: 'Gateway/RestApi/DeploymentStage.v1',
    rules: ['APIG1', 'APIG6'],
    reason:
      '“Safe to tear down and redeploy”: logging needs a role that is set once for the whole account and outlives the stack',
  },
  {
    where: 'Gateway/RestApi/DeploymentStage.v1',
    rules: ['APIG3'],
    reason: 'a firewall is [left out for its cost](#left-out-for-their-cost)',
  },
  {
    where: 'Gateway/RestApi/Default/health',
    rules: ['APIG4', 'COG4'],
    reason: '“`/health` endpoint is public (no auth)”',
  },
  {
    where: 'Gateway/RestApi/Default/api/auth/cognito',
    rules: ['APIG4', 'COG4'],
    reason:
      'signing in comes before the token: see [who checks what](#who-checks-what)',
  },
  {
    where: 'Website/Files',
    rules: ['S1'],
    reason:
      'access logs are [left out for their cost](#left-out-for-their-cost); only CloudFront can read the bucket',
  },
  {
    where: 'Website/Distribution',
    rules: ['CFR1'],
    reason: '“A **static frontend** served globally via CloudFront”',
  },
  {
    where: 'Website/Distribution',
    rules: ['CFR2', 'CFR3'],
    reason:
      'a firewall and access logs are [left out for their cost](#left-out-for-their-cost)',
  },
  {
    where: 'Website/Distribution',
    rules: ['CFR4'],
    reason:
      'the certificate of `*.cloudfront.net` allows no choice; [a name of your own](#a-name-of-your-own) asks for TLS 1.2',
  },
  {
    where: 'Portal/TaskRole',
    rules: ['IAM5[Resource::*]'],
    reason:
      '`ce:GetCostAndUsage` and `cloudwatch:GetMetricData` [take no narrower resource](#permissions)',
  },
  {
    where: 'Portal/ExecutionRole',
    rules: ['IAM5[Resource::*]'],
    reason:
      '`ecr:GetAuthorizationToken` [takes no narrower resource](#permissions)',
  },
  {
    where: 'Portal/Cluster',
    rules: ['ECS4'],
    reason:
      'Container Insights are [left out for their cost](#left-out-for-their-cost)',
  },
  {
    where: 'Portal/Task',
    rules: ['ECS2'],
    reason:
      'names and addresses; everything secret comes from Secrets Manager: see [secrets](#secrets)',
  },
  {
    where: UPLOADER,
    rules: [
      basicExecution,
      'IAM5[Action::s3:GetBucket*]',
      'IAM5[Action::s3:GetObject*]',
      'IAM5[Action::s3:List*]',
      'IAM5[Action::s3:Abort*]',
      'IAM5[Action::s3:DeleteObject*]',
      'IAM5[Resource::arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*]',
      'IAM5[Resource::<WebsiteFiles8BA07689.Arn>/*]',
      'IAM5[Resource::*]',
      'L1',
    ],
    reason:
      'the library’s own function that fills the bucket: see [functions that only deploy](#functions-that-only-deploy)',
  },
  {
    // Its name is the library's constant for custom resources that make one AWS call.
    where: 'AWS679f53fac002430cb0da5b7982bd2287*',
    rules: [basicExecution],
    reason:
      'the library’s own function that reads the client secret: see [functions that only deploy](#functions-that-only-deploy)',
  },
];

/** Marks what is accepted, so that every other finding fails the synthesis. */
export function acknowledgeFindings(stack: Stack): void {
  for (const { where, rules, reason } of acknowledgedFindings) {
    const construct = find(stack, where);
    if (!construct) {
      throw new Error(
        `A finding is acknowledged at '${where}', and the stack has no such construct.`,
      );
    }
    Validations.of(construct).acknowledge(
      ...rules.map(rule => ({
        id: `AwsSolutions::AwsSolutions-${rule}`,
        reason,
      })),
    );
  }
}

function find(stack: Stack, where: string): IConstruct | undefined {
  return where
    .split('/')
    .reduce<IConstruct | undefined>(
      (parent, name) =>
        parent?.node.children.find(({ node }) =>
          name.endsWith('*')
            ? node.id.startsWith(name.slice(0, -1))
            : node.id === name,
        ),
      stack,
    );
}
