// The auth providers that this portal's configuration asks for, and no other.
import {
  coreServices,
  createBackendFeatureLoader,
} from '@backstage/backend-plugin-api';
import { cognitoProvider } from './cognitoProvider';
import { readSignInWays } from './signInConfig';

export const signInProviders = createBackendFeatureLoader({
  deps: { config: coreServices.rootConfig },
  async *loader({ config }) {
    const ways = readSignInWays(config, process.env.NODE_ENV);
    if (ways.cognito) yield cognitoProvider;
    if (ways.guest) {
      yield import('@backstage/plugin-auth-backend-module-guest-provider');
    }
  },
});
