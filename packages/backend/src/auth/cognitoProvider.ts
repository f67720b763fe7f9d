// The auth provider `cognito`.
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createOAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { createCognitoAuthenticator } from './cognitoAuthenticator';
import { signInByEmail } from './cognitoSignIn';

export const cognitoProvider = createBackendModule({
  pluginId: 'auth',
  moduleId: 'cognito-provider',
  register(reg) {
    reg.registerInit({
      deps: {
        providers: authProvidersExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
      },
      async init({ providers, config, logger }) {
        providers.registerProvider({
          providerId: 'cognito',
          factory: createOAuthProviderFactory({
            authenticator: createCognitoAuthenticator({
              appUrl: config.getString('app.baseUrl'),
              logger,
            }),
            signInResolver: signInByEmail,
          }),
        });
      },
    });
  },
});
