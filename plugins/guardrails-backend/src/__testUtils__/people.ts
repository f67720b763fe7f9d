/** Everybody who may call, from nobody to an admin, and a portal's policy that knows them. */
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { decideOnGuardrails } from '../permissions';

const user = (name: string) =>
  mockCredentials.user.header(`user:default/${name}`);

/** Header `Authorization` of each caller. Ana's team owns the entity of `payments-api`, Oscar's that of `search`. */
export const CALLERS = {
  anonymous: mockCredentials.none.header(),
  service: mockCredentials.service.header(),
  guest: user('guest'),
  viewer: user('vera'),
  owner: user('ana'),
  'other owner': user('oscar'),
  admin: user('adam'),
} as const;

export type CallerName = keyof typeof CALLERS;

/** The same, for what is not called over HTTP. */
export const CREDENTIALS: Readonly<Record<CallerName, BackstageCredentials>> = {
  anonymous: mockCredentials.none(),
  service: mockCredentials.service(),
  guest: mockCredentials.user('user:default/guest'),
  viewer: mockCredentials.user('user:default/vera'),
  owner: mockCredentials.user('user:default/ana'),
  'other owner': mockCredentials.user('user:default/oscar'),
  admin: mockCredentials.user('user:default/adam'),
};

const TEAM_OF: Readonly<Record<string, string>> = {
  'user:default/vera': 'group:default/finance',
  'user:default/ana': 'group:default/payments',
  'user:default/oscar': 'group:default/search',
  'user:default/adam': 'group:default/platform',
};

function decide(permission: Permission, credentials: any): PolicyDecision {
  // As Backstage does: a service is decided on without the policy.
  if (credentials.principal.type === 'service') {
    return { result: AuthorizeResult.ALLOW };
  }
  const { userEntityRef } = credentials.principal;
  return decideOnGuardrails(
    permission,
    {
      info: {
        ownershipEntityRefs: [
          userEntityRef,
          ...(TEAM_OF[userEntityRef] ? [TEAM_OF[userEntityRef]] : []),
        ],
      },
    },
    { admins: ['group:default/platform'], viewers: ['group:default/finance'] },
  )!;
}

/** The portal's permission service with that policy; a test may answer differently. */
export function mockPolicy() {
  const permissions = mockServices.permissions.mock();
  const reset = () => {
    permissions.authorize.mockImplementation(async (requests, options: any) =>
      requests.map(
        ({ permission }) => decide(permission, options.credentials) as any,
      ),
    );
    permissions.authorizeConditional.mockImplementation(
      async (requests, options: any) =>
        requests.map(({ permission }) =>
          decide(permission, options.credentials),
        ),
    );
  };
  reset();
  return { permissions, reset };
}
