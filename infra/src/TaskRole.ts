/** What the portal's code may do in AWS. Whatever only starts it (image, logs, secrets) belongs to another role. */
import { Aws, type CfnCondition } from 'aws-cdk-lib';
import {
  CfnPolicy,
  type IPrincipal,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

export interface TaskRoleProps {
  readonly monitoredApiId: string;
  readonly databaseArn: string;
  readonly monitoredRoleArns: readonly string[];
  readonly hasMonitoredRoles: CfnCondition;
}

export class TaskRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, props: TaskRoleProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', {
      description: 'What the CloudOps Guardrails portal may do in AWS',
      assumedBy: tasksOfThisAccount(),
    });
    this.role.addToPolicy(
      new PolicyStatement({
        sid: 'ReadCostsAndMetrics',
        actions: ['ce:GetCostAndUsage', 'cloudwatch:GetMetricData'],
        // Neither takes a narrower resource.
        resources: ['*'],
      }),
    );
    this.role.addToPolicy(
      new PolicyStatement({
        sid: 'ReadNameOfMonitoredApi',
        actions: ['apigateway:GET'],
        resources: [
          `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}::/restapis/${props.monitoredApiId}`,
        ],
      }),
    );
    this.role.addToPolicy(
      new PolicyStatement({
        sid: 'DescribeOwnDatabase',
        actions: ['rds:DescribeDBInstances'],
        resources: [props.databaseArn],
      }),
    );
    const reading = new CfnPolicy(this, 'ReadOtherAccounts', {
      policyName: 'ReadOtherAccounts',
      roles: [this.role.roleName],
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'AssumeMonitoredRoles',
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Resource: props.monitoredRoleArns,
          },
        ],
      },
    });
    reading.cfnOptions.condition = props.hasMonitoredRoles;
  }
}

/** Who may take a role of the portal: no other customer's tasks can be made to act in its name. */
export function tasksOfThisAccount(): IPrincipal {
  return new ServicePrincipal('ecs-tasks.amazonaws.com').withConditions({
    StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
    ArnLike: {
      'aws:SourceArn': `arn:${Aws.PARTITION}:ecs:${Aws.REGION}:${Aws.ACCOUNT_ID}:*`,
    },
  });
}
