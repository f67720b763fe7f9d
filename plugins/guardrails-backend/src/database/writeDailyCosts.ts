/** Writes `daily_costs`: days that arrive more than once, and amounts that AWS restates. */
import { ConflictError, InputError } from '@backstage/errors';
import {
  dayText,
  isPostgres,
  rowSource,
  rowsOf,
  type Connection,
} from './dialect';
import type { CostRestatement, CostUpsert, DailyCost } from './interfaces';
import { lockCosts } from './lockCosts';
import { newIds } from './newIds';
import { assertNumeric12_4, toText, type Row } from './rows';

/** Rows of one statement: enough that round trips do not count, few enough that memory does not grow with the rows. */
const ROWS_PER_STATEMENT = 2_500;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Inserts new days and replaces changed amounts, in one transaction; unchanged rows are not touched. */
export async function writeDailyCosts(
  knex: Connection,
  projectId: string,
  costs: readonly DailyCost[],
): Promise<CostUpsert> {
  if (costs.length === 0) {
    return { inserted: 0, restated: [] };
  }
  const ordered = checked(costs);
  let inserted = 0;
  const restated: CostRestatement[] = [];
  await knex.transaction(async trx => {
    await lockCosts(trx, projectId);
    await assertCurrency(trx, projectId, ordered[0]);
    for (let i = 0; i < ordered.length; i += ROWS_PER_STATEMENT) {
      const chunk = ordered.slice(i, i + ROWS_PER_STATEMENT);
      const added = await write(trx, projectId, chunk, 'nothing');
      inserted += added;
      if (added < chunk.length) {
        restated.push(...(await restate(trx, projectId, chunk)));
      }
    }
  });
  return { inserted, restated };
}

/** The rows in key order, so that two writers lock the same rows in the same order and cannot deadlock. */
function checked(costs: readonly DailyCost[]): DailyCost[] {
  const keys = new Set<string>();
  for (const cost of costs) {
    const what = `cost of ${cost.service} on ${cost.date}`;
    if (!DAY.test(cost.date)) {
      throw new InputError(
        `${what}: got date '${cost.date}'; a UTC day such as '2026-11-18' is accepted`,
      );
    }
    assertNumeric12_4(cost.amount, what);
    if (cost.currency !== costs[0].currency) {
      throw new InputError(
        `${what}: got ${cost.currency} beside ${costs[0].currency}; the costs of a project must be in one currency, or their sums mean nothing`,
      );
    }
    const key = `${cost.date} ${cost.service}`;
    if (keys.has(key)) {
      throw new InputError(
        `${what}: got it twice in one call; add up what belongs to one day and service before it is stored`,
      );
    }
    keys.add(key);
  }
  const keyOf = (cost: DailyCost) => `${cost.date} ${cost.service}`;
  return [...costs].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

async function assertCurrency(
  trx: Connection,
  projectId: string,
  cost: DailyCost,
): Promise<void> {
  const stored = await trx('daily_costs')
    .where('project_id', projectId)
    .first('currency');
  if (stored && stored.currency !== cost.currency) {
    throw new ConflictError(
      `project ${projectId} has its costs in ${stored.currency}, got ${cost.currency}; a project keeps one currency, or its sums mean nothing`,
    );
  }
}

/** Inserts rows; those whose day and service are stored already are left to `onConflict`. Answers how many it wrote. */
async function write(
  trx: Connection,
  projectId: string,
  costs: readonly DailyCost[],
  onConflict: 'nothing' | 'update set amount = excluded.amount',
): Promise<number> {
  const ids = newIds(costs.length);
  const rows = await rowsOf(
    trx,
    trx.raw(
      `insert into daily_costs (id, project_id, cost_date, service, amount, currency)
       select id, ?, cost_date, service, amount, currency from ? as incoming where true
       on conflict (project_id, cost_date, service) do ${onConflict}
       returning id`,
      [
        projectId,
        rowSource(
          trx,
          {
            id: 'uuid',
            cost_date: 'date',
            service: 'text',
            amount: 'numeric',
            currency: 'text',
          },
          costs.map((cost, i) => ({
            id: ids[i],
            cost_date: cost.date,
            service: cost.service,
            amount: cost.amount,
            currency: cost.currency,
          })),
        ),
      ],
    ),
  );
  return rows.length;
}

/**
 * Replaces the amounts that differ. A statement of its own after the insert, so that it also sees rows that
 * another writer committed while the insert waited; the rows are locked when the old amount is read, so that the
 * old amount is the one that is replaced.
 */
async function restate(
  trx: Connection,
  projectId: string,
  costs: readonly DailyCost[],
): Promise<CostRestatement[]> {
  const amountText = (column: string) =>
    isPostgres(trx)
      ? `(${column})::numeric(12,4)::text`
      : `printf('%.4f', ${column})`;
  // CROSS JOIN, because SQLite takes it as the order to join in: from the few incoming rows into the index.
  const changed = await rowsOf<Row>(
    trx,
    trx.raw(
      `select stored.service, stored.currency,
              ${dayText(trx, 'stored.cost_date')} as date,
              ${amountText('stored.amount')} as old_amount,
              ${amountText('incoming.amount')} as new_amount
       from ? as incoming cross join daily_costs stored
       where stored.project_id = ? and stored.cost_date = incoming.cost_date
         and stored.service = incoming.service and stored.amount <> incoming.amount
       order by stored.cost_date, stored.service
       ${isPostgres(trx) ? 'for update of stored' : ''}`,
      [
        rowSource(
          trx,
          { cost_date: 'date', service: 'text', amount: 'numeric' },
          costs.map(cost => ({
            cost_date: cost.date,
            service: cost.service,
            amount: cost.amount,
          })),
        ),
        projectId,
      ],
    ),
  );
  const restated = changed.map(row => ({
    date: toText(row.date),
    service: toText(row.service),
    currency: toText(row.currency),
    from: toText(row.old_amount),
    to: toText(row.new_amount),
  }));
  if (restated.length > 0) {
    await write(
      trx,
      projectId,
      restated.map(({ to, ...cost }) => ({ ...cost, amount: to })),
      'update set amount = excluded.amount',
    );
  }
  return restated;
}
