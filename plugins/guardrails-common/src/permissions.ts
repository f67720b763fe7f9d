/** The permissions a policy decides on. */
import { createPermission } from '@backstage/plugin-permission-common';

/** See costs, metrics, projects and their summaries. @public */
export const costReadPermission = createPermission({
  name: 'guardrails.cost.read',
  attributes: { action: 'read' },
});

/** See alerts and their evidence. @public */
export const alertReadPermission = createPermission({
  name: 'guardrails.alert.read',
  attributes: { action: 'read' },
});

/** Acknowledge, resolve and reopen alerts. @public */
export const alertUpdatePermission = createPermission({
  name: 'guardrails.alert.update',
  attributes: { action: 'update' },
});

/** See recommendations. @public */
export const recommendationReadPermission = createPermission({
  name: 'guardrails.recommendation.read',
  attributes: { action: 'read' },
});

/** Start, finish, dismiss, reopen and assign recommendations. @public */
export const recommendationUpdatePermission = createPermission({
  name: 'guardrails.recommendation.update',
  attributes: { action: 'update' },
});

/** See the audit trail. @public */
export const eventReadPermission = createPermission({
  name: 'guardrails.event.read',
  attributes: { action: 'read' },
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

/** Every permission of the plugin. @public */
export const guardrailsPermissions = [
  costReadPermission,
  alertReadPermission,
  alertUpdatePermission,
  recommendationReadPermission,
  recommendationUpdatePermission,
  eventReadPermission,
  jobReadPermission,
  jobRunPermission,
];
