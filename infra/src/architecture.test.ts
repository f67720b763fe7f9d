/** The documented architecture, line by line. docs/operations.md names these tests beside the lines. */
import vm from 'node:vm';
import { synthesize, text, type Synthesized } from './testing/synthesize';
import { PAGE_ROUTER } from './Website';

let stack: Synthesized;
beforeAll(() => {
  stack = synthesize();
});

const idOf = (type: string, part: string) => {
  const ids = Object.entries(stack.resources)
    .filter(([id, { Type }]) => Type === type && id.includes(part))
    .map(([id]) => id);
  if (ids.length !== 1) throw new Error(`${ids.length} ${type} like ${part}`);
  return ids[0];
};
const groupIds = () => ({
  gateway: idOf('AWS::EC2::SecurityGroup', 'GatewayGroup'),
  loadBalancer: idOf('AWS::EC2::SecurityGroup', 'LoadBalancerGroup'),
  service: idOf('AWS::EC2::SecurityGroup', 'ServiceGroup'),
  database: idOf('AWS::EC2::SecurityGroup', 'DatabaseGroup'),
});
/** Ids of the subnets that something lies in. */
const subnets = (value: any) => (value as any[]).map(({ Ref }) => Ref);
const isPrivate = (id: string) => id.includes('private');

describe('network', () => {
  it('is one VPC over two availability zones', () => {
    expect(stack.all('AWS::EC2::VPC')).toHaveLength(1);
    const zones = new Set(
      stack
        .all('AWS::EC2::Subnet')
        .map(subnet => JSON.stringify(subnet.Properties.AvailabilityZone)),
    );
    expect(zones.size).toBe(2);
  });

  it('has two public and two private subnets', () => {
    const ids = Object.entries(stack.resources)
      .filter(([, { Type }]) => Type === 'AWS::EC2::Subnet')
      .map(([id]) => id);
    expect(ids.filter(id => id.includes('public'))).toHaveLength(2);
    expect(ids.filter(isPrivate)).toHaveLength(2);
    for (const { Properties } of stack.all('AWS::EC2::Subnet')) {
      expect(Properties.MapPublicIpOnLaunch).toBe(false);
    }
  });

  it('routes public subnets to the internet gateway and private ones to the NAT gateway', () => {
    const routes = Object.entries(stack.resources).filter(
      ([, { Type }]) => Type === 'AWS::EC2::Route',
    );
    expect(routes).toHaveLength(4);
    for (const [id, { Properties }] of routes) {
      expect(Properties.DestinationCidrBlock).toBe('0.0.0.0/0');
      expect(Boolean(Properties.NatGatewayId)).toBe(isPrivate(id));
      expect(Boolean(Properties.GatewayId)).toBe(!isPrivate(id));
    }
  });

  it('has a single NAT gateway, in a public subnet', () => {
    const { Properties } = stack.one('AWS::EC2::NatGateway');
    expect(Properties.SubnetId.Ref).toContain('public');
  });

  it('reaches S3 through a gateway endpoint from the private subnets', () => {
    const { Properties } = stack.one('AWS::EC2::VPCEndpoint');
    expect(Properties.VpcEndpointType).toBe('Gateway');
    expect(text(Properties.ServiceName)).toMatch(/\.s3$/);
    expect(subnets(Properties.RouteTableIds).filter(isPrivate)).toHaveLength(2);
  });

  it('reads nothing from S3 but the layers of images', () => {
    const { PolicyDocument } = stack.one('AWS::EC2::VPCEndpoint').Properties;
    expect(
      PolicyDocument.Statement.map((statement: any) => [
        statement.Effect,
        statement.Action,
        text(statement.Resource),
      ]),
    ).toEqual([
      [
        'Allow',
        's3:GetObject',
        'arn:<AWS::Partition>:s3:::prod-<AWS::Region>-starport-layer-bucket/*',
      ],
    ]);
  });

  it('has no interface endpoints', () => {
    const types = stack
      .all('AWS::EC2::VPCEndpoint')
      .map(({ Properties }) => Properties.VpcEndpointType);
    expect(types).not.toContain('Interface');
  });
});

describe('security groups', () => {
  const rules = (type: string) =>
    stack
      .all(type)
      .map(({ Properties: p }) => ({
        group: p.GroupId['Fn::GetAtt'][0],
        peer: (p.SourceSecurityGroupId ?? p.DestinationSecurityGroupId)?.[
          'Fn::GetAtt'
        ][0],
        ports: [p.FromPort, p.ToPort],
        protocol: p.IpProtocol,
      }))
      .sort((a, b) => a.ports[0] - b.ports[0]);

  it('let only the service reach PostgreSQL, on port 5432', () => {
    const { service, database } = groupIds();
    const intoDatabase = rules('AWS::EC2::SecurityGroupIngress').filter(
      ({ group }) => group === database,
    );
    expect(intoDatabase).toEqual([
      {
        group: database,
        peer: service,
        ports: [5432, 5432],
        protocol: 'tcp',
      },
    ]);
    expect(
      stack.one('AWS::RDS::DBInstance').Properties.VPCSecurityGroups,
    ).toEqual([{ 'Fn::GetAtt': [database, 'GroupId'] }]);
  });

  it('form one chain from the gateway to the database, and let nobody else in', () => {
    const { gateway, loadBalancer, service, database } = groupIds();
    const chain = [
      [gateway, loadBalancer, 80],
      [loadBalancer, service, 7007],
      [service, database, 5432],
    ] as const;
    const byPort = [...chain].sort((a, b) => a[2] - b[2]);
    expect(rules('AWS::EC2::SecurityGroupIngress')).toEqual(
      byPort.map(([from, to, port]) => ({
        group: to,
        peer: from,
        ports: [port, port],
        protocol: 'tcp',
      })),
    );
    expect(rules('AWS::EC2::SecurityGroupEgress')).toEqual(
      byPort.map(([from, to, port]) => ({
        group: from,
        peer: to,
        ports: [port, port],
        protocol: 'tcp',
      })),
    );
    for (const group of stack.all('AWS::EC2::SecurityGroup')) {
      expect(group.Properties.SecurityGroupIngress).toBeUndefined();
    }
  });

  it('let nothing but the service out, and that only by HTTPS', () => {
    const { service, database } = groupIds();
    // A group of which no way out is written at all may be left by every way: CloudFormation's default.
    const written = [
      ...rules('AWS::EC2::SecurityGroupEgress').map(({ group }) => group),
      database,
    ];
    expect(new Set(written)).toEqual(new Set(Object.values(groupIds())));
    const inline = Object.entries(stack.resources).flatMap(
      ([id, { Type, Properties }]) =>
        Type === 'AWS::EC2::SecurityGroup'
          ? (Properties.SecurityGroupEgress ?? []).map((rule: any) => ({
              id,
              to: rule.CidrIp,
              ports: [rule.FromPort, rule.ToPort],
            }))
          : [],
    );
    expect(inline).toEqual([
      { id: service, to: '0.0.0.0/0', ports: [443, 443] },
      // An address that does not exist is the library's way to write "nothing".
      { id: database, to: '255.255.255.255/32', ports: [252, 86] },
    ]);
  });

  it('empty the group that anything gets which names none', () => {
    expect(stack.all('Custom::VpcRestrictDefaultSG')).toHaveLength(1);
  });
});

describe('website', () => {
  it('lies in a private, encrypted bucket that answers over TLS alone', () => {
    const { Properties } = stack.one('AWS::S3::Bucket');
    expect(Properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(
      Properties.BucketEncryption.ServerSideEncryptionConfiguration,
    ).toEqual([{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }]);
    const statements = stack.one('AWS::S3::BucketPolicy').Properties
      .PolicyDocument.Statement as any[];
    expect(statements).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Action: 's3:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  });

  it('is read by CloudFront alone, through origin access control', () => {
    const origins = stack.one('AWS::CloudFront::Distribution').Properties
      .DistributionConfig.Origins as any[];
    const [files] = origins.filter(({ S3OriginConfig }) => S3OriginConfig);
    expect(files.OriginAccessControlId).toBeDefined();
    expect(
      stack.one('AWS::CloudFront::OriginAccessControl').Properties
        .OriginAccessControlConfig,
    ).toMatchObject({ SigningBehavior: 'always', SigningProtocol: 'sigv4' });
    const allowed = (
      stack.one('AWS::S3::BucketPolicy').Properties.PolicyDocument
        .Statement as any[]
    ).filter(({ Effect }) => Effect === 'Allow');
    const readers = allowed.filter(({ Principal }) => Principal.Service);
    expect(readers).toEqual([
      expect.objectContaining({
        Action: 's3:GetObject',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Condition: {
          StringEquals: { 'AWS:SourceArn': expect.anything() },
        },
      }),
    ]);
    // The other is the function that empties the bucket when the stack is deleted.
    expect(allowed).toHaveLength(2);
  });

  it('redirects every request to HTTPS', () => {
    const config = stack.one('AWS::CloudFront::Distribution').Properties
      .DistributionConfig;
    for (const behavior of [
      config.DefaultCacheBehavior,
      ...config.CacheBehaviors,
    ]) {
      expect(behavior.ViewerProtocolPolicy).toBe('redirect-to-https');
    }
    const [api] = config.Origins.filter((o: any) => o.CustomOriginConfig);
    expect(api.CustomOriginConfig).toMatchObject({
      OriginProtocolPolicy: 'https-only',
      OriginSSLProtocols: ['TLSv1.2'],
    });
  });

  it('passes /api and /health on to the gateway and caches none of it', () => {
    const { CacheBehaviors } = stack.one('AWS::CloudFront::Distribution')
      .Properties.DistributionConfig;
    // CloudFront's ids of its policies CachingDisabled and AllViewerExceptHostHeader.
    expect(
      CacheBehaviors.map((behavior: any) => [
        behavior.PathPattern,
        behavior.CachePolicyId,
        behavior.OriginRequestPolicyId,
      ]),
    ).toEqual(
      ['/api/*', '/health'].map(pattern => [
        pattern,
        '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
        'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      ]),
    );
  });

  it.each([
    ['/', '/index.html'],
    ['/catalog/default/component/my.service', '/index.html'],
    ['/guardrails/alerts', '/index.html'],
    ['/a/b.js', '/index.html'],
    ['/static/main.1a2b.js', '/static/main.1a2b.js'],
    ['/favicon.svg', '/favicon.svg'],
  ])('answers %s with %s', (asked, served) => {
    const context = vm.createContext({ event: { request: { uri: asked } } });
    vm.runInContext(`${PAGE_ROUTER}; answer = handler(event)`, context);
    expect(context.answer.uri).toBe(served);
  });

  it('tells browsers to load scripts from its own origin alone, and to be framed by nobody', () => {
    const { SecurityHeadersConfig: headers } = stack.one(
      'AWS::CloudFront::ResponseHeadersPolicy',
    ).Properties.ResponseHeadersPolicyConfig;
    const policy = headers.ContentSecurityPolicy.ContentSecurityPolicy;
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/https?:/);
    expect(
      headers.StrictTransportSecurity.AccessControlMaxAgeSec,
    ).toBeGreaterThanOrEqual(31_536_000);
  });

  it('keeps parts with a hash in their name for a year and asks for the page every time', () => {
    const uploads = stack
      .all('Custom::CDKBucketDeployment')
      .map(({ Properties }) => [
        Properties.DestinationBucketKeyPrefix,
        Properties.SystemMetadata['cache-control'],
        Properties.Prune,
      ]);
    expect(uploads).toEqual(
      expect.arrayContaining([
        ['static', 'public, max-age=31536000, immutable', false],
        [undefined, 'no-cache', false],
      ]),
    );
  });
});

describe('sign-in', () => {
  it('is by email and password, with verified addresses, and by invitation', () => {
    expect(stack.one('AWS::Cognito::UserPool').Properties).toMatchObject({
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      UserAttributeUpdateSettings: {
        AttributesRequireVerificationBeforeUpdate: ['email'],
      },
      Policies: { PasswordPolicy: { MinimumLength: 12 } },
    });
  });

  it('offers a second factor from an authenticator app', () => {
    expect(stack.one('AWS::Cognito::UserPool').Properties).toMatchObject({
      MfaConfiguration: 'OPTIONAL',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    });
  });

  it('has a Hosted UI under a prefix that differs for each stack', () => {
    const { Domain } = stack.one('AWS::Cognito::UserPoolDomain').Properties;
    expect(text(Domain)).toContain('guardrails-');
    expect(JSON.stringify(Domain)).toContain('AWS::StackId');
  });

  it('uses the authorization code flow, back to the portal and to nowhere else', () => {
    const { Properties } = stack.one('AWS::Cognito::UserPoolClient');
    const portal = text(stack.template.toJSON().Outputs.PortalUrl.Value);
    expect(Properties).toMatchObject({
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'profile'],
      GenerateSecret: true,
      PreventUserExistenceErrors: 'ENABLED',
    });
    expect(Properties.CallbackURLs.map(text)).toEqual([
      `${portal}/api/auth/cognito/handler/frame`,
    ]);
    expect(Properties.LogoutURLs.map(text)).toEqual([`${portal}/`]);
  });

  it('invites the administrator by mail', () => {
    const admin = stack.one('AWS::Cognito::UserPoolUser').Properties;
    expect(admin).toMatchObject({
      Username: { Ref: 'AdminEmail' },
      DesiredDeliveryMediums: ['EMAIL'],
      UserAttributes: expect.arrayContaining([
        { Name: 'email_verified', Value: 'true' },
      ]),
    });
    expect(admin.MessageAction).toBeUndefined(); // it would suppress the mail
    expect(
      stack.one('AWS::Cognito::UserPoolUserToGroupAttachment').Properties,
    ).toMatchObject({ GroupName: 'admins', Username: { Ref: 'AdminEmail' } });
  });
});

describe('API', () => {
  const methods = () =>
    stack.all('AWS::ApiGateway::Method').map(({ Properties }) => Properties);
  const publicUris = () =>
    methods()
      .filter(({ AuthorizationType }) => AuthorizationType === 'NONE')
      .map(({ HttpMethod, Integration }) => [
        HttpMethod,
        text(Integration.Uri).replace(/^http:\/\/<[^>]+>/, ''),
      ]);

  it('is a regional REST API', () => {
    expect(
      stack.one('AWS::ApiGateway::RestApi').Properties.EndpointConfiguration,
    ).toEqual({ Types: ['REGIONAL'] });
  });

  it('asks for a token of the user pool by default', () => {
    const authorizer = stack.one('AWS::ApiGateway::Authorizer').Properties;
    expect(authorizer).toMatchObject({
      Type: 'COGNITO_USER_POOLS',
      IdentitySource: 'method.request.header.X-Guardrails-Id-Token',
    });
    expect(authorizer.ProviderARNs).toHaveLength(1);
    const guarded = methods().filter(
      ({ AuthorizationType }) => AuthorizationType === 'COGNITO_USER_POOLS',
    );
    expect(guarded.map(({ Integration }) => text(Integration.Uri))).toEqual([
      expect.stringMatching(/\/api\/\{proxy\}$/),
    ]);
    // A scope would make the authorizer expect access tokens, which say nothing of groups.
    expect(guarded[0].AuthorizationScopes).toBeUndefined();
  });

  it('is public for health and for signing in alone', () => {
    expect(publicUris().sort()).toEqual([
      ['ANY', '/api/auth/cognito/{proxy}'],
      ['GET', '/api/guardrails/health'],
      ['HEAD', '/api/guardrails/health'],
    ]);
  });

  it('throttles', () => {
    const settings = stack.one('AWS::ApiGateway::Stage').Properties
      .MethodSettings as any[];
    expect(
      settings.map(each => [
        each.HttpMethod,
        each.ResourcePath,
        each.ThrottlingRateLimit,
        each.ThrottlingBurstLimit,
      ]),
    ).toEqual([
      ['*', '/*', 50, 100],
      // Public, so held shorter.
      ['GET', '/~1health', 5, 10],
      ['HEAD', '/~1health', 5, 10],
    ]);
  });

  it('reaches the portal through a VPC link to the internal load balancer', () => {
    const loadBalancer = stack.one('AWS::ElasticLoadBalancingV2::LoadBalancer');
    expect(loadBalancer.Properties.Scheme).toBe('internal');
    expect(subnets(loadBalancer.Properties.Subnets).every(isPrivate)).toBe(
      true,
    );
    const link = stack.one('AWS::ApiGatewayV2::VpcLink').Properties;
    expect(subnets(link.SubnetIds).every(isPrivate)).toBe(true);
    for (const { Integration } of methods()) {
      expect(Integration).toMatchObject({
        Type: 'HTTP_PROXY',
        ConnectionType: 'VPC_LINK',
        ConnectionId: { Ref: idOf('AWS::ApiGatewayV2::VpcLink', '') },
        IntegrationTarget: {
          Ref: idOf('AWS::ElasticLoadBalancingV2::LoadBalancer', ''),
        },
      });
    }
  });
});

describe('portal', () => {
  const container = () =>
    stack.one('AWS::ECS::TaskDefinition').Properties.ContainerDefinitions[0];

  it('runs on Fargate in the private subnets, without a public address', () => {
    const service = stack.one('AWS::ECS::Service').Properties;
    const { AwsvpcConfiguration: network } = service.NetworkConfiguration;
    expect(service.LaunchType).toBe('FARGATE');
    expect(network.AssignPublicIp).toBe('DISABLED');
    expect(subnets(network.Subnets).every(isPrivate)).toBe(true);
    expect(network.SecurityGroups).toEqual([
      { 'Fn::GetAtt': [groupIds().service, 'GroupId'] },
    ]);
  });

  it('keeps nothing on its disk: the root file system is read-only, the user is not root', () => {
    expect(container()).toMatchObject({
      ReadonlyRootFilesystem: true,
      User: '1000:1000',
      LinuxParameters: { Capabilities: { Drop: ['ALL'] } },
      MountPoints: [{ ContainerPath: '/tmp', SourceVolume: 'tmp' }],
    });
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
      'COGNITO_USER_POOL_ID',
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

describe('database', () => {
  const database = () => stack.one('AWS::RDS::DBInstance').Properties;

  it('is a single PostgreSQL instance in the private subnets', () => {
    expect(database()).toMatchObject({
      Engine: 'postgres',
      MultiAZ: false,
      PubliclyAccessible: false,
    });
    const group = stack.one('AWS::RDS::DBSubnetGroup').Properties;
    expect(subnets(group.SubnetIds)).toHaveLength(2);
    expect(subnets(group.SubnetIds).every(isPrivate)).toBe(true);
  });

  it('is encrypted at rest and on the way', () => {
    expect(database().StorageEncrypted).toBe(true);
    expect(
      stack.one('AWS::RDS::DBParameterGroup').Properties.Parameters,
    ).toEqual({ 'rds.force_ssl': '1' });
  });

  it('has generated credentials in Secrets Manager', () => {
    const secret = Object.values(stack.resources).find(
      ({ Type, Properties }) =>
        Type === 'AWS::SecretsManager::Secret' &&
        Properties.GenerateSecretString?.GenerateStringKey === 'password',
    )!;
    expect(secret.Properties.GenerateSecretString).toMatchObject({
      SecretStringTemplate: '{"username":"guardrails"}',
    });
    expect(text(database().MasterUserPassword)).toContain(
      '{{resolve:secretsmanager:',
    );
  });
});
