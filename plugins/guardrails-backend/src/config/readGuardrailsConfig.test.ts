import { mockServices } from '@backstage/backend-test-utils';
import {
  durationToMilliseconds,
  type HumanDuration,
  type JsonObject,
} from '@backstage/types';
import type { DetectionRule } from '@cloudops/plugin-guardrails-node';
import { z } from 'zod';
import { ConfigurationError } from './problems';
import { readGuardrailsConfig } from './readGuardrailsConfig';

const fixedLimit: DetectionRule<{ limit: number }> = {
  name: 'fixed_limit',
  version: 1,
  appliesTo: 'cost',
  summary: 'Values over a limit',
  parameters: z.strictObject({
    limit: z
      .number({ error: 'a number above 0' })
      .positive({ error: 'a number above 0' }),
  }),
  accepts: () => true,
  memory: () => 0,
  judge: () => [],
  explain: () => [],
};

function read(guardrails?: JsonObject, environment = {}) {
  return readGuardrailsConfig(
    mockServices.rootConfig({ data: guardrails ? { guardrails } : {} }),
    { rules: [fixedLimit], environment },
  );
}

function problemsOf(guardrails: JsonObject, environment = {}) {
  try {
    read(guardrails, environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe('readGuardrailsConfig', () => {
  it('watches the default project with sensible settings when nothing is configured', () => {
    expect(read()).toEqual({
      costs: {
        metric: 'UnblendedCost',
        usageTypes: [
          'Usage',
          'DiscountedUsage',
          'SavingsPlanCoveredUsage',
          'SavingsPlanNegation',
        ],
        backfillDays: 90,
        restatementDays: 7,
        finalAfterDays: 3,
        requestCapPerDay: 40,
      },
      metrics: { periodSeconds: 300, backfillDays: 90, overlapMinutes: 15 },
      detection: { lookbackDays: 14, ruleParameters: {} },
      drivers: { queriesPerDay: 10 },
      notify: { owners: true },
      database: { preparedStatements: true },
      projects: [{ name: 'default', ruleParameters: {} }],
      schedule: {
        ingestCosts: { frequency: { hours: 8 }, timeout: { minutes: 30 } },
        ingestMetrics: { frequency: { minutes: 15 }, timeout: { minutes: 10 } },
        detect: { frequency: { hours: 1 }, timeout: { minutes: 30 } },
        retention: { frequency: { hours: 24 }, timeout: { minutes: 30 } },
      },
    });
  });

  it('reads every key', () => {
    const config = read({
      costs: {
        metric: 'NetAmortizedCost',
        usageTypes: ['Usage', 'Support'],
        tagKey: 'team',
        backfillDays: 395,
        restatementDays: 10,
        finalAfterDays: 2,
        requestCapPerDay: 5,
      },
      metrics: {
        periodSeconds: 60,
        backfillDays: 7,
        overlapMinutes: 20,
        region: 'eu-west-1',
      },
      detection: { lookbackDays: 3, rules: { fixed_limit: { limit: 9 } } },
      projects: [
        {
          name: 'payments-api',
          accountId: '111122223333',
          costs: { tagValue: 'payments' },
          metrics: { restApiId: 'pay4x8k2m1', region: 'eu-central-1' },
          detection: { rules: { fixed_limit: { limit: 3 } } },
        },
      ],
      schedule: {
        ingestCosts: { frequency: { cron: '0 6 * * *' } },
        ingestMetrics: { frequency: 'PT5M', timeout: 'PT4M' },
        detect: {
          frequency: { trigger: 'manual' },
          initialDelay: { seconds: 10 },
        },
        retention: { frequency: { cron: '0 3 * * 0' } },
      },
      retention: { costsDays: 1200, metricsDays: 100, eventsDays: 400 },
      database: { preparedStatements: false },
    });
    expect(config.database).toEqual({ preparedStatements: false });
    expect(config.retention).toEqual({
      costsDays: 1200,
      metricsDays: 100,
      eventsDays: 400,
    });
    expect(config.costs).toEqual({
      metric: 'NetAmortizedCost',
      usageTypes: ['Usage', 'Support'],
      tagKey: 'team',
      backfillDays: 395,
      restatementDays: 10,
      finalAfterDays: 2,
      requestCapPerDay: 5,
    });
    expect(config.metrics).toEqual({
      region: 'eu-west-1',
      periodSeconds: 60,
      backfillDays: 7,
      overlapMinutes: 20,
    });
    expect(config.detection).toEqual({
      lookbackDays: 3,
      ruleParameters: { fixed_limit: { limit: 9 } },
    });
    expect(config.projects[1]).toEqual({
      name: 'payments-api',
      accountId: '111122223333',
      costTagValue: 'payments',
      endpoint: {
        kind: 'rest-api',
        id: 'pay4x8k2m1',
        region: 'eu-central-1',
      },
      ruleParameters: { fixed_limit: { limit: 3 } },
    });
    expect(config.schedule).toEqual({
      ingestCosts: {
        frequency: { cron: '0 6 * * *' },
        timeout: { minutes: 30 },
      },
      ingestMetrics: { frequency: { minutes: 5 }, timeout: { minutes: 4 } },
      detect: {
        frequency: { trigger: 'manual' },
        timeout: { minutes: 30 },
        initialDelay: { seconds: 10 },
      },
      retention: {
        frequency: { cron: '0 3 * * 0' },
        timeout: { minutes: 30 },
      },
    });
  });

  it('lets no killed backend keep a job for longer than it takes to be due again', () => {
    for (const { frequency, timeout } of Object.values(read({}).schedule)) {
      expect(durationToMilliseconds(timeout as HumanDuration)).toBeLessThan(
        durationToMilliseconds(frequency as HumanDuration),
      );
    }
  });

  it('keeps the default frequency of a job of which only the timeout is given', () => {
    const { schedule } = read({
      schedule: { ingestCosts: { timeout: { minutes: 2 } } },
    });
    expect(schedule.ingestCosts).toEqual({
      frequency: { hours: 8 },
      timeout: { minutes: 2 },
    });
  });

  it('puts a configured default project first', () => {
    const { projects } = read({
      projects: [
        { name: 'payments-api', accountId: '444455556666' },
        { name: 'default', accountId: '111122223333' },
      ],
    });
    expect(projects.map(({ name, accountId }) => [name, accountId])).toEqual([
      ['default', '111122223333'],
      ['payments-api', '444455556666'],
    ]);
  });

  it('takes numbers and gaps as environment variables leave them', () => {
    const { costs } = read({
      costs: { backfillDays: '30', tagKey: null },
    } as unknown as JsonObject);
    expect(costs.backfillDays).toBe(30);
    expect(costs.tagKey).toBeUndefined();
  });

  it.each([
    [
      'its own',
      { region: 'eu-north-1' },
      { region: 'eu-west-1' },
      'eu-north-1',
    ],
    ['the one for all', {}, { region: 'eu-west-1' }, 'eu-west-1'],
    ['the environment', {}, {}, 'ap-south-1'],
  ])('takes a project’s region from %s', (_, own, all, region) => {
    const { projects } = read(
      {
        metrics: all,
        projects: [{ name: 'a', metrics: { restApiId: 'a1b2c3', ...own } }],
      },
      { AWS_REGION: 'ap-south-1' },
    );
    expect(projects[1].endpoint).toEqual({
      kind: 'rest-api',
      id: 'a1b2c3',
      region,
    });
  });

  const project = (rest: JsonObject) => ({
    costs: { tagKey: 'team' },
    projects: [{ name: 'a', ...rest }],
  });

  it.each<[string, JsonObject, string]>([
    [
      'an unknown key',
      { cost: {} },
      'guardrails.cost: is not known, takes costs, metrics, detection, drivers, notify, retention, database, projects, schedule',
    ],
    [
      'an unknown key of a section',
      { costs: { tagkey: 'team' } },
      'guardrails.costs.tagkey: is not known, takes metric, usageTypes, tagKey, backfillDays, restatementDays, finalAfterDays, requestCapPerDay',
    ],
    [
      'an unknown key of a project',
      project({ account: '111122223333' }),
      'guardrails.projects[0].account: is not known, takes name, accountId, role, costs, metrics, detection',
    ],
    [
      'a role without the account that it is in',
      project({ role: { name: 'AuditReader' } }),
      "guardrails.projects[0].accountId: is missing, takes the twelve digits of the AWS account that the role 'AuditReader' is in",
    ],
    [
      'the ARN of a role in place of its name',
      project({
        accountId: '444455556666',
        role: { name: 'arn:aws:iam::444455556666:role/AuditReader' },
      }),
      'guardrails.projects[0].role.name: got "arn:aws:iam::444455556666:role/AuditReader", takes the name of an IAM role, with its path if it has one, e.g. \'GuardrailsReadOnly\'',
    ],
    [
      'an external id that STS does not take',
      project({
        accountId: '444455556666',
        role: { name: 'AuditReader', externalId: 'a b' },
      }),
      'guardrails.projects[0].role.externalId: got "a b", takes an external id of 2 to 1224 letters, digits and any of _+=,.@:/-',
    ],
    [
      'a section that is none',
      { costs: 'UnblendedCost' },
      'guardrails.costs: got "UnblendedCost", takes a map of metric, usageTypes, tagKey, backfillDays, restatementDays, finalAfterDays, requestCapPerDay',
    ],
    [
      'projects that are no list',
      { projects: { a: {} } },
      'guardrails.projects: got {"a":{}}, takes a list of projects',
    ],
    [
      'a cost metric that Cost Explorer has not',
      { costs: { metric: 'Blended' } },
      'guardrails.costs.metric: got "Blended", takes one of UnblendedCost, AmortizedCost, NetUnblendedCost, NetAmortizedCost',
    ],
    [
      'no days to backfill',
      { costs: { backfillDays: 0 } },
      'guardrails.costs.backfillDays: got 0, takes a whole number from 1 to 395',
    ],
    [
      'more days than AWS keeps',
      { metrics: { backfillDays: 396 } },
      'guardrails.metrics.backfillDays: got 396, takes a whole number from 1 to 395',
    ],
    [
      'to keep less than the first run reads',
      { costs: { backfillDays: 395 }, retention: { costsDays: 365 } },
      'guardrails.retention.costsDays: got 365, takes at least guardrails.costs.backfillDays, which is 395',
    ],
    [
      'to keep less than a rule looks back',
      { retention: { metricsDays: 30 } },
      'guardrails.retention.metricsDays: got 30, takes a whole number from 100 to 3650',
    ],
    [
      'half a day',
      { detection: { lookbackDays: 1.5 } },
      'guardrails.detection.lookbackDays: got 1.5, takes a whole number from 1 to 31',
    ],
    [
      'a webhook that anybody on the way could read',
      {
        notify: {
          webhook: {
            url: 'http://example.com/hook',
            secret: `whsec_${'A'.repeat(32)}`,
          },
        },
      },
      "guardrails.notify.webhook.url: got something else (not shown), takes an https:// address, e.g. 'https://example.com/alerts'",
    ],
    [
      'a secret that anybody could guess, without showing it',
      {
        notify: {
          webhook: { url: 'https://example.com/hook', secret: 'hunter2' },
        },
      },
      "guardrails.notify.webhook.secret: got something else (not shown), takes 'whsec_' and 24 to 64 random bytes in base64, e.g. the output of: echo whsec_$(openssl rand -base64 32)",
    ],
    [
      'a period that does not divide an hour',
      { metrics: { periodSeconds: 420 } },
      'guardrails.metrics.periodSeconds: got 420, takes whole minutes that divide an hour, e.g. 60, 300 or 3600',
    ],
    [
      'a project without a name',
      { projects: [{ accountId: '111122223333' }] },
      'guardrails.projects[0].name: is missing, takes text of 1 to 200 characters',
    ],
    [
      'an account id without its quotes',
      project({ accountId: 111122223333 }),
      "guardrails.projects[0].accountId: got 111122223333, takes an AWS account's twelve digits in quotes, e.g. '111122223333'",
    ],
    [
      'an account id with too few digits',
      project({ accountId: '1111-2222' }),
      "guardrails.projects[0].accountId: got \"1111-2222\", takes an AWS account's twelve digits in quotes, e.g. '111122223333'",
    ],
    [
      'a region that is none',
      project({ metrics: { restApiId: 'a1b2c3', region: 'Frankfurt' } }),
      'guardrails.projects[0].metrics.region: got "Frankfurt", takes an AWS region, e.g. \'eu-central-1\'',
    ],
    [
      'a REST API without a region',
      project({ metrics: { restApiId: 'a1b2c3' } }),
      "guardrails.projects[0].metrics.region: is missing, takes the AWS region of REST API 'a1b2c3', here, in guardrails.metrics.region for all projects, or in the environment variable AWS_REGION",
    ],
    [
      'a load balancer by its name',
      project({ metrics: { loadBalancer: 'storefront' } }),
      "guardrails.projects[0].metrics.loadBalancer: got \"storefront\", takes the ARN of an Application Load Balancer, or what follows 'loadbalancer/' in it, e.g. 'app/storefront/50dc6c495c0c9188'",
    ],
    [
      'several endpoints',
      project({
        metrics: {
          restApiId: 'a1b2c3',
          httpApiId: 'd4e5f6',
          region: 'eu-west-1',
        },
      }),
      'guardrails.projects[0].metrics: got "a1b2c3, d4e5f6", takes one of restApiId, httpApiId and loadBalancer; give each its own project',
    ],
    [
      'a tag value without a tag key',
      { projects: [{ name: 'a', costs: { tagValue: 'x' } }] },
      "guardrails.costs.tagKey: is missing, takes the cost allocation tag that guardrails.projects[0].costs.tagValue ('x') is a value of",
    ],
    [
      'two projects of one name',
      { projects: [{ name: 'a' }, { name: 'b' }, { name: 'a' }] },
      'guardrails.projects[2].name: got "a", takes a name that guardrails.projects[0] has not',
    ],
    [
      'two projects that claim the same spend',
      {
        costs: { tagKey: 'team' },
        projects: [
          { name: 'a', costs: { tagValue: 'x' } },
          { name: 'b', costs: { tagValue: 'x' } },
        ],
      },
      'guardrails.projects[1].costs.tagValue: got "x", takes a tag value that no other project of the same account claims; guardrails.projects[0] (\'a\') does',
    ],
    [
      'a claim of the default project',
      {
        costs: { tagKey: 'team' },
        projects: [{ name: 'default', costs: { tagValue: 'x' } }],
      },
      'guardrails.projects[0].costs.tagValue: got "x", takes nothing: \'default\' takes the spend that no other project claims',
    ],
    [
      'a name that an account’s remainder has',
      { projects: [{ name: 'default-111122223333' }] },
      'guardrails.projects[0].name: got "default-111122223333", takes another name: this one is kept for the spend of that account that no project claims',
    ],
    [
      'a project without an account beside a default project with one',
      {
        projects: [
          { name: 'default', accountId: '111122223333' },
          { name: 'a' },
        ],
      },
      "guardrails.projects[1].accountId: is missing, takes the project's AWS account, because 'default' (guardrails.projects[0]) names one too",
    ],
    [
      'a rule that does not exist',
      { detection: { rules: { fixed: {} } } },
      'guardrails.detection.rules.fixed: is not known, takes fixed_limit',
    ],
    [
      'a project’s parameter of a rule',
      project({ detection: { rules: { fixed_limit: { limit: 'ten' } } } }),
      'guardrails.projects[0].detection.rules.fixed_limit.limit: got "ten", takes a number above 0',
    ],
    [
      'a frequency that is none',
      { schedule: { detect: { frequency: 'hourly' } } },
      "guardrails.schedule.detect.frequency: got \"hourly\", takes a duration such as { hours: 8 } or 'PT8H', { cron: '0 6 * * *' } or { trigger: manual }",
    ],
    [
      'a cron line that is none',
      { schedule: { detect: { frequency: { cron: 'daily' } } } },
      'guardrails.schedule.detect.frequency: got {"cron":"daily"}, takes a duration such as { hours: 8 } or \'PT8H\', { cron: \'0 6 * * *\' } or { trigger: manual }',
    ],
    [
      'a cron line with an hour that no day has',
      { schedule: { detect: { frequency: { cron: '0 24 * * *' } } } },
      'guardrails.schedule.detect.frequency: got {"cron":"0 24 * * *"}, takes a duration such as { hours: 8 } or \'PT8H\', { cron: \'0 6 * * *\' } or { trigger: manual }',
    ],
    [
      'a frequency without a pause',
      { schedule: { detect: { frequency: { hours: 0 } } } },
      "guardrails.schedule.detect.frequency: got {\"hours\":0}, takes a duration such as { hours: 8 } or 'PT8H', { cron: '0 6 * * *' } or { trigger: manual }",
    ],
    [
      'a timeout that is none',
      { schedule: { ingestCosts: { timeout: { houres: 1 } } } },
      'guardrails.schedule.ingestCosts.timeout: got {"houres":1}, takes a duration such as { minutes: 30 } or \'PT30M\'',
    ],
    [
      'an unknown key of a schedule',
      { schedule: { detect: { cron: '* * * * *' } } },
      'guardrails.schedule.detect.cron: is not known, takes frequency, timeout, initialDelay',
    ],
    [
      'an unknown job',
      { schedule: { detection: {} } },
      'guardrails.schedule.detection: is not known, takes ingestCosts, ingestMetrics, detect, retention',
    ],
  ])('refuses %s', (_, guardrails, message) => {
    expect(problemsOf(guardrails)).toEqual([message]);
  });

  it('lays a project’s parameters over the ones for all and tells each problem once', () => {
    expect(
      problemsOf({
        detection: { rules: { fixed_limit: { limit: -1 } } },
        projects: [
          { name: 'a', detection: { rules: { fixed_limit: {} } } },
          { name: 'b', detection: { rules: { fixed_limit: { limit: 2 } } } },
        ],
      }),
    ).toEqual([
      'guardrails.detection.rules.fixed_limit.limit: got -1, takes a number above 0',
    ]);
  });

  it('lets projects of different accounts claim the same tag value', () => {
    expect(
      problemsOf({
        costs: { tagKey: 'team' },
        projects: [
          { name: 'a', accountId: '111122223333', costs: { tagValue: 'x' } },
          { name: 'b', accountId: '444455556666', costs: { tagValue: 'x' } },
        ],
      }),
    ).toEqual([]);
  });

  it.each([
    '* * * * *',
    '*/15 * * * *',
    '30 0 6 * * *',
    '0 6-18/2 * * mon-fri',
    '0 0 1,15 jan,jul 0',
  ])('takes the cron line %s', cron => {
    expect(
      problemsOf({ schedule: { detect: { frequency: { cron } } } }),
    ).toEqual([]);
  });

  it.each([
    '',
    '* * * *',
    '60 * * * *',
    '* * 0 * *',
    '5-1 * * * *',
    '*/0 * * * *',
    '* * * foo *',
    '* * * * 8',
    '1,,2 * * * *',
  ])('refuses the cron line %p', cron => {
    expect(
      problemsOf({ schedule: { detect: { frequency: { cron } } } }),
    ).toHaveLength(1);
  });

  it('tells every problem at once', () => {
    expect(() =>
      read({
        costs: { backfillDays: 0 },
        projects: [
          { name: 'a', accountId: '12' },
          { name: 'b', costs: { tagValue: 'x' } },
          { name: 'b' },
        ],
        schedule: { detect: { timeout: 'soon' } },
      }),
    ).toThrow(
      [
        'The configuration of Guardrails cannot be used; correct it in app-config and restart:',
        '- guardrails.costs.backfillDays: got 0, takes a whole number from 1 to 395',
        "- guardrails.projects[0].accountId: got \"12\", takes an AWS account's twelve digits in quotes, e.g. '111122223333'",
        '- guardrails.schedule.detect.timeout: got "soon", takes a duration such as { minutes: 30 } or \'PT30M\'',
        '- guardrails.projects[2].name: got "b", takes a name that guardrails.projects[1] has not',
        "- guardrails.costs.tagKey: is missing, takes the cost allocation tag that guardrails.projects[1].costs.tagValue ('x') is a value of",
      ].join('\n'),
    );
  });
});
