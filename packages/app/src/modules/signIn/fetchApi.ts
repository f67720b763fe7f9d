// Requests to the portal's own API carry the ID token of the user pool beside the portal's token: the API gateway in
// front of the backend asks the user pool about it, while `Authorization` is the backend's.
import {
  createFetchApi,
  type FetchMiddleware,
  FetchMiddlewares,
} from '@backstage/core-app-api';
import {
  ApiBlueprint,
  configApiRef,
  discoveryApiRef,
  fetchApiRef,
  identityApiRef,
  type OpenIdConnectApi,
} from '@backstage/frontend-plugin-api';
import { cognitoAuthApiRef } from './cognitoAuthApi';
import { signInWays } from './signInWays';

/** The gateway's authorizer reads it (infra/); the backend does not. */
export const ID_TOKEN_HEADER = 'X-Guardrails-Id-Token';

export const fetchApi = ApiBlueprint.make({
  // In place of the app's own.
  name: 'fetch',
  params: defineParams =>
    defineParams({
      api: fetchApiRef,
      deps: {
        configApi: configApiRef,
        identityApi: identityApiRef,
        discoveryApi: discoveryApiRef,
        cognito: cognitoAuthApiRef,
      },
      factory: ({ configApi, identityApi, discoveryApi, cognito }) =>
        createFetchApi({
          middleware: [
            FetchMiddlewares.resolvePluginProtocol({ discoveryApi }),
            FetchMiddlewares.injectIdentityAuth({
              identityApi,
              config: configApi,
            }),
            // Nobody has an ID token where nobody signs in with Cognito.
            ...(signInWays(configApi).cognito ? [idTokenHeader(cognito)] : []),
          ],
        }),
    }),
});

/** Adds the header to what goes to this portal's own API, once somebody is signed in. */
export function idTokenHeader(cognito: OpenIdConnectApi): FetchMiddleware {
  return {
    apply: next => async (input, init) => {
      const request = new Request(input, init);
      if (!isOwnApi(request.url)) return next(input, init);
      const token = await cognito.getIdToken({ optional: true });
      if (token) request.headers.set(ID_TOKEN_HEADER, token);
      return next(request);
    },
  };
}

/** The token is for the gateway in front of this very portal, and for nobody else. */
function isOwnApi(address: string): boolean {
  const url = new URL(address);
  return (
    url.origin === window.location.origin && url.pathname.startsWith('/api/')
  );
}
