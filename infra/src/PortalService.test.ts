/** The documented architecture, line by line: what runs, and what it is told. docs/operations.md names these tests. */
import {
  isPrivate,
  subnetIds,
  synthesize,
  type Synthesized,
} from './testing/synthesize';

let stack: Synthesized;
beforeAll(() => {
  stack = synthesize();
});

describe('portal', () => {
  const containers = () =>
    stack.one('AWS::ECS::TaskDefinition').Properties.ContainerDefinitions;
  const container = (name = 'portal') =>
    containers().find(({ Name }: { Name: string }) => Name === name);

  it('runs on Fargate in the private subnets, without a public address', () => {
    const service = stack.one('AWS::ECS::Service').Properties;
    const { AwsvpcConfiguration: network } = service.NetworkConfiguration;
    expect(service.LaunchType).toBe('FARGATE');
    expect(network.AssignPublicIp).toBe('DISABLED');
    expect(subnetIds(network.Subnets).every(isPrivate)).toBe(true);
    expect(network.SecurityGroups).toEqual([
      {
        'Fn::GetAtt': [
          stack.idOf('AWS::EC2::SecurityGroup', 'ServiceGroup'),
          'GroupId',
        ],
      },
    ]);
  });

  it('keeps nothing on its disk: the root file system is read-only, the user is not root', () => {
    expect(containers()).toHaveLength(2);
    for (const each of containers()) {
      expect(each).toMatchObject({
        ReadonlyRootFilesystem: true,
        User: '1000:1000',
        LinuxParameters: { Capabilities: { Drop: ['ALL'] } },
      });
    }
    expect(container().MountPoints).toEqual([
      { ContainerPath: '/tmp', ReadOnly: false, SourceVolume: 'tmp' },
    ]);
  });

  it('starts once its user in the database is made, by a container that ends', () => {
    const before = container('prepare-database');
    expect(before).toMatchObject({
      Essential: false,
      Command: ['node', 'prepareDatabase.mjs'],
      Image: container().Image,
    });
    expect(container().DependsOn).toEqual([
      { Condition: 'SUCCESS', ContainerName: 'prepare-database' },
    ]);
    expect(
      before.Secrets.map(({ Name }: { Name: string }) => Name).sort(),
    ).toEqual(['POSTGRES_ADMIN_PASSWORD', 'POSTGRES_PASSWORD']);
  });

  it('replaces tasks without a gap and goes back when a new one does not start', () => {
    expect(stack.one('AWS::ECS::Service').Properties).toMatchObject({
      DesiredCount: 1,
      DeploymentConfiguration: {
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      },
    });
    expect(
      stack.one('AWS::ElasticLoadBalancingV2::TargetGroup').Properties
        .HealthCheckPath,
    ).toBe('/.backstage/health/v1/readiness');
  });

  it('is told everything it needs, and its secrets through Secrets Manager alone', () => {
    const names = (entries: { Name: string }[]) =>
      entries.map(({ Name }) => Name).sort();
    expect(names(container().Environment)).toEqual([
      'APP_BASE_URL',
      'COGNITO_CLIENT_ID',
      'COGNITO_DOMAIN',
      'COGNITO_ISSUER',
      'GUARDRAILS_MONITORED_ROLES_EXTERNAL_ID',
      'GUARDRAILS_MONITORED_ROLE_ARNS',
      'GUARDRAILS_REST_API_ID',
      'NODE_OPTIONS',
      'POSTGRES_DB',
      'POSTGRES_HOST',
      'POSTGRES_PORT',
      'POSTGRES_USER',
    ]);
    expect(names(container().Secrets)).toEqual([
      'AUTH_SESSION_SECRET',
      'COGNITO_CLIENT_SECRET',
      'POSTGRES_PASSWORD',
    ]);
  });

  it('logs to a group of its own, kept for 7 days', () => {
    const logs = container().LogConfiguration;
    expect(logs.LogDriver).toBe('awslogs');
    const id = logs.Options['awslogs-group'].Ref;
    expect(stack.resources[id].Properties.RetentionInDays).toBe(7);
    for (const group of stack.all('AWS::Logs::LogGroup')) {
      expect(group.Properties.RetentionInDays).toBe(7);
    }
  });
});
