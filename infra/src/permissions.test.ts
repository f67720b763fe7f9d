/** Every action that anything in the stack may do, and on what. A new one fails here until somebody has looked at it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  synthesize,
  text,
  withoutHashes,
  type Resource,
  type Synthesized,
} from './testing/synthesize';

let stack: Synthesized;
beforeAll(() => {
  stack = synthesize();
});

const list = (value: any): any[] => (Array.isArray(value) ? value : [value]);
const name = (id: string) =>
  withoutHashes(id)
    // Constants of the library: the uploader, and the function that makes one AWS call.
    .replace(/^CustomCDKBucketDeployment[0-9A-F]+/, 'Uploader')
    .replace(/^AWS679f53fac002430cb0da5b7982bd2287/, 'ClientSecretReader')
    .replace(/^CustomVpcRestrictDefaultSG.*/, 'DefaultGroupRestricter')
    .replace(/^CustomS3AutoDeleteObjects.*/, 'BucketEmptier');

interface Grant {
  readonly role: string;
  readonly grant: string;
}

/** Role to `action on resource`, for every statement of every policy. */
function grants(): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const [id, resource] of Object.entries(stack.resources)) {
    for (const { role, grant } of grantsOf(id, resource)) {
      (found[role] ??= []).push(grant);
    }
  }
  return Object.fromEntries(
    Object.entries(found).map(([role, actions]) => [role, actions.sort()]),
  );
}

function grantsOf(id: string, { Type, Properties }: Resource): Grant[] {
  if (Type === 'AWS::IAM::Policy') {
    return Properties.Roles.flatMap(({ Ref }: { Ref: string }) =>
      statements(Properties.PolicyDocument).map(grant => ({
        role: name(Ref),
        grant,
      })),
    );
  }
  if (Type === 'AWS::IAM::Role') {
    return [
      ...(Properties.Policies ?? []).flatMap((policy: any) =>
        statements(policy.PolicyDocument),
      ),
      ...(Properties.ManagedPolicyArns ?? []).map(
        (arn: any) => `the policy ${grantText(arn)}`,
      ),
    ].map(grant => ({ role: name(id), grant }));
  }
  // A permission can be written in more ways than these two; none goes unseen.
  if (Type.startsWith('AWS::IAM::')) return [{ role: Type, grant: id }];
  return [];
}

/** Who else gets at a resource, by the resource's own policy. */
function grantsByResources(): string[] {
  return Object.entries(stack.resources)
    .flatMap(([id, { Type, Properties = {} }]) => {
      if (Type === 'AWS::IAM::Policy') return [];
      if (Type === 'AWS::Lambda::Permission') {
        return [`${name(id)}: ${Properties.Principal}`];
      }
      return list(Properties.PolicyDocument?.Statement ?? [])
        .filter(({ Effect }) => Effect === 'Allow')
        .flatMap(({ Principal, Action, Condition }) =>
          list(Action).map(
            action =>
              `${name(id)}: ${action} for ${principal(Principal)}${
                Condition
                  ? ` if ${Object.values<object>(Condition).flatMap(
                      Object.keys,
                    )}`
                  : ''
              }`,
          ),
        );
    })
    .sort();
}

function principal(value: any): string {
  return typeof value === 'string'
    ? value
    : Object.values(value).map(grantText).join(',');
}

function statements(document: any): string[] {
  return document.Statement.flatMap((statement: any) => {
    if (statement.Effect !== 'Allow') return [];
    expect(statement.NotAction ?? statement.NotResource).toBeUndefined();
    return list(statement.Action).flatMap(action =>
      list(statement.Resource).map(
        resource => `${action} on ${grantText(resource)}`,
      ),
    );
  });
}

function grantText(value: any): string {
  return withoutHashes(text(value)).replace(/<AWS::Partition>/g, 'aws');
}

/** Role to what it may do on what. The last four roles belong to functions that run during a deployment alone. */
const allowed: Record<string, string[]> = {
  BucketEmptier: [
    'the policy arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
  ],
  ClientSecretReaderServiceRole: [
    'cognito-idp:DescribeUserPoolClient on <UsersPool.Arn>',
    'the policy arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
  ],
  DefaultGroupRestricter: [
    'ec2:AuthorizeSecurityGroupEgress on arn:aws:ec2:<AWS::Region>:<AWS::AccountId>:security-group/<NetworkVpc.DefaultSecurityGroup>',
    'ec2:AuthorizeSecurityGroupIngress on arn:aws:ec2:<AWS::Region>:<AWS::AccountId>:security-group/<NetworkVpc.DefaultSecurityGroup>',
    'ec2:RevokeSecurityGroupEgress on arn:aws:ec2:<AWS::Region>:<AWS::AccountId>:security-group/<NetworkVpc.DefaultSecurityGroup>',
    'ec2:RevokeSecurityGroupIngress on arn:aws:ec2:<AWS::Region>:<AWS::AccountId>:security-group/<NetworkVpc.DefaultSecurityGroup>',
    'the policy arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
  ],
  PortalExecutionRole: [
    'ecr:BatchCheckLayerAvailability on arn:aws:ecr:<AWS::Region>:<AWS::AccountId>:repository/cdk-hnb659fds-container-assets-<AWS::AccountId>-<AWS::Region>',
    'ecr:BatchGetImage on arn:aws:ecr:<AWS::Region>:<AWS::AccountId>:repository/cdk-hnb659fds-container-assets-<AWS::AccountId>-<AWS::Region>',
    'ecr:GetAuthorizationToken on *',
    'ecr:GetDownloadUrlForLayer on arn:aws:ecr:<AWS::Region>:<AWS::AccountId>:repository/cdk-hnb659fds-container-assets-<AWS::AccountId>-<AWS::Region>',
    'logs:CreateLogStream on <PortalLogs.Arn>',
    'logs:PutLogEvents on <PortalLogs.Arn>',
    'secretsmanager:DescribeSecret on <DatabaseInstanceSecretAttachment>',
    'secretsmanager:DescribeSecret on <DatabasePortalPassword>',
    'secretsmanager:DescribeSecret on <PortalSessionSecret>',
    'secretsmanager:DescribeSecret on <SignInClientSecret>',
    'secretsmanager:GetSecretValue on <DatabaseInstanceSecretAttachment>',
    'secretsmanager:GetSecretValue on <DatabasePortalPassword>',
    'secretsmanager:GetSecretValue on <PortalSessionSecret>',
    'secretsmanager:GetSecretValue on <SignInClientSecret>',
  ],
  PortalTaskRole: [
    'apigateway:GET on arn:aws:apigateway:<AWS::Region>::/restapis/(WatchesItself ? <GatewayRestApi> : <MonitoredApiGatewayId>)',
    'ce:GetCostAndUsage on *',
    'cloudwatch:GetMetricData on *',
    'rds:DescribeDBInstances on arn:aws:rds:<AWS::Region>:<AWS::AccountId>:db:<DatabaseInstance>',
    'sts:AssumeRole on <MonitoredRoleArns>',
  ],
  UploaderServiceRole: [
    'cloudfront:CreateInvalidation on *',
    'cloudfront:GetInvalidation on *',
    's3:Abort* on <WebsiteFiles.Arn>',
    's3:Abort* on <WebsiteFiles.Arn>/*',
    's3:DeleteObject* on <WebsiteFiles.Arn>',
    's3:DeleteObject* on <WebsiteFiles.Arn>/*',
    's3:GetBucket* on <WebsiteFiles.Arn>',
    's3:GetBucket* on <WebsiteFiles.Arn>/*',
    's3:GetBucket* on arn:aws:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>',
    's3:GetBucket* on arn:aws:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*',
    's3:GetObject* on <WebsiteFiles.Arn>',
    's3:GetObject* on <WebsiteFiles.Arn>/*',
    's3:GetObject* on arn:aws:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>',
    's3:GetObject* on arn:aws:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*',
    's3:List* on <WebsiteFiles.Arn>',
    's3:List* on <WebsiteFiles.Arn>/*',
    's3:List* on arn:aws:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>',
    's3:List* on arn:aws:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*',
    's3:PutObject on <WebsiteFiles.Arn>',
    's3:PutObject on <WebsiteFiles.Arn>/*',
    's3:PutObjectLegalHold on <WebsiteFiles.Arn>',
    's3:PutObjectLegalHold on <WebsiteFiles.Arn>/*',
    's3:PutObjectRetention on <WebsiteFiles.Arn>',
    's3:PutObjectRetention on <WebsiteFiles.Arn>/*',
    's3:PutObjectTagging on <WebsiteFiles.Arn>',
    's3:PutObjectTagging on <WebsiteFiles.Arn>/*',
    's3:PutObjectVersionTagging on <WebsiteFiles.Arn>',
    's3:PutObjectVersionTagging on <WebsiteFiles.Arn>/*',
    'the policy arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
  ],
};

describe('permissions', () => {
  it('are exactly these', () => {
    expect(grants()).toEqual(allowed);
  });

  it('come with roles that one service each may take', () => {
    const trust = Object.entries(stack.resources)
      .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
      .map(([id, { Properties }]) => [
        name(id),
        Properties.AssumeRolePolicyDocument.Statement.map((s: any) =>
          text(s.Principal.Service),
        ),
      ]);
    expect(Object.fromEntries(trust)).toEqual({
      BucketEmptier: ['lambda.amazonaws.com'],
      ClientSecretReaderServiceRole: ['lambda.amazonaws.com'],
      DefaultGroupRestricter: ['lambda.amazonaws.com'],
      PortalExecutionRole: ['ecs-tasks.amazonaws.com'],
      PortalTaskRole: ['ecs-tasks.amazonaws.com'],
      UploaderServiceRole: ['lambda.amazonaws.com'],
    });
  });

  it('to start in the portal’s name are for tasks of this account alone', () => {
    const trusts = ['PortalExecutionRole', 'PortalTaskRole'].map(role => {
      const [, { Properties }] = Object.entries(stack.resources).find(
        ([id, { Type }]) => Type === 'AWS::IAM::Role' && name(id) === role,
      )!;
      return Properties.AssumeRolePolicyDocument.Statement.map(
        ({ Action, Condition }: any) => ({ Action, Condition }),
      );
    });
    for (const trust of trusts) {
      expect(trust).toEqual([
        {
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
            ArnLike: { 'aws:SourceArn': expect.anything() },
          },
        },
      ]);
    }
  });

  it('by policies of resources are exactly these', () => {
    expect(grantsByResources()).toEqual([
      // Beside its principal, a gateway endpoint asks for a permission of the caller's own.
      'NetworkVpcS3: s3:GetObject for *',
      'WebsiteFilesPolicy: s3:DeleteObject* for <CustomS3AutoDeleteObjectsCustomResourceProviderRole.Arn>',
      'WebsiteFilesPolicy: s3:GetBucket* for <CustomS3AutoDeleteObjectsCustomResourceProviderRole.Arn>',
      'WebsiteFilesPolicy: s3:GetObject for cloudfront.amazonaws.com if AWS:SourceArn',
      'WebsiteFilesPolicy: s3:List* for <CustomS3AutoDeleteObjectsCustomResourceProviderRole.Arn>',
      'WebsiteFilesPolicy: s3:PutBucketPolicy for <CustomS3AutoDeleteObjectsCustomResourceProviderRole.Arn>',
    ]);
  });

  it('to read secrets are the execution role’s alone', () => {
    const readers = Object.entries(grants())
      .filter(([, actions]) =>
        actions.some(action => action.startsWith('secretsmanager:')),
      )
      .map(([role]) => role);
    expect(readers).toEqual(['PortalExecutionRole']);
  });

  it('cover what the portal asks AWS for, and no more', () => {
    const sources = path.resolve(
      __dirname,
      '../../plugins/guardrails-backend/src/sources',
    );
    const asked = new Set(
      readdirSync(sources, { recursive: true, encoding: 'utf8' })
        .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
        .flatMap(file => [
          ...readFileSync(path.join(sources, file), 'utf8').matchAll(
            /new (\w+)Command\(/g,
          ),
        ])
        .map(([, command]) => command),
    );
    // Who is asking needs no permission to be told who it is.
    asked.delete('GetCallerIdentity');
    /** Commands of the AWS clients to what IAM calls them. */
    const actions: Record<string, string> = {
      GetCostAndUsage: 'ce:GetCostAndUsage',
      GetMetricData: 'cloudwatch:GetMetricData',
      GetRestApi: 'apigateway:GET',
    };
    const may = grants().PortalTaskRole.map(grant => grant.split(' ')[0]);
    expect(
      [...asked].map(command => actions[command] ?? command).sort(),
    ).toEqual(
      // Beside these the documented architecture lets the portal describe its database, and look into accounts it is given.
      may
        .filter(
          action =>
            !['rds:DescribeDBInstances', 'sts:AssumeRole'].includes(action),
        )
        .sort(),
    );
  });

  it('to take roles of other accounts exist only when such roles are given', () => {
    const [policy] = Object.values(stack.resources).filter(
      ({ Type, Properties }) =>
        Type === 'AWS::IAM::Policy' &&
        JSON.stringify(Properties).includes('sts:AssumeRole'),
    );
    expect(policy.Condition).toBe('HasMonitoredRoles');
    expect(policy.Properties.PolicyDocument.Statement).toEqual([
      expect.objectContaining({
        Action: 'sts:AssumeRole',
        Resource: { Ref: 'MonitoredRoleArns' },
      }),
    ]);
  });
});
