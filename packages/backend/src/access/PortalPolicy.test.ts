import { ConfigReader } from '@backstage/config';
import {
  AuthorizeResult,
  createPermission,
  type Permission,
} from '@backstage/plugin-permission-common';
import {
  alertReadPermission,
  alertUpdatePermission,
  guardrailsPermissions,
  jobRunPermission,
} from '@cloudops/plugin-guardrails-common';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { PortalPolicy } from './PortalPolicy';

const root = resolve(__dirname, '../../../..');

function policyOf(file: string): PortalPolicy {
  return PortalPolicy.fromConfig(
    new ConfigReader(parse(readFileSync(resolve(root, file), 'utf8'))),
  );
}

function decide(
  policy: PortalPolicy,
  permission: Permission,
  claims: string[] | undefined,
) {
  return policy.handle(
    { permission },
    claims && ({ info: { ownershipEntityRefs: claims } } as any),
  );
}

describe('the portal’s policy', () => {
  it('lets the guest of the demo do everything', async () => {
    const policy = policyOf('app-config.yaml');
    for (const permission of guardrailsPermissions) {
      expect(await decide(policy, permission, ['user:default/guest'])).toEqual({
        result: AuthorizeResult.ALLOW,
      });
    }
  });

  it('lets the administrators of the user pool do everything in production, and no guest', async () => {
    const policy = policyOf('app-config.production.yaml');
    const claims = ['user:default/alice@example.com', 'group:default/admins'];

    expect(await decide(policy, jobRunPermission, claims)).toEqual({
      result: AuthorizeResult.ALLOW,
    });
    expect(
      await decide(policy, jobRunPermission, ['user:default/guest']),
    ).toEqual({ result: AuthorizeResult.DENY });
  });

  it('lets everybody else see and change what they own, and run no job', async () => {
    const policy = policyOf('app-config.production.yaml');
    const claims = ['user:default/bob@example.com', 'group:default/payments'];

    for (const permission of [alertReadPermission, alertUpdatePermission]) {
      expect(await decide(policy, permission, claims)).toMatchObject({
        result: AuthorizeResult.CONDITIONAL,
        resourceType: 'guardrails-project',
        conditions: { rule: 'IS_ENTITY_OWNER', params: { claims } },
      });
    }
    expect(await decide(policy, jobRunPermission, claims)).toEqual({
      result: AuthorizeResult.DENY,
    });
  });

  it('refuses whoever is nobody, and says nothing about other plugins but yes', async () => {
    const policy = policyOf('app-config.yaml');
    for (const permission of guardrailsPermissions) {
      expect(await decide(policy, permission, undefined)).toEqual({
        result: AuthorizeResult.DENY,
      });
    }
    const other = createPermission({ name: 'catalog.other', attributes: {} });
    expect(await decide(policy, other, undefined)).toEqual({
      result: AuthorizeResult.ALLOW,
    });
  });

  it('refuses a role that is no entity ref', () => {
    const config = new ConfigReader({
      portal: { access: { viewers: ['everybody'] } },
    });
    expect(() => PortalPolicy.fromConfig(config)).toThrow(
      "portal.access.viewers: got 'everybody', takes entity refs",
    );
  });
});
