/** For tests: the bills of an account by itself and of an organization, as the simulated AWS has them. */
import type { SimulatorOptions } from 'aws-simulator';
import {
  type GuardrailsConfig,
  type ProjectConfig,
  USAGE_TYPES,
} from '../../config';
import {
  OTHER_ACCOUNT,
  OWN_ACCOUNT,
} from '../../sources/__testUtils__/simulatedAws';

/** Never has a bill. */
const IDLE_ACCOUNT = '900000000000';
/** The `aws` section of app-config with one role for all accounts. */
export const AWS_CONFIG = {
  accountDefaults: {
    roleName: 'GuardrailsReadOnly',
    externalId: 'guardrails-demo',
  },
};

/** Few days, so that a run takes a moment, and all of them restated. */
export const OF_SIX_DAYS: Pick<GuardrailsConfig, 'costs' | 'metrics'> = {
  costs: {
    metric: 'UnblendedCost',
    usageTypes: USAGE_TYPES,
    tagKey: 'component',
    backfillDays: 6,
    restatementDays: 6,
    finalAfterDays: 3,
    requestCapPerDay: 10_000,
  },
  metrics: { periodSeconds: 300, backfillDays: 1, overlapMinutes: 15 },
};
const DEFAULT: ProjectConfig = { name: 'default', ruleParameters: {} };
const PAYMENTS: ProjectConfig = {
  name: 'payments',
  costTagValue: 'payments-api',
  endpoint: { kind: 'rest-api', id: 'pay4x8k2m1', region: 'eu-central-1' },
  ruleParameters: {},
};
const MEMBERS: readonly ProjectConfig[] = [
  {
    name: 'recommender',
    accountId: OTHER_ACCOUNT,
    costTagValue: 'recommender',
    endpoint: { kind: 'rest-api', id: 'rec8d2f7g4', region: 'eu-central-1' },
    ruleParameters: {},
  },
  { name: 'idle', accountId: IDLE_ACCOUNT, ruleParameters: {} },
];

/** Whose bills are read, and by which projects. */
interface Bills {
  readonly of: string;
  readonly simulator: SimulatorOptions;
  /** As they are configured on a day, the first of which is 0. */
  projectsOn(day: number): ProjectConfig[];
}

export const BILLS: readonly Bills[] = [
  {
    of: 'an account',
    simulator: {},
    projectsOn: () => [DEFAULT, PAYMENTS],
  },
  {
    of: 'an organization',
    simulator: { isOrganization: true, moreAccounts: 1 },
    // Whose spend the default project's account has had until a member is named, that member's reads have from then on.
    projectsOn: day => [
      DEFAULT,
      { ...PAYMENTS, accountId: OWN_ACCOUNT },
      ...(day === 0 ? [] : MEMBERS),
    ],
  },
];
