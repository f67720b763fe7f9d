/** On whose behalf an action is called. */
import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { AuthenticationError } from '@backstage/errors';
import type { CallOptions } from '../service';

/** @throws AuthenticationError when nobody is known to call */
export function callOf(
  auth: AuthService,
  credentials: BackstageCredentials,
): CallOptions {
  if (
    auth.isPrincipal(credentials, 'user') ||
    auth.isPrincipal(credentials, 'service')
  ) {
    return { credentials };
  }
  throw new AuthenticationError(
    'Guardrails acts on behalf of a signed-in user or a service only',
  );
}
