/** What holds for the stack as a whole: it can be deployed, taken down and deployed again, and nothing in it goes unseen. */
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { acknowledgedFindings } from './acknowledgedFindings';
import {
  guardrailsApp,
  synthesize,
  text,
  type Synthesized,
} from './testing/synthesize';
import { templateProblems } from './validateTemplate';

let stack: Synthesized;
beforeAll(() => {
  stack = synthesize();
});

/** Hashes of assets and of the API's deployment, which differ with every release of the library. */
function normalised(template: unknown): unknown {
  return JSON.parse(
    JSON.stringify(template)
      .replace(/\b[0-9a-f]{64}\b/g, '<hash>')
      .replace(/(Deployment[0-9A-F]{8,10})[0-9a-f]{32}/g, '$1'),
  );
}

function temporaryFile(name: string): string {
  return path.join(mkdtempSync(path.join(tmpdir(), 'guardrails-infra-')), name);
}

describe('the template', () => {
  it('is what it was', () => {
    expect(normalised(stack.template.toJSON())).toMatchSnapshot();
  });

  it('is valid in the eyes of CloudFormation’s own offline validator', () => {
    const file = temporaryFile('template.json');
    writeFileSync(file, JSON.stringify(stack.template.toJSON()));
    expect(templateProblems(file)).toEqual([]);
  });

  it('is valid for the role in monitored accounts, too', () => {
    expect(
      templateProblems(
        path.resolve(__dirname, '../monitored-account-role.yaml'),
      ),
    ).toEqual([]);
  });

  it('is not valid with a property that does not exist', () => {
    const template = stack.template.toJSON();
    const vpc = Object.values<any>(template.Resources).find(
      ({ Type }) => Type === 'AWS::EC2::VPC',
    );
    vpc.Properties.CidrBlok = '10.0.0.0/16';
    const file = temporaryFile('template.json');
    writeFileSync(file, JSON.stringify(template));
    expect(templateProblems(file)).toEqual([
      expect.stringContaining('CidrBlok'),
    ]);
  });

  it('has no cycle of references', () => {
    const template = stack.template.toJSON();
    expect(() => Template.fromJSON(template)).not.toThrow();

    // The same check knows one when it sees one: the pool before its client, and the client before the pool.
    const client = Object.keys(template.Resources).find(
      id => template.Resources[id].Type === 'AWS::Cognito::UserPoolClient',
    )!;
    const pool = Object.keys(template.Resources).find(
      id => template.Resources[id].Type === 'AWS::Cognito::UserPool',
    )!;
    template.Resources[pool].DependsOn = [client];
    expect(() => Template.fromJSON(template)).toThrow(/cycle/);
  });

  it('is one stack without nested ones', () => {
    expect(stack.all('AWS::CloudFormation::Stack')).toEqual([]);
  });
});

describe('deploying', () => {
  it('asks for the administrator’s address alone', () => {
    const parameters: Record<string, { Default?: string }> =
      stack.template.toJSON().Parameters;
    const own = Object.keys(parameters).filter(
      name => name !== 'BootstrapVersion',
    );
    expect(own.sort()).toEqual([
      'AdminEmail',
      'MonitoredApiGatewayId',
      'MonitoredRoleArns',
      'MonitoredRolesExternalId',
    ]);
    expect(own.filter(name => parameters[name].Default === undefined)).toEqual([
      'AdminEmail',
    ]);
  });

  it('watches the API of the stack when no other is named', () => {
    const [task] = stack.all('AWS::ECS::TaskDefinition');
    const { Value } = task.Properties.ContainerDefinitions[0].Environment.find(
      ({ Name }: { Name: string }) => Name === 'GUARDRAILS_REST_API_ID',
    );
    expect(text(Value)).toMatch(
      /^\(WatchesItself \? <GatewayRestApi\w+> : <MonitoredApiGatewayId>\)$/,
    );
  });

  it('tells the portal’s and the sign-in page’s address', () => {
    const outputs = stack.template.toJSON().Outputs;
    expect(text(outputs.PortalUrl.Value)).toMatch(/^https:\/\/<Website/);
    expect(text(outputs.SignInUrl.Value)).toMatch(
      /^https:\/\/.*amazoncognito\.com\/login\?client_id=/,
    );
    expect(Object.keys(outputs).sort()).toEqual([
      'ApiId',
      'DatabaseSecretArn',
      'DistributionDomainName',
      'HealthUrl',
      'LogGroupName',
      'PortalUrl',
      'SignInUrl',
      'TaskRoleArn',
      'UserPoolId',
    ]);
  });
});

describe('taking it down', () => {
  it('leaves the database’s last snapshot and nothing else', () => {
    const kept = Object.entries(stack.resources)
      .filter(([, { DeletionPolicy }]) => DeletionPolicy !== 'Delete')
      .filter(([, { DeletionPolicy }]) => DeletionPolicy !== undefined)
      .map(([, { Type, DeletionPolicy }]) => `${Type}: ${DeletionPolicy}`);
    expect(kept).toEqual(['AWS::RDS::DBInstance: Snapshot']);
    // By default CloudFormation keeps no snapshot of anything else, and deletes the rest.
    for (const { Type, UpdateReplacePolicy } of Object.values(
      stack.resources,
    )) {
      expect([Type, UpdateReplacePolicy]).not.toEqual([Type, 'Retain']);
    }
  });

  it('is held up by nothing', () => {
    expect(stack.one('AWS::RDS::DBInstance').Properties).toMatchObject({
      DeletionProtection: false,
      DeleteAutomatedBackups: true,
    });
    expect(stack.all('Custom::S3AutoDeleteObjects')).toHaveLength(1);
    expect(
      stack.one('AWS::Cognito::UserPool').Properties.DeletionProtection,
    ).not.toBe('ACTIVE');
  });

  it('frees every name, so that the next deployment meets none of them', () => {
    // Unique only within what they belong to: the API, the user pool, the role, the database.
    const local = new Set([
      'AWS::ApiGateway::Authorizer Name',
      'AWS::ApiGateway::Stage StageName',
      'AWS::Cognito::UserPoolGroup GroupName',
      'AWS::Cognito::UserPoolUserToGroupAttachment GroupName',
      'AWS::IAM::Policy PolicyName',
      'AWS::RDS::DBInstance DBName',
    ]);
    const named = Object.values(stack.resources).flatMap(
      ({ Type, Properties = {} }) =>
        Object.keys(Properties)
          .filter(property => /^(\w*Name|DBInstanceIdentifier)$/.test(property))
          .filter(property => typeof Properties[property] === 'string')
          .map(property => `${Type} ${property}`),
    );
    expect(named.filter(each => !local.has(each))).toEqual([]);
  });
});

describe('the security checks', () => {
  it('find exactly what is acknowledged', () => {
    const { app, stack: plain } = guardrailsApp({
      acknowledgesFindings: false,
    });
    const prefix = `${plain.node.path}/`;
    const found = new AwsSolutionsChecks(app)
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath = '' }) => ({
          rule: ruleName.replace('AwsSolutions-', ''),
          at: constructPath.slice(prefix.length),
        })),
      );
    const covers = (where: string, at: string) =>
      at.startsWith(where.replace('*', ''));
    const unknown = found.filter(
      ({ rule, at }) =>
        !acknowledgedFindings.some(
          ({ where, rules }) => rules.includes(rule) && covers(where, at),
        ),
    );
    const stale = acknowledgedFindings.flatMap(({ where, rules }) =>
      rules
        .filter(
          rule =>
            !found.some(each => each.rule === rule && covers(where, each.at)),
        )
        .map(rule => `${rule} at ${where}`),
    );
    expect({ unknown, stale }).toEqual({ unknown: [], stale: [] });
  });

  it('are part of every synthesis, which a finding fails', () => {
    const { stack: plain } = guardrailsApp({ acknowledgesFindings: false });
    expect(() => Template.fromStack(plain)).toThrow(/AwsSolutions/);
  });
});
