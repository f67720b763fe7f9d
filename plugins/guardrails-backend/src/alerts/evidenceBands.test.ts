import type { Series } from '@cloudops/plugin-guardrails-node';
import { RunTrail, type AlertCreatedMetadata } from '../audit';
import type { AlertRecord, Database, ProjectRecord } from '../database';
import { openDatabase, testDatabases } from '../database/__testUtils__/engines';
import { builtInRules, dayAt, memoryOf } from '../detection';
import { alertsOf, startDetecting } from '../jobs/__testUtils__/detecting';
import {
  RULE_SCENARIOS,
  type RuleScenario,
} from './__testUtils__/ruleScenarios';

jest.setTimeout(300_000);

// What a chart shows does not depend on the engine.
const databases = testDatabases(['POSTGRES_18']);

const DAY_MS = 86_400_000;
const PERIOD_MS = 300_000;
const POINTS_OF_AN_HOUR = 12;
/** Days of a cost, or points of a metric, from the first judged one on: no more than a lookback. */
const JUDGED = 20;
const LOOKBACK_DAYS = 31;
/** What the documented table takes. */
const STORED_UNITS = ['count', 'ms', 'USD'];

const isStorable = ({ series }: RuleScenario) =>
  STORED_UNITS.includes(series(1).unit);

const ruleOf = (name: string) => builtInRules.find(each => each.name === name)!;

const closeTo = (value: number) => expect.closeTo(value, 3);

/** A step that anybody can take again: `46.1 × 1.03`, `46.1 + 5`, `120 + 3.4 %`. */
const STEP = /^(-?[\d.]+) ([+−×]) ([\d.]+(?: %)?)$/;

function resultOf(a: number, sign: string, text: string): number {
  const share = text.endsWith(' %');
  const b = share ? (a * Number.parseFloat(text)) / 100 : Number(text);
  if (sign === '×') return a * b;
  return sign === '+' ? a + b : a - b;
}

describe('The band that is drawn of an alert', () => {
  let database: Database;
  let project: ProjectRecord;

  beforeAll(async () => {
    ({ database } = await openDatabase(databases, 'POSTGRES_18'));
  });

  /** What is stored of a project with this one series. */
  const store = async (name: string, { type, key, unit, points }: Series) => {
    [project] = await database.projects.ensure([name]);
    const known = points.flatMap(({ at, value }) =>
      value === null ? [] : [{ at, value }],
    );
    if (type === 'cost') {
      await database.costs.upsert(
        project.id,
        known.map(({ at, value }) => ({
          date: dayAt(at),
          service: 'AWS Lambda',
          amount: value.toFixed(4),
          currency: 'USD',
        })),
      );
    } else {
      await database.metrics.upsert(
        project.id,
        known.map(({ at, value }) => ({
          metricName: key,
          unit: unit as 'count' | 'ms',
          at: new Date(at),
          value,
        })),
      );
    }
  };

  const portalFor = ({ rule, set }: RuleScenario) =>
    startDetecting(database, {
      rules: [ruleOf(rule)],
      lookbackDays: LOOKBACK_DAYS,
      projects: [
        {
          name: project.name,
          ruleParameters: set ? { [rule]: set as any } : {},
        },
      ],
    });

  /** The decision that the alert shows, as it stands in the trail. */
  const decisionOf = async ({ id }: AlertRecord) => {
    const events = await database.events.byEntity('alert', id);
    const decisions = events
      .filter(({ metadata }) => metadata.verdict !== undefined)
      .map(({ metadata }) => metadata as unknown as AlertCreatedMetadata);
    return decisions.at(-1)!;
  };

  describe.each(
    RULE_SCENARIOS.filter(isStorable).map(
      (scenario, i) => [scenario.rule, i, scenario] as const,
    ),
  )('by %s (%d)', (rule, i, scenario) => {
    let alert: AlertRecord;
    let portal: ReturnType<typeof startDetecting>;
    let decision: AlertCreatedMetadata;

    beforeAll(async () => {
      const whole = scenario.series(1);
      const last = whole.type === 'cost' ? scenario.from + JUDGED : Infinity;
      const series = { ...whole, points: whole.points.slice(0, last) };
      await store(`${rule}-${i}`, series);
      portal = portalFor(scenario);
      const end = series.points.at(-1)!.at + series.periodSeconds * 1000;
      const { failures } = await portal.run(new Date(end).toISOString());
      if (failures.length > 0) throw new Error(failures[0]);
      [alert] = await alertsOf(database, project);
      decision = await decisionOf(alert);
    });

    it('is, bit for bit, the one that the rule used', async () => {
      expect(alert.ruleName).toBe(rule);
      const evidence = await portal.evidence.explain(alert);

      expect(evidence.reproduced).toBe(true);
      const { at, observed, baseline, threshold } = decision.verdict;
      const decided = evidence.points.find(point => point.at === at);
      expect(decided).toMatchObject({ fired: true, baseline, threshold });
      // What is usual holds the baseline, and not what fired.
      const { lower = -Infinity, upper = Infinity } = decided!;
      expect(baseline).toBeGreaterThanOrEqual(lower);
      expect(baseline).toBeLessThanOrEqual(upper);
      const isBand = decided!.lower !== undefined;
      expect(isBand && observed >= lower && observed <= upper).toBe(false);
    });

    it('ends in the sentence’s numbers, with every step of the calculation', async () => {
      const { arithmetic } = await portal.evidence.explain(alert);

      expect(arithmetic.every(({ label, value }) => label && value)).toBe(true);
      const { observed, baseline, threshold } = decision.verdict;
      // A fixed limit is its own baseline, and no line of its own.
      const ofBaseline =
        baseline === threshold ? [] : [['Baseline', closeTo(baseline)]];
      expect(
        Object.fromEntries(
          arithmetic.map(({ label, value }) => [label, Number(value)]),
        ),
      ).toMatchObject({
        Observed: closeTo(observed),
        ...Object.fromEntries(ofBaseline),
        Limit: closeTo(threshold),
      });
      const differences = arithmetic.flatMap(({ formula = '', value }) => {
        const [, a, sign, text] = formula.match(STEP) ?? [];
        return sign
          ? [Math.abs(resultOf(Number(a), sign, text) - Number(value))]
          : [];
      });
      expect(Math.max(0, ...differences)).toBeLessThan(0.01);
    });

    it('has what would keep it quiet beside it', async () => {
      const { proposals } = await portal.evidence.explain(alert);

      expect(proposals).toMatchObject([
        { rule, parameter: scenario.parameter },
      ]);
    });

    it('is not reproduced once what was judged is restated, and says what it was', async () => {
      const at = new Date(decision.verdict.at);
      if (alert.alertType === 'cost') {
        const { restated } = await database.costs.upsert(project.id, [
          {
            date: dayAt(at.getTime()),
            service: 'AWS Lambda',
            amount: '1.2500',
            currency: 'USD',
          },
        ]);
        await new RunTrail(
          database,
          new Date(alert.detectedAt.getTime() + DAY_MS),
        ).costsRestated(
          project.id,
          '0199a0c0-0000-7000-8000-000000000000',
          restated,
        );
      } else {
        // A median takes no notice of one point.
        await database.metrics.upsert(
          project.id,
          Array.from({ length: POINTS_OF_AN_HOUR }, (_, ago) => ({
            metricName: alert.metricName!,
            unit: alert.metricName === '5xx_count' ? 'count' : 'ms',
            at: new Date(at.getTime() - ago * PERIOD_MS),
            value: 1.25,
          })),
        );
      }
      const evidence = await portal.evidence.explain(alert);

      expect(evidence.reproduced).toBe(false);
      expect(evidence.difference).toMatch(/^Stored values changed since: /);
      expect(evidence.restatements).toMatchObject(
        alert.alertType === 'cost' ? [{ at: at.toISOString(), to: 1.25 }] : [],
      );
    });
  });

  it.each(
    RULE_SCENARIOS.filter(each => !isStorable(each)).map(
      scenario => [scenario.rule, scenario] as const,
    ),
  )(
    'by %s, of a metric in no documented unit, needs no point before those that the rule remembers',
    (name, { series: seriesOf, from, set }) => {
      const rule = ruleOf(name);
      const parameters = rule.parameters.parse(set ?? {});
      const series = seriesOf(1);
      const memory = memoryOf([{ rule, parameters }], series);
      const fired = rule
        .judge(series, from, parameters)
        .filter(verdict => verdict.fired);
      expect(fired.length).toBeGreaterThan(0);
      for (const verdict of fired.slice(0, 5)) {
        const index = series.points.findIndex(({ at }) => at === verdict.at);
        const first = Math.max(0, index - memory);
        const cut = {
          ...series,
          points: series.points.slice(first, index + 1),
        };
        expect(rule.judge(cut, index - first, parameters)).toEqual([verdict]);
      }
    },
  );
});
