import type { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  /**
   * CloudOps Guardrails: which AWS projects are watched, and how. Every key is optional; without any, the spend of
   * the portal's own AWS account is watched as the project `default`.
   */
  guardrails?: {
    /** How costs are read from Cost Explorer. Each request is paid ($0.01). */
    costs?: {
      /** How spend is counted. Default: `UnblendedCost`. */
      metric?:
        | 'UnblendedCost'
        | 'AmortizedCost'
        | 'NetUnblendedCost'
        | 'NetAmortizedCost';
      /**
       * Record types of Cost Explorer that are usage, which detection looks at; every other one (credits, refunds, tax,
       * fees) is stored and shown apart as a charge. Default: `Usage`, `DiscountedUsage`, `SavingsPlanCoveredUsage`,
       * `SavingsPlanNegation`.
       */
      usageTypes?: string[];
      /**
       * Cost allocation tag (activated in AWS) whose values attribute spend to projects. Without it all spend is the
       * default project's.
       */
      tagKey?: string;
      /** Days that the first run reads, 1 to 395. Default: 90. */
      backfillDays?: number;
      /**
       * Days that every run reads again, because they arrive late, 1 to 92. Default: 7. Months that AWS has not closed
       * are read whole besides, once a day.
       */
      restatementDays?: number;
      /** Days after which a day's costs count as final, 1 to 31. Default: 3. */
      finalAfterDays?: number;
      /** Most paid requests for an account and UTC day, 1 to 10000. Default: 40, which is $0.40. */
      requestCapPerDay?: number;
    };
    /** How reliability metrics are read from CloudWatch. */
    metrics?: {
      /** Seconds a stored point stands for; whole minutes that divide an hour. Default: 300. */
      periodSeconds?: number;
      /** Days that the first run reads, 1 to 395. Default: 90. */
      backfillDays?: number;
      /** Minutes that every later run reads again, because values still converge, 10 to 1440. Default: 15. */
      overlapMinutes?: number;
      /** AWS region of projects that name none. Default: the environment variable AWS_REGION. */
      region?: string;
    };
    /** When stored costs and metrics become alerts. */
    detection?: {
      /** Days back that a finding may lie to open an alert, 1 to 31. Default: 14. */
      lookbackDays?: number;
      /** Rule name to parameters. */
      rules?: { [rule: string]: { [parameter: string]: unknown } };
    };
    /** What is asked about the services of new cost alerts, so that they can say which usage types drove them. */
    drivers?: {
      /**
       * Paid requests for it, for each account and UTC day; part of `costs.requestCapPerDay`, of which they get a
       * quarter at most. 0 to 1000; 0: none. Default: 10.
       */
      queriesPerDay?: number;
    };
    /** Who is told when an alert opens, becomes worse or is resolved. */
    notify?: {
      /** Whether owners of a project's catalog entities get Backstage notifications. Default: true. */
      owners?: boolean;
      /** One HTTPS address that alerts are posted to, signed as in Standard Webhooks. */
      webhook?: {
        /**
         * An https:// address; http:// on this machine only.
         * @visibility secret
         */
        url: string;
        /**
         * `whsec_` and 24 to 64 random bytes in base64.
         * @visibility secret
         */
        secret: string;
      };
    };
    /**
     * How many days stored rows are kept, 100 to 3650 and no fewer than the first run reads. Default: for ever. What is
     * deleted can be neither shown nor explained any more; alerts and recommendations are never deleted.
     */
    retention?: {
      /** Of the costs' days. */
      costsDays?: number;
      /** Of the metrics' points. */
      metricsDays?: number;
      /** Of the history; what belongs to an alert that is unresolved, or was until then, is kept. */
      eventsDays?: number;
    };
    /** How the plugin's own database is asked. */
    database?: {
      /**
       * Whether PostgreSQL prepares each statement once for a connection, which takes about half of what a read costs it.
       * Not with a pooler that hands out a connection for a transaction and does not follow prepared statements
       * (PgBouncer before 1.21). Default: true.
       */
      preparedStatements?: boolean;
    };
    /** What is watched. `default` always exists and takes the spend that no other project claims. */
    projects?: Array<{
      /** The name that the entity annotation `guardrails/project` gives; unique. */
      name: string;
      /**
       * AWS account, twelve digits in quotes. Default: the account of the portal's own credentials. When the project
       * `default` names one, every project does, and the portal's own account is not read.
       */
      accountId?: string;
      /**
       * The role that is assumed in that account. Default: the one of the account in `aws.accounts`, or of
       * `aws.accountDefaults`.
       */
      role?: {
        /** Its name, with its path if it has one. */
        name: string;
        /** Default: the one of the account in `aws.accounts`, or of `aws.accountDefaults`. */
        externalId?: string;
      };
      costs?: {
        /** Value of `guardrails.costs.tagKey` whose spend is this project's. */
        tagValue?: string;
      };
      metrics?: {
        /** Id of the API Gateway REST API that is measured. A project has one of these three at most. */
        restApiId?: string;
        /** Id of the API Gateway HTTP API that is measured. */
        httpApiId?: string;
        /** ARN of the Application Load Balancer that is measured, or what follows `loadbalancer/` in it. */
        loadBalancer?: string;
        /** AWS region of what is measured. Default: that of the ARN, or `guardrails.metrics.region`. */
        region?: string;
      };
      detection?: {
        /** Rule name to parameters, in place of the ones for all projects. */
        rules?: { [rule: string]: { [parameter: string]: unknown } };
      };
    }>;
    /** When the jobs run, in the format of Backstage's scheduler; a key left out keeps its default. */
    schedule?: {
      /** Default: every 8 hours. */
      ingestCosts?: Partial<
        Omit<SchedulerServiceTaskScheduleDefinitionConfig, 'scope'>
      >;
      /** Default: every 15 minutes. */
      ingestMetrics?: Partial<
        Omit<SchedulerServiceTaskScheduleDefinitionConfig, 'scope'>
      >;
      /** Default: every hour. */
      detect?: Partial<
        Omit<SchedulerServiceTaskScheduleDefinitionConfig, 'scope'>
      >;
      /** Default: every 24 hours. */
      retention?: Partial<
        Omit<SchedulerServiceTaskScheduleDefinitionConfig, 'scope'>
      >;
    };
  };
}
