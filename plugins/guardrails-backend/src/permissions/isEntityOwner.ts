/** Projects of those who own an entity that names them. */
import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { guardrailsProjectResourceRef } from './resource';

export const isEntityOwner = createPermissionRule({
  name: 'IS_ENTITY_OWNER',
  description:
    'Allow projects that are named by a catalog entity which one of the claims owns',
  resourceRef: guardrailsProjectResourceRef,
  paramsSchema: z.object({
    claims: z
      .array(z.string())
      .describe(
        'Entity refs, e.g. group:default/payments: usually the ownershipEntityRefs of the user',
      ),
  }),
  apply: ({ owners }, { claims }) =>
    owners.some(owner => claims.includes(owner)),
  toQuery: ({ claims }) => ({ owners: claims }),
});
