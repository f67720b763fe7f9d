// Signing in: the page, the session, and the token that the gateway wants to see.
import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import { cognitoAuthApi } from './cognitoAuthApi';
import { fetchApi } from './fetchApi';
import { permissionApi } from './permissionApi';

export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    cognitoAuthApi,
    fetchApi,
    permissionApi,
    SignInPageBlueprint.make({
      params: {
        loader: async () =>
          (await import('./PortalSignInPage')).PortalSignInPage,
      },
    }),
  ],
});
