/** Puts the rooms together: from configuration and database to jobs, service and HTTP. */
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  guardrailsProjectPermissions,
  jobReadPermission,
  jobRunPermission,
} from '@cloudops/plugin-guardrails-common';
import { registerActions } from './actions';
import { AlertEvidence } from './alerts';
import { createMisconfiguredRouter, createRouter } from './api';
import { countTrail, TrailMetrics } from './audit';
import { createJobs } from './createJobs';
import { Database } from './database';
import { registerExtensionPoints } from './extensions';
import { JobRunner, JobRuns, RuleAnnotations, RunRequests } from './jobs';
import { createDispatcher } from './notify';
import {
  guardrailsProjectResourceRef,
  guardrailsProjectRules,
  ProjectOwners,
} from './permissions';
import {
  AuditedGuardrailsService,
  DefaultGuardrailsService,
  Policy,
} from './service';
import { readSettings } from './settings';
import { Backtest, RulesInForce, RuleTuning } from './tuning';

/**
 * The backend plugin of Guardrails: reads AWS costs and metrics, detects anomalies, keeps alerts, recommendations and
 * their audit trail, and serves them under `/api/guardrails`.
 *
 * @public
 */
export const guardrailsPlugin = createBackendPlugin({
  pluginId: 'guardrails',
  register(env) {
    const extensions = registerExtensionPoints(env);

    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootConfig: coreServices.rootConfig,
        rootLifecycle: coreServices.rootLifecycle,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
      },
      async init(portal) {
        const { auth, catalog, httpRouter, logger, scheduler } = portal;
        const { permissions, permissionsRegistry } = portal;
        const owners = new ProjectOwners({ auth, catalog });
        permissionsRegistry.addResourceType({
          resourceRef: guardrailsProjectResourceRef,
          permissions: guardrailsProjectPermissions,
          rules: guardrailsProjectRules,
          getResources: names => owners.resources(names),
        });
        permissionsRegistry.addPermissions([
          jobReadPermission,
          jobRunPermission,
        ]);
        httpRouter.addAuthPolicy({ path: '/health', allow: 'unauthenticated' });

        const settings = readSettings(portal.rootConfig, extensions);
        if ('error' in settings) {
          logger.error(settings.error.message);
          httpRouter.use(createMisconfiguredRouter(settings.error));
          return;
        }
        const { config, rules } = settings;

        const database = countTrail(
          await Database.create(portal.database, config.database),
          new TrailMetrics(portal.metrics),
        );
        await database.projects.ensure(config.projects.map(({ name }) => name));
        const jobs = createJobs(settings, database, extensions, {
          auth,
          catalog,
        });
        const inForce = new RulesInForce({
          rules,
          annotations: new RuleAnnotations({ auth, catalog }),
        });
        const requests = new RunRequests();
        const service = new AuditedGuardrailsService(
          new DefaultGuardrailsService({
            auth,
            catalog,
            config,
            database,
            logger,
            explainer: new AlertEvidence({
              database,
              rules,
              inForce,
              finalAfterDays: config.costs.finalAfterDays,
            }),
            tuning: new RuleTuning({
              inForce,
              backtest: new Backtest({
                database,
                inForce,
                settling: {
                  finalAfterDays: config.costs.finalAfterDays,
                  overlapMinutes: config.metrics.overlapMinutes,
                },
                periodSeconds: config.metrics.periodSeconds,
              }),
            }),
            jobs: new JobRuns({ scheduler, database, jobs, requests }),
          }),
          new Policy({
            permissions,
            permissionsRegistry,
            owners,
            projects: database.projects,
          }),
          portal.auditor,
        );
        httpRouter.use(
          await createRouter({
            service,
            auditor: portal.auditor,
            database,
            httpAuth: portal.httpAuth,
            logger,
          }),
        );
        registerActions({ registry: portal.actionsRegistry, service, logger });
        await createDispatcher({ ...portal, config, database, owners }).start(
          scheduler,
          portal.rootLifecycle,
        );
        await new JobRunner({
          scheduler,
          lifecycle: portal.rootLifecycle,
          database,
          logger,
          jobs,
          requests,
        }).start();
      },
    });
  },
});
