/** The plugin's configuration as one typed object. */
import type { SchedulerServiceTaskScheduleDefinition } from '@backstage/backend-plugin-api';
import type {
  AccountRole,
  MetricEndpoint,
} from '@cloudops/plugin-guardrails-node';

/** Cost Explorer's metrics by which spend can be counted. */
export const COST_METRICS = [
  'UnblendedCost',
  'AmortizedCost',
  'NetUnblendedCost',
  'NetAmortizedCost',
] as const;

/** One of {@link COST_METRICS}. */
export type CostMetric = (typeof COST_METRICS)[number];

// A covered hour is billed at its list price and taken back by the negation: without the pair it would look spent, with
// it the sum is what is paid.
/** Cost Explorer's record types of what a service's use costs, as reservations and savings plans cover it. */
export const USAGE_TYPES = [
  'Usage',
  'DiscountedUsage',
  'SavingsPlanCoveredUsage',
  'SavingsPlanNegation',
] as const;

export interface ProjectConfig {
  readonly name: string;
  /** Twelve digits; absent: the account of the portal's own credentials. */
  readonly accountId?: string;
  /** Assumed in the account in place of the one that the `aws` section has for it. */
  readonly role?: AccountRole;
  /** Value of `guardrails.costs.tagKey` whose spend is this project's; absent: no spend is attributed to it. */
  readonly costTagValue?: string;
  /** What its reliability metrics are of. */
  readonly endpoint?: MetricEndpoint & { readonly region: string };
  /** Rule name → parameters that replace the global ones for this project. */
  readonly ruleParameters: Readonly<
    Record<string, Readonly<Record<string, unknown>>>
  >;
}

export interface GuardrailsConfig {
  readonly costs: {
    readonly metric: CostMetric;
    /** Cost Explorer's record types that are usage, which detection looks at; every other one is a charge. */
    readonly usageTypes: readonly string[];
    /** Cost allocation tag that attributes spend to projects; absent: all spend is the default project's. */
    readonly tagKey?: string;
    /** Days before today that the first run reads. */
    readonly backfillDays: number;
    /** Days before today that every later run reads again, because Cost Explorer restates them. */
    readonly restatementDays: number;
    /** A cost day is final once it lies this many days back. */
    readonly finalAfterDays: number;
    /** Paid Cost Explorer requests per account and UTC day; further ones are not made. */
    readonly requestCapPerDay: number;
  };
  readonly metrics: {
    /** AWS region of APIs that say none; absent: such an API is not read. */
    readonly region?: string;
    /** Seconds a stored point stands for. */
    readonly periodSeconds: number;
    readonly backfillDays: number;
    /** Minutes before the newest stored point that every run reads again, because CloudWatch values converge. */
    readonly overlapMinutes: number;
  };
  readonly detection: {
    /** Points older than this many days open no alert. */
    readonly lookbackDays: number;
    /** Rule name → parameters. */
    readonly ruleParameters: Readonly<
      Record<string, Readonly<Record<string, unknown>>>
    >;
  };
  readonly drivers: {
    /** Paid requests of an account and UTC day, within its cap, that look into what drove cost alerts. */
    readonly queriesPerDay: number;
  };
  readonly notify: {
    /** Whether the owners of a project's entities are sent Backstage notifications. */
    readonly owners: boolean;
    /** Where alerts are posted; the secret signs them. */
    readonly webhook?: { readonly url: string; readonly secret: string };
  };
  /** How many days stored rows are kept; for ever where absent. */
  readonly database: {
    /** Whether PostgreSQL keeps the statements that it is asked often; a pooler in between has to know of it. */
    readonly preparedStatements: boolean;
  };
  readonly retention?: {
    readonly costsDays?: number;
    readonly metricsDays?: number;
    readonly eventsDays?: number;
  };
  /** Every configured project; `default` is always the first. What its account spends unclaimed is its own. */
  readonly projects: readonly ProjectConfig[];
  readonly schedule: {
    readonly ingestCosts: SchedulerServiceTaskScheduleDefinition;
    readonly ingestMetrics: SchedulerServiceTaskScheduleDefinition;
    readonly detect: SchedulerServiceTaskScheduleDefinition;
    /** Of no meaning without {@link GuardrailsConfig.retention}. */
    readonly retention: SchedulerServiceTaskScheduleDefinition;
  };
}

/** The project that always exists and takes the spend that no other project claims. */
export const DEFAULT_PROJECT = 'default';
