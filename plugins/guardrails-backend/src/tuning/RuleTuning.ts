/** Answers how the rules of a project are set, and what they would fire if they were set otherwise. */
import type {
  DetectionRules,
  RuleParameter,
} from '@cloudops/plugin-guardrails-common';
import { settingsOf, type ParameterSetting } from '../detection';
import type { Backtest } from './Backtest';
import type { BacktestQuestion, BacktestResult } from './interfaces';
import type { RulesInForce } from './RulesInForce';

export class RuleTuning {
  readonly #inForce: RulesInForce;
  readonly #backtest: Backtest;

  constructor(options: {
    readonly inForce: RulesInForce;
    readonly backtest: Backtest;
  }) {
    this.#inForce = options.inForce;
    this.#backtest = options.backtest;
  }

  /** See {@link Backtest.run}. */
  async backtest(
    question: BacktestQuestion,
    now: Date,
  ): Promise<BacktestResult> {
    return this.#backtest.run(question, now);
  }

  /**
   * Every rule with every parameter, and the entities whose annotations were looked at.
   *
   * @param project - its name; absent: what holds for every project that sets nothing of its own
   */
  async rules(
    project?: string,
  ): Promise<DetectionRules & { readonly entityRefs: readonly string[] }> {
    const { rules, problems, originOf, entityRefs } = await this.#inForce.of(
      project,
    );
    return {
      project,
      problems: [...problems],
      entityRefs,
      rules: rules.map(configured => {
        const { rule } = configured;
        const parameters = settingsOf(configured, originOf);
        return {
          rule: rule.name,
          version: rule.version,
          judges: rule.appliesTo === 'cost' ? 'cost' : 'metric',
          summary: rule.summary,
          enabled: isEnabled(parameters),
          parameters: parameters as RuleParameter[],
        };
      }),
    };
  }
}

/** A rule that cannot be switched off is one of limits, silent until one is set. */
function isEnabled(parameters: readonly ParameterSetting[]): boolean {
  const enabled = parameters.find(({ type }) => type === 'boolean');
  if (enabled) return enabled.value !== false;
  const limits = parameters.filter(
    each => each.type === 'limits' || each.default === undefined,
  );
  return (
    limits.length === 0 ||
    limits.some(
      ({ type, value }) =>
        value !== undefined &&
        (type !== 'limits' || Object.keys(value as object).length > 0),
    )
  );
}
