/** What a choice changes in a stack that stands already: nothing goes away, and nothing that holds data is made anew. */
import { contextKeys } from './deploymentOptions';
import {
  synthesize,
  withoutHashes,
  type Synthesized,
} from './testing/synthesize';

const domain = {
  domainName: 'portal.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1a2b',
};

/** The parts of a new revision: what a task is told, and what runs it. */
const NEW_TASKS = ['AWS::ECS::TaskDefinition ContainerDefinitions'];

/**
 * Choice to what it changes. By CloudFormation's reference each property here is updated in place (`Update requires`
 * says so), but for those of a task definition, whose every revision is a new one and holds nothing.
 */
const choices: [
  name: string,
  context: Record<string, string>,
  changed: string[],
  added: string[],
][] = [
  ['multiAz', { multiAz: 'true' }, ['AWS::RDS::DBInstance MultiAZ'], []],
  [
    'databaseInstanceType',
    { databaseInstanceType: 'm8g.large' },
    ['AWS::RDS::DBInstance DBInstanceClass'],
    [],
  ],
  ['taskCount', { taskCount: '2' }, ['AWS::ECS::Service DesiredCount'], []],
  [
    'otlpEndpoint',
    { otlpEndpoint: 'https://collector.example.com' },
    NEW_TASKS,
    [],
  ],
  [
    'imageUri',
    {
      imageUri: '111122223333.dkr.ecr.eu-central-1.amazonaws.com/portal:1.2.3',
    },
    [...NEW_TASKS, 'AWS::IAM::Policy PolicyDocument'],
    [],
  ],
  [
    'domainName',
    domain,
    [
      ...NEW_TASKS,
      'AWS::CloudFront::Distribution DistributionConfig',
      'AWS::Cognito::UserPoolClient CallbackURLs',
      'AWS::Cognito::UserPoolClient LogoutURLs',
    ],
    [],
  ],
  [
    'hostedZone',
    { ...domain, hostedZone: 'Z0123456789/example.com' },
    [
      ...NEW_TASKS,
      'AWS::CloudFront::Distribution DistributionConfig',
      'AWS::Cognito::UserPoolClient CallbackURLs',
      'AWS::Cognito::UserPoolClient LogoutURLs',
    ],
    ['AWS::Route53::RecordSet'],
  ],
];

/** They come with another, or (zones) are made before the first deployment and never after it: docs/operations.md. */
const NOT_ALONE = ['certificateArn', 'availabilityZones'];

function differences(before: Synthesized, after: Synthesized) {
  const gone = Object.keys(before.resources).filter(
    id => !(id in after.resources),
  );
  const added = Object.keys(after.resources).filter(
    id => !(id in before.resources),
  );
  const changed = Object.entries(before.resources)
    .filter(([id]) => id in after.resources)
    .flatMap(([id, { Type, Properties: old = {} }]) => {
      const { Properties: now = {} } = after.resources[id];
      return [...new Set([...Object.keys(old), ...Object.keys(now)])]
        .filter(key => JSON.stringify(old[key]) !== JSON.stringify(now[key]))
        .map(key => `${Type} ${key}`);
    });
  return {
    gone: gone.map(withoutHashes),
    added: added.map(id => after.resources[id].Type),
    changed: [...new Set(changed)].sort(),
  };
}

describe('a choice', () => {
  const plain = synthesize();

  it('of every kind is looked at here', () => {
    expect([...choices.map(([name]) => name), ...NOT_ALONE].sort()).toEqual(
      Object.values(contextKeys).sort(),
    );
  });

  it.each(choices)(
    '%s changes a stack that stands in place',
    (_name, context, changed, added) => {
      expect(differences(plain, synthesize(context))).toEqual({
        gone: [],
        added,
        changed: [...changed].sort(),
      });
    },
  );

  it('of more accounts is a parameter, and changes no resource but by it', () => {
    const { Parameters, Conditions } = plain.template.toJSON();
    expect(Parameters.MonitoredRoleArns.Default).toBe('');
    const conditional = Object.values(plain.resources)
      .filter(({ Condition }) => Condition)
      .map(({ Type, Condition }) => `${Type}: ${Condition}`);
    expect(conditional).toEqual(['AWS::IAM::Policy: HasMonitoredRoles']);
    expect(Object.keys(Conditions)).toContain('HasMonitoredRoles');
  });

  it('of other zones would move what stands, so it is made before the first deployment', () => {
    const { changed } = differences(
      plain,
      synthesize({ availabilityZones: 'us-east-1b,us-east-1d' }),
    );
    expect(changed).toEqual(['AWS::EC2::Subnet AvailabilityZone']);
  });
});
