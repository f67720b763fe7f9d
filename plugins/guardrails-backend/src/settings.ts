/** Everything that configuration decides: read at start, or refused with all that is wrong with it. */
import type { RootConfigService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type {
  CostSource,
  MetricSource,
} from '@cloudops/plugin-guardrails-node';
import {
  ConfigurationError,
  readGuardrailsConfig,
  type GuardrailsConfig,
} from './config';
import { installedRules, newestOf, RuleSet } from './detection';
import type { Extensions } from './extensions';
import { AwsAccounts, CloudWatchSource, CostExplorerSource } from './sources';

export interface Settings {
  readonly config: GuardrailsConfig;
  readonly rules: RuleSet;
  readonly sources: {
    readonly costs: CostSource;
    readonly metrics: MetricSource;
  };
  /** The AWS account of the portal's own credentials; absent where costs come from another source than AWS. */
  readonly ownAccountId?: (signal: AbortSignal) => Promise<string>;
}

export function readSettings(
  rootConfig: RootConfigService,
  extensions: Extensions,
): Settings | { error: ConfigurationError } {
  try {
    const rules = installedRules(extensions.rules);
    const config = readGuardrailsConfig(rootConfig, {
      rules: newestOf(rules),
      environment: process.env,
    });
    const accounts = readAccounts(rootConfig);
    return {
      config,
      rules: RuleSet.create(rules, config),
      sources: {
        costs:
          extensions.costSource ??
          new CostExplorerSource({
            accounts,
            metric: config.costs.metric,
            usageTypes: config.costs.usageTypes,
          }),
        metrics: extensions.metricSource ?? new CloudWatchSource({ accounts }),
      },
      ...(!extensions.costSource && {
        ownAccountId: signal => accounts.ownAccountId(signal),
      }),
    };
  } catch (error) {
    if (error instanceof ConfigurationError) return { error };
    throw error;
  }
}

function readAccounts(rootConfig: RootConfigService): AwsAccounts {
  try {
    return AwsAccounts.fromConfig(rootConfig);
  } catch (error) {
    // Backstage's own reader of the section `aws`; it names what is wrong, and not always where.
    throw new ConfigurationError([`aws: ${stringifyError(error)}`]);
  }
}
