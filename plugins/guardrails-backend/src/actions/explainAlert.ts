/** Action: why an alert fired, and what to do about it. */
import type { ActionOptions } from './interfaces';
import {
  alertAnswer,
  alertIdInput,
  alertOutput,
  recommendationAnswer,
  recommendationOutput,
} from './schemas';

export function explainAlert({ registry, service }: ActionOptions): void {
  registry.register({
    name: 'explain-alert',
    title: 'Explain an alert',
    description:
      'Says why an alert fired: the sentence, the rule and its arithmetic line by line, whether the decision comes out the same when it is replayed on the stored data, what was recommended, and what has happened since.',
    schema: {
      input: z => z.object({ id: alertIdInput(z) }).strict(),
      output: z =>
        z.object({
          alert: alertOutput(z),
          sentence: z.string(),
          rule: z.object({ name: z.string(), version: z.number() }),
          arithmetic: z.array(
            z.object({
              label: z.string(),
              formula: z.string().optional(),
              value: z.string(),
            }),
          ),
          reproduced: z
            .boolean()
            .describe('Whether a replay on the stored data decides the same'),
          difference: z
            .string()
            .optional()
            .describe('When not reproduced: what differs'),
          notReplayed: z
            .enum(['rule_missing', 'version_missing', 'rows_missing'])
            .optional()
            .describe(
              'Why it could not be replayed: then nobody knows whether it would decide the same',
            ),
          proposals: z
            .array(z.object({ sentence: z.string(), annotation: z.string() }))
            .describe(
              'Parameters with which it would not have fired, as YAML for the catalog entity',
            ),
          recommendations: z.array(recommendationOutput(z)),
          timeline: z
            .array(
              z.object({
                at: z.string(),
                actor: z.string(),
                message: z.string(),
              }),
            )
            .describe('Oldest first'),
        }),
    },
    attributes: { readOnly: true, idempotent: true, destructive: false },
    action: async ({ input: { id }, credentials }) => {
      const call = { credentials };
      const [alert, evidence] = await Promise.all([
        service.getAlert(id, call),
        service.getAlertEvidence(id, call),
      ]);
      const { sentence, rule, arithmetic, reproduced } = evidence;
      const { difference, notReplayed } = evidence;
      return {
        output: {
          alert: alertAnswer(alert),
          sentence,
          rule: { name: rule.name, version: rule.version },
          arithmetic,
          reproduced,
          difference,
          notReplayed,
          proposals: (evidence.proposals ?? []).map(
            ({ sentence: words, annotation }) => ({
              sentence: words,
              annotation,
            }),
          ),
          recommendations: alert.recommendations.map(recommendationAnswer),
          timeline: alert.events.map(({ createdAt, actor, message }) => ({
            at: createdAt,
            actor,
            message,
          })),
        },
      };
    },
  });
}
