// How people may sign in, as the backend's configuration says.
import type { ConfigApi } from '@backstage/frontend-plugin-api';

export function signInWays(config: ConfigApi) {
  return {
    cognito: config.has('auth.providers.cognito'),
    guest: config.has('auth.providers.guest'),
  };
}
