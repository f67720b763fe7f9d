import type {
  DetectionRule,
  Series,
  Verdict,
} from '@cloudops/plugin-guardrails-node';
import { parse } from 'yaml';
import { builtInRules } from '../detection';
import { RULE_SCENARIOS } from './__testUtils__/ruleScenarios';
import { proposalsFor } from './proposals';

const excessOf = ({ observed, baseline }: Verdict) =>
  Math.abs(observed - baseline);

/** The verdict that speaks for the alert: of those that fired the one that lies furthest from its baseline. */
function worst(
  rule: DetectionRule<any>,
  series: Series,
  from: number,
  parameters: object,
): Verdict | undefined {
  return rule
    .judge(series, from, parameters)
    .filter(({ fired }) => fired)
    .sort((a, b) => excessOf(b) - excessOf(a))[0];
}

describe('What is proposed of a finding', () => {
  it('exists for every rule', () => {
    expect([...new Set(RULE_SCENARIOS.map(({ rule }) => rule))].sort()).toEqual(
      builtInRules.map(({ name }) => name).sort(),
    );
  });

  it.each(RULE_SCENARIOS)(
    'of $rule, put where parameters are set ($parameter), keeps it quiet and nothing that is bigger',
    ({ rule: name, set, from, series: seriesOf, parameter }) => {
      const rule = builtInRules.find(each => each.name === name)!;
      const parameters = rule.parameters.parse(set ?? {});
      const series = seriesOf(1);
      const verdict = worst(rule, series, from, parameters);
      expect(verdict).toBeDefined();

      const proposals = proposalsFor({
        rule,
        parameters,
        series,
        window: [from, series.points.length - 1],
        verdict: verdict!,
        project: 'payments-api',
      });

      expect(proposals).toMatchObject([{ rule: name, parameter }]);
      const [{ annotation, configuration }] = proposals;
      const { annotations } = parse(annotation).metadata;
      const value = JSON.parse(
        annotations[`guardrails/rule.${name}.${parameter}`],
      );
      expect(
        parse(configuration!).guardrails.projects[0].detection.rules,
      ).toEqual({ [name]: { [parameter]: value } });
      const proposed = rule.parameters.parse({ ...set, [parameter]: value });
      expect(worst(rule, series, from, proposed)).toBeUndefined();
      // A fifth more is another finding.
      expect(worst(rule, seriesOf(1.2), from, proposed)).toBeDefined();
    },
  );
});
