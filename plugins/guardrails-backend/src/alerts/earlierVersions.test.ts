/** Alerts that an earlier version of a rule decided, asked for after the update: through HTTP, on PostgreSQL. */
import { createBackendModule } from '@backstage/backend-plugin-api';
import { guardrailsDetectionExtensionPoint } from '@cloudops/plugin-guardrails-node';
import {
  startGuardrails,
  type RunningGuardrails,
} from '../__testUtils__/startGuardrails';
import type { AlertRecord, Database, ProjectRecord } from '../database';
import { openDatabase, testDatabases } from '../database/__testUtils__/engines';
import { dayAt, installedRules } from '../detection';
import { costs } from '../detection/__testUtils__/series';
import { earlierRules } from '../detection/rules';
import { alertsOf, startDetecting } from '../jobs/__testUtils__/detecting';
import { RULE_SCENARIOS } from './__testUtils__/ruleScenarios';

jest.setTimeout(120_000);

// What can be taken again does not depend on the engine.
const databases = testDatabases(['POSTGRES_18']);

type Rule = (typeof earlierRules)[number];

const SERVICE = 'AWS Lambda';
/** Days that are judged, from the first one that may fire on. */
const JUDGED = 20;

const ruleOf = (name: string, version: number) =>
  installedRules().find(
    rule => rule.name === name && rule.version === version,
  )!;

/** About 40 a day, and 300 on each first Monday, up to that of September. */
const firstMondays = costs(99, (index, at) => {
  const date = new Date(at);
  const isFirst = date.getUTCDay() === 1 && date.getUTCDate() <= 7;
  return 40 + (index % 3) + (isFirst ? 300 : 0);
});

/** A rule of a module, which brings what it was before along. */
const ownVersions: readonly Rule[] = [4, 5].map((version, i) => ({
  ...ruleOf('cost_spike', version),
  name: 'our_rule',
  version: i + 1,
}));

const ownRules = createBackendModule({
  pluginId: 'guardrails',
  moduleId: 'own-rules',
  register(env) {
    env.registerInit({
      deps: { detection: guardrailsDetectionExtensionPoint },
      async init({ detection }) {
        ownVersions.forEach(rule => detection.addRule(rule));
      },
    });
  },
});

describe('An alert that an earlier version of a rule decided', () => {
  let guardrails: RunningGuardrails;
  let database: Database;

  beforeAll(async () => {
    const opened = await openDatabase(databases, 'POSTGRES_18');
    database = opened.database;
    guardrails = await startGuardrails({
      knex: opened.knex,
      features: [ownRules],
    });
  });

  afterAll(() => guardrails.stop());

  /** The alert of a portal in which the version of the rule was the newest one. */
  async function decidedBy(
    rule: Rule,
    { points }: ReturnType<typeof costs>,
    set: object = {},
  ): Promise<{ alert: AlertRecord; project: ProjectRecord }> {
    const [project] = await database.projects.ensure([
      `${rule.name}-${rule.version}-${points.length}`,
    ]);
    await database.costs.upsert(
      project.id,
      points.map(({ at, value }) => ({
        date: dayAt(at),
        service: SERVICE,
        amount: value!.toFixed(4),
        currency: 'USD',
      })),
    );
    const { failures } = await startDetecting(database, {
      rules: [rule],
      lookbackDays: JUDGED,
      projects: [
        { name: project.name, ruleParameters: { [rule.name]: { ...set } } },
      ],
    }).run(new Date(points.at(-1)!.at + 86_400_000).toISOString());
    expect(failures).toEqual([]);
    const alert = (await alertsOf(database, project)).at(-1)!;
    return { alert, project };
  }

  const evidenceOf = async ({ id }: AlertRecord) => {
    const { body } = await guardrails.api
      .get(`/api/guardrails/alerts/${id}/evidence`)
      .expect(200);
    return body;
  };

  it.each(
    earlierRules.map(rule => [`${rule.name}@${rule.version}`, rule] as const),
  )('is reproduced, by %s', async (_, rule) => {
    const scenario = RULE_SCENARIOS.find(each => each.rule === rule.name)!;
    const series = scenario.series(1);
    const points = series.points.slice(0, scenario.from + JUDGED);
    const { alert } = await decidedBy(rule, { ...series, points });

    const evidence = await evidenceOf(alert);

    expect(evidence).toMatchObject({
      rule: { name: rule.name, version: rule.version },
      reproduced: true,
      restatements: [],
    });
    expect(evidence.notReplayed).toBeUndefined();
    const valueOf = (label: string) =>
      Number(
        evidence.arithmetic.find(
          (line: { label: string }) => line.label === label,
        ).value,
      );
    expect(valueOf('Observed')).toBeCloseTo(alert.observedValue, 3);
    expect(valueOf('Baseline')).toBeCloseTo(alert.baselineValue, 3);
    expect(valueOf('Limit')).toBeCloseTo(alert.thresholdValue, 3);
    const fired = evidence.points.filter(
      (point: { fired: boolean }) => point.fired,
    );
    // The band, too, is that of the version which decided.
    expect(fired).toContainEqual(
      expect.objectContaining({
        baseline: expect.closeTo(alert.baselineValue, 3),
        threshold: expect.closeTo(alert.thresholdValue, 3),
      }),
    );
  });

  it('is reproduced by the version that a module brings along', async () => {
    const { alert } = await decidedBy(
      ownVersions[0],
      RULE_SCENARIOS[0].series(1),
    );

    expect(await evidenceOf(alert)).toMatchObject({
      rule: { name: 'our_rule', version: 1 },
      reproduced: true,
    });
  });

  it('is not known to be the same where nobody brings its version along', async () => {
    const rule = { ...ownVersions[0], version: 3 };
    const { alert } = await decidedBy(rule, RULE_SCENARIOS[0].series(1));

    expect(await evidenceOf(alert)).toMatchObject({
      rule: { name: 'our_rule', version: 3 },
      reproduced: false,
      notReplayed: 'version_missing',
      difference: expect.stringMatching(
        /^Version 3 of rule our_rule decided this and is not installed \(version 2 judges now\)/,
      ),
    });
  });

  it('has nothing to propose where the present version would not fire', async () => {
    const { alert } = await decidedBy(ruleOf('cost_spike', 5), firstMondays);

    expect(alert.windowStart).toEqual(new Date('2026-09-07T00:00:00Z'));
    expect(await evidenceOf(alert)).toMatchObject({
      rule: { version: 5 },
      reproduced: true,
      proposals: [],
    });
  });

  it('proposes what would keep the present version quiet, by the parameters of now', async () => {
    const series = RULE_SCENARIOS[0].series(2);
    const { alert } = await decidedBy(ruleOf('cost_spike', 5), series, {
      minIncrease: 7,
    });

    const { rule, proposals } = await evidenceOf(alert);

    expect(rule).toMatchObject({ version: 5, parameters: { minIncrease: 7 } });
    expect(proposals).toMatchObject([
      { rule: 'cost_spike', parameter: 'minIncrease' },
    ]);
    expect(proposals[0].sentence).toContain('(was 5)');
  });
});
