/** Lets whoever changes or measures the costs of a project take turns. */
import { isPostgres, type Connection } from './dialect';

/**
 * Until the transaction ends. One writer at a time, because what was restated follows after what is new, and what is
 * deleted comes in no order: two of them would lock the totals of their days in different orders.
 *
 * A lock of its own, because one of the table would also keep out its VACUUM, and the writers of all other projects.
 * SQLite has one writer anyway.
 */
export async function lockCosts(
  trx: Connection,
  projectId: string,
): Promise<void> {
  if (isPostgres(trx)) {
    await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
      `guardrails costs of ${projectId}`,
    ]);
  }
}
