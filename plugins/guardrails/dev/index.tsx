/** The plugin in a small portal of its own, on sample data in memory: `yarn start` in this package. */
import '@backstage/cli/asset-types';
// eslint-disable-next-line @backstage/no-ui-css-imports-in-non-frontend -- here the plugin is an app of its own
import '@backstage/ui/css/styles.css';
import type { Entity } from '@backstage/catalog-model';
import { createApp } from '@backstage/frontend-defaults';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { GUARDRAILS_PROJECT_ANNOTATION } from '@cloudops/plugin-guardrails-common';
import type { SignInPageProps } from '@backstage/core-plugin-api';
import { useEffect } from 'react';
import ReactDOM from 'react-dom/client';
import guardrailsPlugin from '../src/alpha';
import { guardrailsApiRef } from '../src/api';
import { FakeGuardrailsApi } from '../src/testing/FakeGuardrailsApi';
import { sampleData } from './sampleData';

function service(name: string, project: string | undefined): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: project ? { [GUARDRAILS_PROJECT_ANNOTATION]: project } : {},
    },
    spec: { type: 'service', lifecycle: 'production', owner: 'group:platform' },
  };
}

const guardrails = guardrailsPlugin.withOverrides({
  extensions: [
    guardrailsPlugin.getExtension('api:guardrails').override({
      params: define =>
        define({
          api: guardrailsApiRef,
          deps: {},
          factory: () => new FakeGuardrailsApi(sampleData(new Date())),
        }),
    }),
  ],
});

const catalog = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    ApiBlueprint.make({
      params: define =>
        define({
          api: catalogApiRef,
          deps: {},
          factory: () =>
            catalogApiMock({
              entities: [
                service('payments-api', 'payments-api'),
                service('checkout-web', 'checkout-web'),
                service('search-indexer', 'search-indexer'),
                service('unknown', 'not-configured'),
                service('plain', undefined),
              ],
            }),
        }),
    }),
  ],
});

const ANA = 'user:default/ana';

function SignedInAsAna({ onSignInSuccess }: SignInPageProps) {
  useEffect(
    () =>
      onSignInSuccess({
        getProfileInfo: async () => ({
          displayName: 'Ana',
          email: 'ana@example.com',
        }),
        getBackstageIdentity: async () => ({
          type: 'user',
          userEntityRef: ANA,
          ownershipEntityRefs: [ANA],
        }),
        getCredentials: async () => ({}),
        signOut: async () => {},
      }),
    [onSignInSuccess],
  );
  return null;
}

const signIn = createFrontendModule({
  pluginId: 'app',
  extensions: [
    SignInPageBlueprint.make({
      params: { loader: async () => SignedInAsAna },
    }),
  ],
});

const app = createApp({
  features: [catalogPlugin, catalog, guardrails, signIn],
});

ReactDOM.createRoot(document.getElementById('root')!).render(app.createRoot());
