import { ConfigurationError, type ProjectConfig } from '../config';
import { builtInRules } from './rules';
import { costLimit } from './rules/costLimit';
import { costSpike } from './rules/costSpike';
import { RuleSet } from './RuleSet';

type Parameters = Record<string, Record<string, unknown>>;

function create(global: Parameters, projects: Record<string, Parameters> = {}) {
  return RuleSet.create(builtInRules, {
    detection: { lookbackDays: 14, ruleParameters: global },
    projects: Object.entries(projects).map(
      ([name, ruleParameters]): ProjectConfig => ({ name, ruleParameters }),
    ),
  });
}

function problemsOf(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return error.problems;
    }
    throw error;
  }
  return [];
}

function parametersOf(rules: RuleSet, project: string, rule: string) {
  return rules.forProject(project).find(({ rule: { name } }) => name === rule)
    ?.parameters;
}

describe('RuleSet', () => {
  it('gives every project every rule, with defaults', () => {
    const rules = create({});

    expect(rules.forProject('any').map(({ rule }) => rule.name)).toEqual([
      'cost_limit',
      'cost_new_service',
      'cost_monthly_charge',
      'cost_spike',
      'cost_sparse_spike',
      'cost_level_shift',
      'cost_drift',
      'error_burst',
      'level_shift',
      'sudden_jump',
      'short_change',
      'peak_exceeded',
      'seasonal_deviation',
      'static_limit',
    ]);
    expect(parametersOf(rules, 'any', 'cost_spike')).toEqual({
      enabled: true,
      settleDays: 3,
      historyDays: 100,
      minHistoryDays: 31,
      spreads: 8,
      minIncreaseShare: 0.3,
      minIncrease: 5,
      minImpact: 20,
    });
  });

  it('puts global parameters over the defaults and a project’s own over both', () => {
    const rules = create(
      { cost_spike: { spreads: 4, minIncrease: 20 } },
      { ledger: { cost_spike: { minIncrease: 50 } } },
    );

    expect(parametersOf(rules, 'ledger', 'cost_spike')).toMatchObject({
      spreads: 4,
      minIncrease: 50,
      minIncreaseShare: 0.3,
    });
    expect(parametersOf(rules, 'other', 'cost_spike')).toMatchObject({
      spreads: 4,
      minIncrease: 20,
    });
  });

  it.each<[string, Parameters, string]>([
    [
      'a number out of range',
      { cost_spike: { spreads: 50 } },
      'guardrails.detection.rules.cost_spike.spreads: got 50, takes a number from 1 to 20',
    ],
    [
      'a value of the wrong kind',
      { error_burst: { minCount: 'many' } },
      'guardrails.detection.rules.error_burst.minCount: got "many", takes a whole number from 1 to 1000000',
    ],
    [
      'a parameter that does not exist',
      { static_limit: { limit: 5 } },
      'guardrails.detection.rules.static_limit.limit: is not known, takes limits, points',
    ],
    [
      'a limit of nothing',
      { cost_limit: { limits: { 'AWS Lambda': 0 } } },
      'guardrails.detection.rules.cost_limit.limits.AWS Lambda: got 0, takes a number above 0 and up to 9999999999',
    ],
    [
      'a rule that does not exist',
      { cost_spikes: {} },
      'guardrails.detection.rules.cost_spikes: is not known, takes cost_limit, cost_new_service, cost_monthly_charge, cost_spike, cost_sparse_spike, cost_level_shift, cost_drift, error_burst, level_shift, sudden_jump, short_change, peak_exceeded, seasonal_deviation, static_limit',
    ],
  ])('refuses %s', (_, parameters, problem) => {
    expect(problemsOf(() => create(parameters))).toEqual([problem]);
  });

  it('says which project has the parameter that is wrong', () => {
    expect(
      problemsOf(() => create({}, { ledger: { error_burst: { days: 0 } } })),
    ).toEqual([
      "guardrails.projects['ledger'].detection.rules.error_burst.days: got 0, takes a whole number from 3 to 28",
    ]);
  });

  it('judges by the highest version of a rule, and knows the others by their version', () => {
    const [older, newer] = [6, 7].map(version => ({ ...costSpike, version }));
    const rules = RuleSet.create([newer, older, costLimit], {
      detection: { lookbackDays: 14, ruleParameters: {} },
      projects: [],
    });

    expect(rules.forProject('any').map(({ rule }) => rule)).toEqual([
      newer,
      costLimit,
    ]);
    expect(rules.rule('cost_spike')).toBe(newer);
    expect(rules.version('cost_spike', 6)).toBe(older);
    expect(rules.version('cost_spike', 5)).toBeUndefined();
  });

  describe('with what the entities of a project set', () => {
    const rules = create(
      { cost_spike: { spreads: 4, minIncrease: 20 } },
      { ledger: { cost_spike: { minIncrease: 50 } } },
    );
    const entity = (name: string, parameters: Parameters) => ({
      entityRef: `component:default/${name}`,
      parameters,
    });
    const spikeOf = ({ rules: all }: ReturnType<RuleSet['forEntities']>) =>
      all.find(({ rule }) => rule.name === 'cost_spike')!.parameters;

    it('puts them over the configuration, parameter by parameter', () => {
      const own = rules.forEntities('ledger', [
        entity('a', { cost_spike: { minImpact: 70 } }),
        entity('b', { cost_spike: { minImpact: 70, minIncrease: 9 } }),
      ]);

      expect(own.problems).toEqual([]);
      expect(spikeOf(own)).toMatchObject({
        spreads: 4,
        minIncrease: 9,
        minImpact: 70,
      });
      expect(parametersOf(rules, 'ledger', 'cost_spike')).toMatchObject({
        minIncrease: 50,
        minImpact: 20,
      });
    });

    it('leaves out an entity whose value is out of range, with the range', () => {
      const own = rules.forEntities('ledger', [
        entity('a', { cost_spike: { spreads: 50, minImpact: 70 } }),
        entity('b', { cost_spike: { minIncrease: 9 } }),
      ]);

      expect(own.problems).toEqual([
        'component:default/a: guardrails/rule.cost_spike.spreads: got 50, takes a number from 1 to 20',
      ]);
      expect(spikeOf(own)).toMatchObject({
        spreads: 4,
        minIncrease: 9,
        minImpact: 20,
      });
    });

    it('refuses a value that another entity of the project contradicts', () => {
      const own = rules.forEntities('other', [
        entity('a', { cost_spike: { minImpact: 70 } }),
        entity('b', { cost_spike: { minImpact: 80 } }),
      ]);

      expect(own.problems).toEqual([
        'component:default/b: guardrails/rule.cost_spike.minImpact: got 80, takes 70, which component:default/a sets for the same project',
      ]);
      expect(spikeOf(own)).toMatchObject({ minImpact: 70 });
    });
  });
});
