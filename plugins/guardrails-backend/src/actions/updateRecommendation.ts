/** Action: works on a recommendation. */
import { callOf } from './callOf';
import type { ActionOptions } from './interfaces';
import {
  noteInput,
  recommendationAnswer,
  recommendationOutput,
} from './schemas';

export function updateRecommendation({
  registry,
  service,
  auth,
}: ActionOptions): void {
  registry.register({
    name: 'update-recommendation',
    title: 'Update a recommendation',
    description:
      'Moves a recommendation of an alert to another status, assigns it to somebody, or both. explain-alert answers the recommendations of an alert and the statuses that each may move to.',
    schema: {
      input: z =>
        z.object({
          id: z.string().uuid().describe('Id of the recommendation'),
          status: z
            .enum(['open', 'in_progress', 'done', 'dismissed'])
            .optional(),
          owner: z
            .string()
            .nullable()
            .optional()
            .describe(
              'Email, name or catalog entity ref of who does it; null for nobody',
            ),
          note: noteInput(z),
        }),
      output: z => z.object({ recommendation: recommendationOutput(z) }),
    },
    // Dismissing takes it off everybody's list, and a new owner replaces the one before.
    attributes: { readOnly: false, idempotent: false, destructive: true },
    action: async ({ input: { id, ...update }, credentials }) => ({
      output: {
        recommendation: recommendationAnswer(
          await service.updateRecommendation(
            id,
            update,
            callOf(auth, credentials),
          ),
        ),
      },
    }),
  });
}
