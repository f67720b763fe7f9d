/** The documented architecture, line by line: the VPC, and who may talk to whom in it. docs/operations.md names these tests. */
import {
  isPrivate,
  subnetIds,
  synthesize,
  text,
  type Synthesized,
} from './testing/synthesize';

let stack: Synthesized;
beforeAll(() => {
  stack = synthesize();
});

const groupIds = () => ({
  gateway: stack.idOf('AWS::EC2::SecurityGroup', 'GatewayGroup'),
  loadBalancer: stack.idOf('AWS::EC2::SecurityGroup', 'LoadBalancerGroup'),
  service: stack.idOf('AWS::EC2::SecurityGroup', 'ServiceGroup'),
  database: stack.idOf('AWS::EC2::SecurityGroup', 'DatabaseGroup'),
});

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
    expect(subnetIds(Properties.RouteTableIds).filter(isPrivate)).toHaveLength(
      2,
    );
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
