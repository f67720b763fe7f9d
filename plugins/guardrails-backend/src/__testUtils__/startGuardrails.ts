/** Starts the plugin as a portal does, on a real database, with everything around it mocked. */
import {
  coreServices,
  createBackendPlugin,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { GuardrailsClient } from '@cloudops/plugin-guardrails-common';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import request from 'supertest';
import type TestAgent from 'supertest/lib/agent';
import { createRouter } from '../api';
import { readGuardrailsConfig } from '../config';
import { Database } from '../database';
import { AuditedGuardrailsService, DefaultGuardrailsService } from '../service';
import { describedServer } from './describedServer';

/** People and components that the tests know. */
export const ENTITIES: Entity[] = [
  user('ana', { email: 'ana@example.com' }),
  user('bob', {}),
  component('payments-api', { 'guardrails/project': 'payments-api' }),
  component('unmapped', {}),
  component('misspelt', { 'guardrails/project': 'paymets-api' }),
];

export const ANA = mockCredentials.user('user:default/ana');
export const BOB = mockCredentials.user('user:default/bob');

export interface RunningGuardrails {
  /** Sends requests; every answer is checked against `openapi.yaml`. */
  readonly api: TestAgent;
  /** Sends requests past the check, for what no description covers. */
  readonly bare: TestAgent;
  readonly client: GuardrailsClient;
  readonly stop: () => Promise<void>;
}

const plugin = createBackendPlugin({
  pluginId: 'guardrails',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        permissions: coreServices.permissions,
        auditor: coreServices.auditor,
        logger: coreServices.logger,
      },
      async init(deps) {
        const database = await Database.create(deps.database);
        const config = readGuardrailsConfig(deps.config, {
          rules: [],
          environment: {},
        });
        const service = new AuditedGuardrailsService(
          new DefaultGuardrailsService({
            ...deps,
            config,
            database,
            explainer: {
              explain: async () => {
                throw new Error('later');
              },
            },
            jobs: { list: async () => [], trigger: async () => {} },
          }),
          deps.permissions,
          deps.auditor,
        );
        deps.httpRouter.use(
          await createRouter({ service, database, httpAuth: deps.httpAuth }),
        );
        deps.httpRouter.addAuthPolicy({
          path: '/health',
          allow: 'unauthenticated',
        });
      },
    });
  },
});

export async function startGuardrails(options: {
  knex: Knex;
  config?: JsonObject;
  features?: BackendFeature[];
  entities?: Entity[];
}): Promise<RunningGuardrails> {
  const backend = await startTestBackend({
    features: [
      plugin,
      mockServices.rootConfig.factory({ data: options.config ?? {} }),
      mockServices.database.factory({ knex: options.knex }),
      mockServices.scheduler.factory({ skipTaskRunOnStartup: true }),
      catalogServiceMock.factory({ entities: options.entities ?? ENTITIES }),
      ...(options.features ?? []),
    ],
  });
  const baseUrl = `http://localhost:${backend.server.port()}`;
  return {
    api: request.agent(describedServer(baseUrl)),
    bare: request.agent(baseUrl),
    client: new GuardrailsClient({
      discoveryApi: {
        getBaseUrl: async pluginId => `${baseUrl}/api/${pluginId}`,
      },
    }),
    stop: () => backend.stop(),
  };
}

function user(name: string, profile: JsonObject): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name, namespace: 'default' },
    spec: { profile },
  };
}

function component(name: string, annotations: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations },
    spec: { type: 'service' },
  };
}
