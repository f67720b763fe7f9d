import { stepParts } from './stepParts';

const commands = (step: string) =>
  stepParts(step)
    .filter(({ kind }) => kind === 'command')
    .map(({ text }) => text);

it.each([
  ['Ask the team that owns it.', []],
  ['Ask the aws account team', []],
  [
    'List them: aws ec2 describe-volumes --filters Name=status,Values=available --query "Volumes[].[VolumeId,Size]" --output table',
    [
      'aws ec2 describe-volumes --filters Name=status,Values=available --query "Volumes[].[VolumeId,Size]" --output table',
    ],
  ],
  [
    'If not: aws ec2 stop-instances --instance-ids <instance id> (its volumes are kept and still cost).',
    ['aws ec2 stop-instances --instance-ids <instance id>'],
  ],
  [
    'aws sagemaker list-notebook-instances --status-equals InService; stop one with: aws sagemaker stop-notebook-instance --notebook-instance-name <name>',
    [
      'aws sagemaker list-notebook-instances --status-equals InService',
      'aws sagemaker stop-notebook-instance --notebook-instance-name <name>',
    ],
  ],
  [
    'Find the hot keys: aws dynamodb update-contributor-insights --table-name <table> --contributor-insights-action ENABLE, then CloudWatch → Contributor Insights',
    [
      'aws dynamodb update-contributor-insights --table-name <table> --contributor-insights-action ENABLE',
    ],
  ],
  [
    `or: aws ce get-cost-and-usage --time-period Start=2026-11-10,End=2026-11-19 --filter '{"Dimensions":{"Key":"SERVICE","Values":["EC2 - Other"]}}' (BoxUsage:<type> is on-demand)`,
    [
      `aws ce get-cost-and-usage --time-period Start=2026-11-10,End=2026-11-19 --filter '{"Dimensions":{"Key":"SERVICE","Values":["EC2 - Other"]}}'`,
    ],
  ],
  [
    'Keep a copy: aws rds delete-db-instance --db-instance-identifier <id> --final-db-snapshot-identifier <id>-final.',
    [
      'aws rds delete-db-instance --db-instance-identifier <id> --final-db-snapshot-identifier <id>-final',
    ],
  ],
])('finds the commands in: %s', (step, expected) => {
  expect(commands(step)).toEqual(expected);
});

it('begins what follows a command with a word', () => {
  expect(
    stepParts(
      'Go back. Lambda: aws lambda update-alias --name <alias>; ECS: aws ecs update-service --cluster <cluster>, then wait. Or aws ecs stop-task.',
    ).map(({ text }) => text),
  ).toEqual([
    'Go back. Lambda: ',
    'aws lambda update-alias --name <alias>',
    'ECS: ',
    'aws ecs update-service --cluster <cluster>',
    'then wait. Or ',
    'aws ecs stop-task',
  ]);
});
