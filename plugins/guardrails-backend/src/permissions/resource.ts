/** What a policy's conditions are about: a project, and the entities' owners who answer for it. */
import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_GUARDRAILS_PROJECT } from '@cloudops/plugin-guardrails-common';

/** A project as rules see it. */
export interface ProjectResource {
  readonly name: string;
  /** Entity refs of the owners of every catalog entity that names the project. */
  readonly owners: readonly string[];
}

/** What a rule asks of projects: to be named so, or to be owned by one of these. */
export type ProjectQuery =
  | { readonly names: readonly string[] }
  | { readonly owners: readonly string[] };

/** @public */
export const guardrailsProjectResourceRef = createPermissionResourceRef<
  ProjectResource,
  ProjectQuery
>().with({
  pluginId: 'guardrails',
  resourceType: RESOURCE_TYPE_GUARDRAILS_PROJECT,
});
