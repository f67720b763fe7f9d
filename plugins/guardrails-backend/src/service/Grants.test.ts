import {
  alertReadPermission,
  costReadPermission,
} from '@cloudops/plugin-guardrails-common';
import { Grants } from './Grants';

describe('a permission that nobody asked the policy about', () => {
  const grants = new Grants(new Map([[costReadPermission.name, 'all']]));

  it('is not granted', () => {
    expect(grants.has(alertReadPermission, 'any project')).toBe(false);
    expect(grants.projectsOf(costReadPermission, alertReadPermission)).toEqual(
      [],
    );
    expect(() =>
      grants.assert(costReadPermission, alertReadPermission),
    ).toThrow("The portal's policy does not grant you 'guardrails.alert.read'");
  });
});
