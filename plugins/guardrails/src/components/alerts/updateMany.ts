/** Asks for the same change of several alerts in as few requests as the API allows. */
import type {
  Alert,
  AlertUpdate,
  GuardrailsApi,
} from '@cloudops/plugin-guardrails-common';
import { RefusedInBulkError, type Outcome } from '../../changes';
import { toError } from '../../data/toError';

/** The API takes no more at once. */
const MOST_AT_ONCE = 500;

export async function updateMany(
  api: Pick<GuardrailsApi, 'updateAlerts'>,
  ids: readonly string[],
  update: AlertUpdate,
): Promise<Outcome<Alert>[]> {
  const outcomes: Outcome<Alert>[] = [];
  for (let start = 0; start < ids.length; start += MOST_AT_ONCE) {
    const some = ids.slice(start, start + MOST_AT_ONCE);
    try {
      const { items } = await api.updateAlerts({ ids: some, ...update });
      for (const { id, status, alert, error } of items) {
        outcomes.push(
          alert
            ? { id, saved: alert }
            : {
                id,
                refused: new RefusedInBulkError(status, error?.message ?? ''),
              },
        );
      }
    } catch (failure) {
      // Of these nobody knows; those before them are saved.
      const refused = toError(failure);
      outcomes.push(...some.map(id => ({ id, refused })));
    }
  }
  return outcomes;
}
