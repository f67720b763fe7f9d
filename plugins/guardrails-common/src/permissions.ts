/** The permissions a policy decides on. */
import { createPermission } from '@backstage/plugin-permission-common';

/**
 * What the conditions of a policy are about: everything that Guardrails keeps belongs to a project. A resource is
 * named by the project's name.
 *
 * @public
 */
export const RESOURCE_TYPE_GUARDRAILS_PROJECT = 'guardrails-project';

/** See costs, metrics, projects and their summaries. @public */
export const costReadPermission = createPermission({
  name: 'guardrails.cost.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_GUARDRAILS_PROJECT,
});

/** See alerts and their evidence. @public */
export const alertReadPermission = createPermission({
  name: 'guardrails.alert.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_GUARDRAILS_PROJECT,
});

/** Acknowledge, resolve, reopen, snooze alerts and add notes to them. @public */
export const alertUpdatePermission = createPermission({
  name: 'guardrails.alert.update',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_GUARDRAILS_PROJECT,
});

/** Plan activities during which nothing fires, and cancel them. @public */
export const activityPlanPermission = createPermission({
  name: 'guardrails.activity.plan',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_GUARDRAILS_PROJECT,
});

/** See recommendations. @public */
export const recommendationReadPermission = createPermission({
  name: 'guardrails.recommendation.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_GUARDRAILS_PROJECT,
});

/** Start, finish, dismiss, reopen and assign recommendations. @public */
export const recommendationUpdatePermission = createPermission({
  name: 'guardrails.recommendation.update',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_GUARDRAILS_PROJECT,
});

/** See the audit trail. @public */
export const eventReadPermission = createPermission({
  name: 'guardrails.event.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_GUARDRAILS_PROJECT,
});

/** See the jobs and their runs. @public */
export const jobReadPermission = createPermission({
  name: 'guardrails.job.read',
  attributes: { action: 'read' },
});

/** Run a job now. @public */
export const jobRunPermission = createPermission({
  name: 'guardrails.job.run',
  attributes: {},
});

/** Permissions that a policy may grant for some projects only. @public */
export const guardrailsProjectPermissions = [
  costReadPermission,
  alertReadPermission,
  alertUpdatePermission,
  activityPlanPermission,
  recommendationReadPermission,
  recommendationUpdatePermission,
  eventReadPermission,
];

/** Every permission of the plugin. @public */
export const guardrailsPermissions = [
  ...guardrailsProjectPermissions,
  jobReadPermission,
  jobRunPermission,
];
