/** Projects by their names. */
import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { guardrailsProjectResourceRef } from './resource';

export const hasProject = createPermissionRule({
  name: 'HAS_PROJECT',
  description: 'Allow projects that have one of the names',
  resourceRef: guardrailsProjectResourceRef,
  paramsSchema: z.object({
    names: z.array(z.string()).describe('Names of projects'),
  }),
  apply: ({ name }, { names }) => names.includes(name),
  toQuery: ({ names }) => ({ names }),
});
