import type { Playbook, PlaybookAlert } from '@cloudops/plugin-guardrails-node';
import { builtInPlaybooks, expectedPerMonth, Playbooks } from '.';

const costAlert = (serviceName: string): PlaybookAlert => ({
  alertType: 'cost',
  severity: 'high',
  title: `${serviceName} cost tripled on payments-api`,
  serviceName,
  observedValue: 141.2,
  baselineValue: 46.1,
  thresholdValue: 59.93,
  unit: 'USD',
  ruleName: 'cost_spike',
  project: 'payments-api',
  windowStart: '2026-11-17T00:00:00.000Z',
  windowEnd: '2026-11-19T00:00:00.000Z',
});

const metricAlert = (metricName: string, unit: string): PlaybookAlert => ({
  ...costAlert(''),
  alertType: 'reliability',
  serviceName: undefined,
  metricName,
  unit,
  observedValue: 420,
  baselineValue: 180,
  thresholdValue: 234,
});

const builtIn = new Playbooks(builtInPlaybooks);

describe('the built-in playbooks', () => {
  it.each([
    ['EC2 - Other', 'ec2-other'],
    ['Amazon Elastic Compute Cloud - Compute', 'ec2-compute'],
    ['Amazon Relational Database Service', 'rds'],
    ['AmazonCloudWatch', 'cloudwatch'],
    ['Amazon Simple Storage Service', 's3'],
    ['AWS Lambda', 'lambda'],
    ['Amazon DynamoDB', 'dynamodb'],
    ['Amazon API Gateway', 'api-gateway'],
    ['Amazon SageMaker', 'sagemaker'],
    ['Amazon Elastic Load Balancing', 'load-balancing'],
    ['Amazon Virtual Private Cloud', 'vpc'],
    ['AWS Glue', 'any-cost'],
  ])('answer a rise of %s with %s', (service, playbook) => {
    expect(builtIn.recommend(costAlert(service)).playbook).toBe(playbook);
  });

  it.each([
    ['5xx_count', 'count', 'server-errors'],
    ['p95_latency_ms', 'ms', 'latency'],
    ['queue_depth', 'count', 'any-reliability'],
  ])('answer %s (%s) with %s', (metric, unit, playbook) => {
    expect(builtIn.recommend(metricAlert(metric, unit)).playbook).toBe(
      playbook,
    );
  });

  it('size the impact from the alert’s own numbers', () => {
    const impactOf = (alert: PlaybookAlert) =>
      builtIn.recommend(alert).drafts[0].impact;

    expect(impactOf(costAlert('EC2 - Other'))).toBe(
      'about $2,900 a month if it stays',
    );
    expect(impactOf(metricAlert('5xx_count', 'count'))).toBe(
      'about 240 failed requests fewer in every period like this one',
    );
    expect(impactOf(metricAlert('p95_latency_ms', 'ms'))).toBe(
      'one request in twenty is at least 240 ms faster again',
    );
  });

  it('give commands that name the service and the days of the alert', () => {
    const [first] = builtIn.recommend(costAlert('AWS Lambda')).drafts;

    expect(first.actionSteps[0]).toContain(
      `aws ce get-cost-and-usage --time-period Start=2026-11-10,End=2026-11-19 --granularity DAILY --metrics UnblendedCost --group-by Type=DIMENSION,Key=USAGE_TYPE --filter '{"Dimensions":{"Key":"SERVICE","Values":["AWS Lambda"]}}'`,
    );
  });

  it.each([
    ...[
      'EC2 - Other',
      'Amazon Elastic Compute Cloud - Compute',
      'Amazon Relational Database Service',
      'AmazonCloudWatch',
      'Amazon Simple Storage Service',
      'AWS Lambda',
      'Amazon DynamoDB',
      'Amazon API Gateway',
      'Amazon SageMaker',
      'Amazon Elastic Load Balancing',
      'Amazon Virtual Private Cloud',
      'AWS Glue',
    ].map(costAlert),
    metricAlert('5xx_count', 'count'),
    metricAlert('p95_latency_ms', 'ms'),
    metricAlert('queue_depth', 'count'),
  ])(
    'give one to three recommendations that can be stored: $serviceName$metricName',
    alert => {
      const { drafts } = builtIn.recommend(alert);

      expect(drafts.length).toBeGreaterThanOrEqual(1);
      expect(drafts.length).toBeLessThanOrEqual(3);
      for (const { title, actionSteps, impact } of drafts) {
        expect(title).toMatch(/^[A-Z]/);
        expect(impact).not.toMatch(/NaN|undefined/);
        expect(actionSteps.length).toBeGreaterThan(1);
        for (const step of actionSteps) {
          // One step is one line of `action_steps`.
          expect(step).not.toContain('\n');
          expect(step).not.toMatch(/NaN|undefined/);
        }
      }
    },
  );
});

describe('choosing a playbook', () => {
  const own: Playbook = {
    name: 'own',
    applies: ({ project }) => project === 'payments-api',
    recommend: () => [
      { title: 'Ask Ana', actionSteps: ['Ask Ana.'], impact: 'peace' },
    ],
  };

  it('asks the first one that applies', () => {
    const playbooks = new Playbooks([own, ...builtInPlaybooks]);

    expect(playbooks.recommend(costAlert('EC2 - Other')).playbook).toBe('own');
    expect(
      playbooks.recommend({ ...costAlert('EC2 - Other'), project: 'ledger' })
        .playbook,
    ).toBe('ec2-other');
  });

  it.each([0, -1, NaN, Infinity])(
    'refuses a saving of %s a month',
    savesPerMonth => {
      const [draft] = own.recommend(costAlert('AWS Glue'));
      const wrong: Playbook = {
        ...own,
        recommend: () => [{ ...draft, savesPerMonth }],
      };
      expect(() =>
        new Playbooks([wrong]).recommend(costAlert('AWS Glue')),
      ).toThrow(
        `playbook 'own' says of 'Ask Ana' that it saves ${savesPerMonth} a month`,
      );
    },
  );

  it('says what a step saves as an amount, wherever its words say one', () => {
    for (const service of ['EC2 - Other', 'AWS Lambda', 'AWS Glue']) {
      const alert = costAlert(service);
      const { drafts } = new Playbooks(builtInPlaybooks).recommend(alert);
      for (const { impact, savesPerMonth } of drafts) {
        expect([impact, savesPerMonth]).toEqual([
          impact,
          impact.endsWith(' a month if it stays')
            ? expectedPerMonth(alert)
            : undefined,
        ]);
      }
      expect(drafts[0].savesPerMonth).toBeGreaterThan(0);
    }
  });

  it('refuses to leave an alert without a recommendation', () => {
    const silent: Playbook = { ...own, name: 'silent', recommend: () => [] };

    expect(() =>
      new Playbooks([silent]).recommend(costAlert('AWS Glue')),
    ).toThrow(
      "playbook 'silent' applies to the alert 'AWS Glue cost tripled on payments-api' and recommends nothing; one recommendation or more is accepted",
    );
    expect(() => new Playbooks([]).recommend(costAlert('AWS Glue'))).toThrow(
      "no playbook applies to the alert 'AWS Glue cost tripled on payments-api'; add one that takes every cost alert",
    );
  });
});
