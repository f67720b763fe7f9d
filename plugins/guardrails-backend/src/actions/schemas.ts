/** The inputs and outputs that several actions share, described for those who have only the description. */
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { Alert, Recommendation } from '@cloudops/plugin-guardrails-common';
import { ID, isDay, isStorable, isTime } from '../inputs';

/** The version of zod that Backstage's actions registry hands out. */
export type Zod = Parameters<
  Parameters<ActionsRegistryService['register']>[0]['schema']['input']
>[0];

/** What `openapi.yaml` takes as text, at most so long; more than spaces. */
export const textInput = (z: Zod, longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/\S/, 'takes text that is more than spaces')
    .refine(
      isStorable,
      'takes text without NUL characters and half characters',
    );

export const idInput = (z: Zod) =>
  z.string().regex(ID, 'takes a UUID in lower case');

export const alertIdInput = (z: Zod) =>
  idInput(z).describe('Id of the alert, as list-alerts answers it');

export const timeInput = (z: Zod) =>
  z
    .string()
    .datetime({ offset: true })
    .refine(isTime, 'takes a time with a zone that exists, from 2000 to 2099');

export const dayInput = (z: Zod) =>
  z
    .string()
    .refine(isDay, 'takes a day that exists as YYYY-MM-DD, from 2000 to 2099');

export const noteInput = (z: Zod) =>
  textInput(z, 2000)
    .optional()
    .describe('Why, for those who read the audit trail; kept for ever');

/** Which project is meant; the service refuses both at once. */
export const scopeInput = (z: Zod) => ({
  project: textInput(z, 400)
    .optional()
    .describe('Name of a Guardrails project, e.g. payments-api'),
  entityRef: textInput(z, 400)
    .optional()
    .describe(
      'A catalog entity in place of a project, e.g. component:default/payments-api',
    ),
});

export const alertOutput = (z: Zod) =>
  z.object({
    id: z.string(),
    project: z.string(),
    type: z.enum(['cost', 'reliability']),
    status: z.enum(['open', 'acknowledged', 'resolved']),
    severity: z.enum(['low', 'medium', 'high']),
    title: z.string(),
    description: z.string().describe('What was seen, in a sentence'),
    service: z.string().optional().describe('AWS service of a cost alert'),
    metric: z.string().optional().describe('Metric of a reliability alert'),
    observedValue: z.number(),
    baselineValue: z.number().describe('What was expected'),
    thresholdValue: z.number().describe('The limit that was passed'),
    unit: z.string().describe('Of the values: a currency, count or ms'),
    windowStart: z.string().describe('ISO 8601, UTC'),
    windowEnd: z.string().describe('ISO 8601, UTC, exclusive'),
    allowedTransitions: z
      .array(z.string())
      .describe('The statuses that the alert may move to'),
  });

export function alertAnswer(alert: Alert) {
  return {
    id: alert.id,
    project: alert.project,
    type: alert.alertType,
    status: alert.status,
    severity: alert.severity,
    title: alert.title,
    description: alert.description,
    service: alert.serviceName,
    metric: alert.metricName,
    observedValue: alert.observedValue,
    baselineValue: alert.baselineValue,
    thresholdValue: alert.thresholdValue,
    unit: alert.unit,
    windowStart: alert.windowStart,
    windowEnd: alert.windowEnd,
    allowedTransitions: alert.allowedTransitions,
  };
}

export const recommendationOutput = (z: Zod) =>
  z.object({
    id: z.string(),
    alertId: z.string(),
    status: z.enum(['open', 'in_progress', 'done', 'dismissed']),
    title: z.string(),
    actionSteps: z.array(z.string()).describe('What to do, in order'),
    impact: z.string().describe('What it is worth'),
    owner: z.string().optional(),
    allowedTransitions: z
      .array(z.string())
      .describe('The statuses that the recommendation may move to'),
  });

export function recommendationAnswer(recommendation: Recommendation) {
  return {
    id: recommendation.id,
    alertId: recommendation.alertId,
    status: recommendation.status,
    title: recommendation.title,
    actionSteps: recommendation.actionSteps,
    impact: recommendation.impact,
    owner: recommendation.owner,
    allowedTransitions: recommendation.allowedTransitions,
  };
}
