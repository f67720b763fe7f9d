import { builtInRules } from './rules';
import { RuleSet } from './RuleSet';
import { settingsOf } from './ruleSettings';

const rules = RuleSet.create(builtInRules, {
  detection: {
    lookbackDays: 14,
    ruleParameters: { cost_spike: { spreads: 7, minIncrease: 9 } },
  },
  projects: [
    {
      name: 'payments-api',
      ruleParameters: { cost_spike: { minIncrease: 25 } },
    },
  ],
});

function settings(
  rule: string,
  project?: string,
  parameters: Record<string, Record<string, unknown>> = {},
) {
  const { rules: configured, originOf } = rules.forEntities(project, [
    { entityRef: 'component:default/payments-api', parameters },
  ]);
  const found = configured.find(each => each.rule.name === rule)!;
  return Object.fromEntries(
    settingsOf(found, originOf).map(({ name, ...each }) => [name, each]),
  );
}

describe('settingsOf', () => {
  it('says of each parameter what it is, what it may be, and who set it last', () => {
    const spike = settings('cost_spike', 'payments-api', {
      cost_spike: { minImpact: 50 },
    });

    expect(spike.spreads).toEqual({
      type: 'number',
      value: 7,
      default: 8,
      minimum: 1,
      maximum: 20,
      unit: 'spreads',
      origin: 'configuration',
    });
    expect(spike.minIncrease).toMatchObject({
      value: 25,
      default: 5,
      unit: 'currency',
      origin: 'project',
    });
    expect(spike.minImpact).toMatchObject({
      value: 50,
      origin: 'annotation',
      entityRef: 'component:default/payments-api',
    });
    expect(spike.settleDays).toMatchObject({ type: 'integer', unit: 'days' });
    expect(spike.enabled).toEqual({
      type: 'boolean',
      value: true,
      default: true,
      origin: 'default',
    });
  });

  it('says what holds for all projects where none is named', () => {
    expect(settings('cost_spike').minIncrease).toMatchObject({
      value: 9,
      origin: 'configuration',
    });
  });

  it('gives a map of limits the range of each of them', () => {
    expect(settings('cost_limit').limits).toEqual({
      type: 'limits',
      value: {},
      default: {},
      exclusiveMinimum: 0,
      maximum: 9_999_999_999,
      unit: 'currency',
      origin: 'default',
    });
  });

  it('says what holds by kind where no one number does', () => {
    const { above } = settings('sudden_jump');
    expect(above.value).toBeUndefined();
    expect(above.description).toMatch(/traffic \d/);
  });

  it.each(builtInRules.map(({ name }) => name))(
    'gives every number of %s a unit and a range',
    rule => {
      for (const each of Object.values(settings(rule))) {
        if (each.type === 'boolean') continue;
        expect(each.unit).toEqual(expect.any(String));
        expect(each.maximum).toEqual(expect.any(Number));
        expect(each.minimum ?? each.exclusiveMinimum).toEqual(
          expect.any(Number),
        );
      }
    },
  );
});
