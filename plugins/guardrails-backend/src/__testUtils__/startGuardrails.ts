/** Starts the plugin as a portal does, on a real database, with everything around it mocked. */
import {
  createBackendModule,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { GuardrailsClient } from '@cloudops/plugin-guardrails-common';
import { guardrailsSourcesExtensionPoint } from '@cloudops/plugin-guardrails-node';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import request from 'supertest';
import type TestAgent from 'supertest/lib/agent';
import { guardrailsPlugin } from '../plugin';
import { describedServer } from './describedServer';

/** People and components that the tests know. */
export const ENTITIES: Entity[] = [
  user('ana', { email: 'ana@example.com' }),
  user('bob', {}),
  user('mallory', { email: 'system' }),
  user('trudy', { email: 'ana@example.com\nsystem' }),
  component(
    'payments-api',
    { 'guardrails/project': 'payments-api' },
    'group:default/payments',
  ),
  component(
    'search',
    { 'guardrails/project': 'search' },
    'group:default/search',
  ),
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
  /** Of the server, without the plugin's path. */
  readonly baseUrl: string;
  readonly stop: () => Promise<void>;
}

/** Sources that nobody asks: these tests have their data in the database. */
const silentSources = createBackendModule({
  pluginId: 'guardrails',
  moduleId: 'silent-sources',
  register(env) {
    env.registerInit({
      deps: { sources: guardrailsSourcesExtensionPoint },
      async init({ sources }) {
        sources.setCostSource({
          name: 'Cost Explorer',
          async *fetchDailyCosts() {},
        });
        sources.setMetricSource({
          name: 'CloudWatch',
          async *fetchMetrics() {},
        });
      },
    });
  },
});

export async function startGuardrails(options: {
  knex: Knex;
  config?: JsonObject;
  features?: BackendFeature[];
  /** The catalog; by default one that knows the {@link ENTITIES}. */
  catalog?: BackendFeature;
}): Promise<RunningGuardrails> {
  const backend = await startTestBackend({
    features: [
      guardrailsPlugin,
      silentSources,
      mockServices.rootConfig.factory({ data: options.config ?? {} }),
      mockServices.database.factory({ knex: options.knex }),
      mockServices.scheduler.factory({ skipTaskRunOnStartup: true }),
      options.catalog ?? catalogServiceMock.factory({ entities: ENTITIES }),
      ...(options.features ?? []),
    ],
  });
  // By its address: two addresses of one name are tried in turn, and on a busy machine both in vain.
  const baseUrl = `http://127.0.0.1:${backend.server.port()}`;
  return {
    api: request.agent(describedServer(baseUrl)),
    bare: request.agent(baseUrl),
    baseUrl,
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

function component(
  name: string,
  annotations: Record<string, string>,
  owner = 'group:default/nobody',
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations },
    spec: { type: 'service' },
    relations: [{ type: 'ownedBy', targetRef: owner }],
  };
}
