/** Action: works on a recommendation. */
import type { ActionOptions } from './interfaces';
import {
  idInput,
  noteInput,
  recommendationAnswer,
  recommendationOutput,
  textInput,
} from './schemas';

export function updateRecommendation({
  registry,
  service,
}: ActionOptions): void {
  registry.register({
    name: 'update-recommendation',
    title: 'Update a recommendation',
    description:
      'Moves a recommendation of an alert to another status, assigns it to somebody, or both. explain-alert answers the recommendations of an alert and the statuses that each may move to.',
    schema: {
      input: z =>
        z
          .object({
            id: idInput(z).describe(
              'Id of the recommendation, as explain-alert answers it',
            ),
            status: z
              .enum(['open', 'in_progress', 'done', 'dismissed'])
              .optional()
              .describe('One of its allowedTransitions; default: it stays'),
            owner: textInput(z, 200)
              .nullable()
              .optional()
              .describe(
                'Email, name or catalog entity ref of who does it; null for nobody',
              ),
            note: noteInput(z),
          })
          .strict(),
      output: z => z.object({ recommendation: recommendationOutput(z) }),
    },
    // Dismissing takes it off everybody's list, and a new owner replaces the one before.
    attributes: { readOnly: false, idempotent: false, destructive: true },
    action: async ({ input: { id, ...update }, credentials }) => ({
      output: {
        recommendation: recommendationAnswer(
          await service.updateRecommendation(id, update, { credentials }),
        ),
      },
    }),
  });
}
