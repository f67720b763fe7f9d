import { ALL_SERVICES } from '@cloudops/plugin-guardrails-node';
import type { Knex } from 'knex';
import { parse } from 'yaml';
import { RunTrail } from '../audit';
import type {
  AlertRecord,
  GuardrailsDatabase,
  ProjectRecord,
} from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { newProject } from '../database/__testUtils__/samples';
import { builtInRules } from '../detection';
import {
  alertsOf,
  days,
  natBill,
  SERVICE,
  startDetecting,
  storeCosts,
} from '../jobs/__testUtils__/detecting';

const databases = testDatabases();

const DAY_MS = 86_400_000;
const INCIDENT = days('2026-11-15', '2026-11-17');

describe.each(ENGINES)('AlertEvidence on %s', engine => {
  let knex: Knex;
  let database: GuardrailsDatabase;
  let project: ProjectRecord;

  beforeEach(async () => {
    ({ knex, database } = await openDatabase(databases, engine));
    project = await newProject(database);
  });

  async function costAlert(): Promise<AlertRecord> {
    await storeCosts(
      database,
      project,
      days('2026-08-10', '2026-11-17').map(
        day => [day, natBill(day, INCIDENT)] as const,
      ),
    );
    const { failures } = await startDetecting(database).run(
      '2026-11-18T06:00:00Z',
    );
    expect(failures).toEqual([]);
    return (await alertsOf(database, project))[0];
  }

  /** What the ingestion does when Cost Explorer changes an amount. */
  async function restate(date: string, amount: string, at: string) {
    const { restated } = await database.costs.upsert(project.id, [
      { date, service: SERVICE, amount, currency: 'USD' },
    ]);
    await new RunTrail(database, new Date(at)).costsRestated(
      project.id,
      '0199a0c0-0000-7000-8000-000000000000',
      restated,
    );
  }

  it('takes the decision again and comes to the same numbers', async () => {
    const alert = await costAlert();

    const evidence = await startDetecting(database).evidence.explain(alert);

    expect(evidence).toMatchObject({
      alertId: alert.id,
      rule: { name: 'cost_spike', version: 6, parameters: { spreads: 8 } },
      unit: 'USD',
      sentence: alert.description,
      window: {
        start: '2026-11-15T00:00:00.000Z',
        end: '2026-11-18T00:00:00.000Z',
      },
      reproduced: true,
      restatements: [],
    });
    expect(evidence.difference).toBeUndefined();
    expect(evidence.notReplayed).toBeUndefined();
    const line = (label: string) =>
      Number(evidence.arithmetic.find(each => each.label === label)?.value);
    expect(line('Observed')).toBeCloseTo(alert.observedValue, 3);
    expect(line('Baseline')).toBeCloseTo(alert.baselineValue, 3);
    expect(line('Limit')).toBeCloseTo(alert.thresholdValue, 3);
    expect(evidence.arithmetic.at(-1)?.value).toBe('over the limit');
  });

  it('proposes a parameter with which the rule would not have fired, and the text to paste', async () => {
    const alert = await costAlert();
    const portal = startDetecting(database);

    const { proposals } = await portal.evidence.explain(alert);

    const excess = alert.observedValue - alert.baselineValue;
    const value = Math.ceil(excess);
    expect(proposals).toEqual([
      {
        rule: 'cost_spike',
        parameter: 'minIncrease',
        sentence: `With cost_spike.minIncrease at ${value} (was 5) the rule would not have fired on this. It would hold for every service of ${project.name}.`,
        annotation: `metadata:\n  annotations:\n    guardrails/rule.cost_spike.minIncrease: '${value}'`,
        configuration: `guardrails:\n  projects:\n    - name: "${project.name}"\n      detection:\n        rules:\n          cost_spike: { minIncrease: ${value} }`,
      },
    ]);
    // What is proposed is what it takes: parsed from the text, the same run on the same rows is quiet.
    const annotations = parse(proposals![0].annotation).metadata.annotations;
    const [[key, text]] = Object.entries<string>(annotations);
    expect(key).toBe('guardrails/rule.cost_spike.minIncrease');
    const { guardrails } = parse(proposals![0].configuration!);
    expect(guardrails.projects).toEqual([
      {
        name: project.name,
        detection: { rules: { cost_spike: { minIncrease: JSON.parse(text) } } },
      },
    ]);
    const other = await newProject(database);
    await storeCosts(
      database,
      other,
      days('2026-08-10', '2026-11-15').map(
        day => [day, natBill(day, INCIDENT)] as const,
      ),
    );
    await startDetecting(database, {
      projects: [
        {
          name: other.name,
          ruleParameters: guardrails.projects[0].detection.rules,
        },
      ],
    }).run('2026-11-16T06:00:00Z');
    expect(await alertsOf(database, other)).toEqual([]);
  });

  it('proposes the whole map of limits, with the one that was passed raised', async () => {
    await storeCosts(
      database,
      project,
      days('2026-11-01', '2026-11-15').map(
        day => [day, natBill(day, INCIDENT)] as const,
      ),
    );
    const portal = startDetecting(database, {
      projects: [
        {
          name: project.name,
          ruleParameters: {
            cost_limit: { limits: { [SERVICE]: 100, "Ana's": 5 } },
          },
        },
      ],
    });
    await portal.run('2026-11-16T06:00:00Z');
    const [alert] = await alertsOf(database, project);

    const { proposals } = await portal.evidence.explain(alert);

    expect(proposals).toMatchObject([
      {
        rule: 'cost_limit',
        parameter: 'limits',
        sentence: expect.stringContaining('It would hold for EC2 - Other.'),
      },
    ]);
    const annotations = parse(proposals![0].annotation).metadata.annotations;
    expect(
      JSON.parse(annotations['guardrails/rule.cost_limit.limits']),
    ).toEqual({ [SERVICE]: 150, "Ana's": 5 });
  });

  it('shows four weeks before the window, with baseline, usual range and limit of each day', async () => {
    const alert = await costAlert();

    const { points } = await startDetecting(database).evidence.explain(alert);

    expect(points).toHaveLength(28 + 3);
    expect(points[0].at).toBe('2026-10-18T00:00:00.000Z');
    expect(
      points.filter(({ fired }) => fired).map(({ at }) => at.slice(0, 10)),
    ).toEqual(INCIDENT);
    for (const { value, baseline, lower, upper, threshold, fired } of points) {
      expect(lower).toBeLessThan(baseline!);
      expect(baseline).toBeLessThan(upper!);
      expect(upper).toBeLessThan(threshold!);
      expect(value! > threshold!).toBe(fired);
    }
  });

  it('shows a gap, not $0, where AWS has not reported the service yet, until the day is final', async () => {
    const alert = await costAlert();
    const ofOthers = (date: string) =>
      database.costs.upsert(project.id, [
        { date, service: 'AWS Lambda', amount: '3', currency: 'USD' },
      ]);
    const shown = async () => {
      const { points, reproduced } = await startDetecting(
        database,
      ).evidence.explain(alert);
      expect(reproduced).toBe(true);
      return points.find(({ at }) => at.startsWith('2026-11-18'));
    };
    for (const day of days('2026-11-18', '2026-11-20')) {
      await ofOthers(day);
    }
    expect(await shown()).toMatchObject({ value: null, fired: false });

    await ofOthers('2026-11-21');
    expect(await shown()).toMatchObject({ value: 0, fired: false });
  });

  it('says what was restated since, and what that changes', async () => {
    const alert = await costAlert();
    const worst = alert.observedValue;
    const day = INCIDENT.find(
      each => Number(natBill(each, INCIDENT).toFixed(4)) === worst,
    )!;
    await restate(day, '150.5', '2026-11-18T12:00:00Z');
    await restate('2026-06-01', '1', '2026-11-18T12:00:00Z');

    const evidence = await startDetecting(database).evidence.explain(alert);

    expect(evidence.reproduced).toBe(false);
    expect(evidence.difference).toBe(
      `Stored values changed since: observed was $${Math.round(
        worst,
      )} and is $151 now. It would still be over its limit.`,
    );
    expect(evidence.restatements).toEqual([
      {
        at: `${day}T00:00:00.000Z`,
        from: worst,
        to: 150.5,
        restatedAt: '2026-11-18T12:00:00.000Z',
      },
    ]);
  });

  it('says of a total on which days it was restated, by which services, and not what charges were', async () => {
    const ofDay = (day: string, lambda: string) =>
      ['AWS Lambda', 'charge:Tax'].map(service => ({
        date: day,
        service,
        amount: service === 'AWS Lambda' ? lambda : '7',
        currency: 'USD',
      }));
    await database.costs.upsert(
      project.id,
      days('2026-10-20', '2026-11-17').flatMap(day => ofDay(day, '10')),
    );
    await storeCosts(
      database,
      project,
      days('2026-10-20', '2026-11-17').map(day => [
        day,
        day === '2026-11-17' ? 90 : 40,
      ]),
    );
    const portal = startDetecting(database, {
      projects: [
        { name: project.name, ruleParameters: { cost_limit: { total: 80 } } },
      ],
    });
    await portal.run('2026-11-18T06:00:00Z');
    const alert = (await alertsOf(database, project)).find(
      ({ serviceName }) => serviceName === ALL_SERVICES,
    )!;
    expect((await portal.evidence.explain(alert)).restatements).toEqual([]);

    await restate('2026-11-17', '93', '2026-11-18T12:00:00Z');
    await restate('2026-11-17', '95', '2026-11-19T12:00:00Z');
    const { restated } = await database.costs.upsert(project.id, [
      ...ofDay('2026-11-17', '12.5').slice(0, 1),
      { ...ofDay('2026-11-17', '0')[1], amount: '8' },
    ]);
    await new RunTrail(
      database,
      new Date('2026-11-20T12:00:00Z'),
    ).costsRestated(
      project.id,
      '0199a0c0-0000-7000-8000-000000000000',
      restated,
    );

    const evidence = await portal.evidence.explain(alert);
    expect(evidence.difference).toMatch(/observed was \$100 and is \$108 now/);
    expect(evidence.restatements).toEqual([
      {
        at: '2026-11-17T00:00:00.000Z',
        from: 100,
        to: 107.5,
        restatedAt: '2026-11-20T12:00:00.000Z',
        services: ['AWS Lambda', SERVICE],
      },
    ]);
  });

  it('says when the finding would not be one any more', async () => {
    const alert = await costAlert();
    for (const day of INCIDENT) {
      await restate(day, '46', '2026-11-18T12:00:00Z');
    }

    const { difference } = await startDetecting(database).evidence.explain(
      alert,
    );

    expect(difference).toMatch(/It would not be over its limit any more\.$/);
  });

  it('proposes nothing while nobody knows what the entities set, and is reproduced all the same', async () => {
    const alert = await costAlert();
    const { evidence } = startDetecting(database, {
      annotations: {
        byProject: async () => {
          throw new Error('no catalog');
        },
      },
    });

    const explained = await evidence.explain(alert);

    expect(explained.reproduced).toBe(true);
    expect(explained.proposals).toBeUndefined();
  });

  it('does not wait for proposals where the catalog does not answer at all', async () => {
    const alert = await costAlert();
    const { evidence } = startDetecting(database, {
      annotations: { byProject: () => new Promise(() => {}) },
    });

    const explained = await evidence.explain(alert);

    expect(explained.reproduced).toBe(true);
    expect(explained.proposals).toBeUndefined();
  });

  it('proposes nothing where the project would not be told of it by now', async () => {
    const alert = await costAlert();
    const { evidence } = startDetecting(database, {
      projects: [
        {
          name: project.name,
          ruleParameters: { cost_spike: { minIncrease: 500 } },
        },
      ],
    });

    expect((await evidence.explain(alert)).proposals).toEqual([]);
  });

  it('shows the decision that speaks for the alert, not the one that opened it', async () => {
    const alert = await costAlert();
    await storeCosts(database, project, [['2026-11-18', 300]]);
    const portal = startDetecting(database);
    await portal.run('2026-11-19T06:00:00Z');
    const raised = (await database.alerts.byId(alert.id))!;

    const evidence = await portal.evidence.explain(raised);

    expect(raised.observedValue).toBe(300);
    expect(evidence.reproduced).toBe(true);
    expect(evidence.arithmetic[0]).toEqual({
      label: 'Observed',
      formula: 'Wednesday 18 Nov',
      value: '300',
    });
  });

  it('is replayed with the parameters of then, whatever they are now', async () => {
    const alert = await costAlert();
    const { evidence } = startDetecting(database, {
      projects: [
        {
          name: project.name,
          ruleParameters: { cost_spike: { minIncreaseShare: 2 } },
        },
      ],
    });

    expect((await evidence.explain(alert)).reproduced).toBe(true);
  });

  describe.each([
    [
      'is not installed any more',
      builtInRules.filter(({ name }) => name !== 'cost_spike'),
      'rule_missing',
      'Rule cost_spike, which decided this, is not installed any more',
    ],
    [
      'is installed in another version alone',
      builtInRules.map(rule => ({ ...rule, version: 7 })),
      'version_missing',
      'Version 6 of rule cost_spike decided this and is not installed (version 7 judges now)',
    ],
  ])('when the rule %s', (_, rules, notReplayed, why) => {
    const unknown = `${why}, so it is not known whether it would come out the same. Shown are the numbers that were stored with it.`;

    it('is not known to be the same, and shows the stored numbers', async () => {
      const alert = await costAlert();

      const evidence = await startDetecting(database, {
        rules,
      }).evidence.explain(alert);

      expect(evidence).toMatchObject({
        reproduced: false,
        notReplayed,
        difference: `${unknown} No day that it rests on was restated since.`,
        restatements: [],
        proposals: [],
      });
      expect(
        evidence.arithmetic.map(({ label, value }) => [label, Number(value)]),
      ).toEqual([
        ['Observed', expect.closeTo(alert.observedValue, 3)],
        ['Baseline', expect.closeTo(alert.baselineValue, 3)],
        ['Limit', expect.closeTo(alert.thresholdValue, 3)],
      ]);
      expect(evidence.points).toHaveLength(31);
      expect(evidence.points[0].baseline).toBeUndefined();
    });

    it('still says what was restated since', async () => {
      const alert = await costAlert();
      await restate('2026-11-15', '150.5', '2026-11-18T12:00:00Z');
      await restate('2026-11-15', '151.5', '2026-11-18T18:00:00Z');

      const evidence = await startDetecting(database, {
        rules,
      }).evidence.explain(alert);

      expect(evidence.difference).toBe(
        `${unknown} 1 of the days that it rests on was restated since.`,
      );
      expect(evidence.restatements).toMatchObject([
        { at: '2026-11-15T00:00:00.000Z', to: 150.5 },
        { at: '2026-11-15T00:00:00.000Z', to: 151.5 },
      ]);
    });
  });

  it('is not replayed when its rows are gone, and says so', async () => {
    const alert = await costAlert();
    await knex('daily_costs').delete();

    const evidence = await startDetecting(database).evidence.explain(alert);

    expect(evidence).toMatchObject({
      reproduced: false,
      notReplayed: 'rows_missing',
      difference:
        'Not all rows that the decision rests on are stored any more, so it cannot be taken again.',
    });
  });

  it('does not take rows that the retention deleted for values that changed', async () => {
    const alert = await costAlert();
    const { evidence } = startDetecting(database);
    const { baselineValue, thresholdValue } = alert;
    await database.costs.deleteBefore(project.id, '2026-10-01', 1000);

    const explained = await evidence.explain(alert);

    expect(explained).toMatchObject({
      reproduced: false,
      notReplayed: 'rows_missing',
      difference: expect.stringMatching(/^Not all rows/),
      proposals: [],
    });
    // The numbers and the band of then, or none: what is left gives others.
    expect(
      explained.arithmetic.map(({ label, value }) => [label, Number(value)]),
    ).toEqual([
      ['Observed', expect.closeTo(alert.observedValue, 3)],
      ['Baseline', expect.closeTo(baselineValue, 3)],
      ['Limit', expect.closeTo(thresholdValue, 3)],
    ]);
    expect(
      explained.points.filter(({ baseline }) => baseline !== undefined),
    ).toEqual([]);
  });

  it('says of rows that came in after the decision that nothing was restated', async () => {
    const ofLambda = (day: string) => ({
      date: day,
      service: 'AWS Lambda',
      amount: '12',
      currency: 'USD',
    });
    const ever = days('2026-10-20', '2026-11-17');
    await storeCosts(
      database,
      project,
      ever.map(day => [day, day === '2026-11-17' ? 90 : 40]),
    );
    await database.costs.upsert(project.id, ever.slice(0, -1).map(ofLambda));
    const portal = startDetecting(database, {
      projects: [
        { name: project.name, ruleParameters: { cost_limit: { total: 80 } } },
      ],
    });
    await portal.run('2026-11-18T06:00:00Z');
    const [alert] = await alertsOf(database, project);

    await database.costs.upsert(project.id, [ofLambda('2026-11-17')]);

    const evidence = await portal.evidence.explain(alert);
    expect(evidence.restatements).toEqual([]);
    expect(evidence.difference).toBe(
      'Costs came in after the decision: observed was $90.00 and is $102 now. It would still be over its limit.',
    );
  });

  it('shows at most four hundred points of a metric, and its peak among them', async () => {
    const start = Date.parse('2026-11-01T00:00:00Z');
    const burst = Date.parse('2026-11-20T14:05:00Z');
    const values = [];
    for (let at = start; at < burst + DAY_MS; at += 300_000) {
      values.push({
        metricName: '5xx_count',
        at: new Date(at),
        value: at === burst ? 90 : (at / 300_000) % 3,
        unit: 'count' as const,
      });
    }
    await database.metrics.upsert(project.id, values);
    await startDetecting(database).run('2026-11-21T14:10:00Z');
    const [alert] = await alertsOf(database, project);

    const evidence = await startDetecting(database).evidence.explain(alert);

    expect(evidence.reproduced).toBe(true);
    expect(evidence.unit).toBe('count');
    expect(evidence.restatements).toEqual([]);
    expect(evidence.points.length).toBeLessThanOrEqual(400);
    expect(evidence.points.length).toBeGreaterThan(200);
    expect(evidence.points.filter(({ fired }) => fired)).toMatchObject([
      { at: new Date(burst).toISOString(), value: 90 },
    ]);
  });
});
