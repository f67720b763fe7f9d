import { deploymentOptions } from './deploymentOptions';
import { synthesize, text } from './testing/synthesize';

const options = (context: Record<string, unknown>) =>
  deploymentOptions(key => context[key]);

describe('context', () => {
  it('is off by default', () => {
    expect(options({})).toEqual({
      isMultiAz: false,
      taskCount: 1,
      databaseInstanceType: 't4g.micro',
    });
  });

  it('arrives as text', () => {
    expect(options({ multiAz: 'true', taskCount: '4' })).toMatchObject({
      isMultiAz: true,
      taskCount: 4,
    });
    expect(options({ multiAz: 'false' })).toMatchObject({ isMultiAz: false });
  });

  it.each([
    [{ taskCount: '0' }, "Context 'taskCount' takes 1 to 50; got '0'."],
    [{ multiAz: 'yes' }, "Context 'multiAz' takes true or false; got 'yes'."],
    [{ imageUri: 'portal' }, /'imageUri' takes an image with its tag/],
    [{ databaseInstanceType: 'db.t4g.micro' }, /without the prefix db\./],
    [{ domainName: 'portal.example.com' }, /belong together/],
    [
      {
        domainName: 'portal.example.com',
        certificateArn:
          'arn:aws:acm:eu-central-1:111122223333:certificate/1a2b',
      },
      /us-east-1/,
    ],
    [
      {
        domainName: 'portal.example.com',
        certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1a2b',
        hostedZone: 'Z0123456789/example.org',
      },
      /does not lie in 'example.org'/,
    ],
    [{ availabilityZones: 'us-east-1b' }, /two zones of the region/],
    [{ availabilityZones: 'us-east-1b,us-east-1b' }, /two zones/],
    [{ otlpEndpoint: 'http://collector:4318' }, /https on port 443/],
  ])('%j is refused with what it takes', (context, message) => {
    expect(() => options(context)).toThrow(message);
  });

  it('names every wrong key at once', () => {
    expect(() => options({ taskCount: 'x', multiAz: 'y' })).toThrow(
      /multiAz.*\n.*taskCount|taskCount.*\n.*multiAz/,
    );
  });
});

describe('a stack with everything switched on', () => {
  const image = `111122223333.dkr.ecr.eu-central-1.amazonaws.com/portal:1.2.3`;
  const stack = synthesize({
    imageUri: image,
    multiAz: 'true',
    taskCount: '4',
    databaseInstanceType: 'm8g.large',
    domainName: 'portal.example.com',
    certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1a2b',
    hostedZone: 'Z0123456789/example.com',
    availabilityZones: 'us-east-1b,us-east-1d',
    otlpEndpoint: 'https://collector.example.com/otlp',
  });

  it('lies in the zones that it is told', () => {
    const zones = stack
      .all('AWS::EC2::Subnet')
      .map(({ Properties }) => Properties.AvailabilityZone);
    expect(zones.sort()).toEqual([
      'us-east-1b',
      'us-east-1b',
      'us-east-1d',
      'us-east-1d',
    ]);
  });

  it('sends its metrics where it is told', () => {
    const [container] = stack.one('AWS::ECS::TaskDefinition').Properties
      .ContainerDefinitions;
    expect(container.Environment).toContainEqual({
      Name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
      Value: 'https://collector.example.com/otlp',
    });
  });

  it('has a standby database of the given size', () => {
    expect(stack.one('AWS::RDS::DBInstance').Properties).toMatchObject({
      MultiAZ: true,
      DBInstanceClass: 'db.m8g.large',
    });
  });

  it('runs as many tasks as it is told', () => {
    expect(stack.one('AWS::ECS::Service').Properties.DesiredCount).toBe(4);
  });

  it('takes the image that it is given, and may pull from its repository alone', () => {
    const [container] = stack.one('AWS::ECS::TaskDefinition').Properties
      .ContainerDefinitions;
    expect(text(container.Image)).toContain('/portal:1.2.3');
    const pulls = stack
      .all('AWS::IAM::Policy')
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter((statement: any) =>
        JSON.stringify(statement.Action).includes('ecr:BatchGetImage'),
      );
    expect(pulls.map(({ Resource }: any) => text(Resource))).toEqual([
      'arn:<AWS::Partition>:ecr:eu-central-1:111122223333:repository/portal',
    ]);
  });

  it('is open under its own name, and signs people in there', () => {
    expect(
      stack.one('AWS::CloudFront::Distribution').Properties.DistributionConfig,
    ).toMatchObject({
      Aliases: ['portal.example.com'],
      ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021' },
    });
    expect(
      stack.one('AWS::Cognito::UserPoolClient').Properties.CallbackURLs,
    ).toEqual(['https://portal.example.com/api/auth/cognito/handler/frame']);
    expect(stack.one('AWS::Route53::RecordSet').Properties).toMatchObject({
      Name: 'portal.example.com.',
      HostedZoneId: 'Z0123456789',
    });
  });
});
