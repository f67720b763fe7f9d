/** Reads and writes `daily_costs`: days that arrive more than once, amounts that AWS restates, usage apart from charges. */
import { ConflictError, InputError } from '@backstage/errors';
import { serviceOfCharge } from '@cloudops/plugin-guardrails-common';
import type { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import {
  dayText,
  isPostgres,
  rowSource,
  rowsOf,
  type Connection,
} from './dialect';
import type {
  CostExtent,
  CostRange,
  CostRestatement,
  CostSeriesRange,
  CostStore,
  CostUpsert,
  DailyCost,
  Day,
  DayRange,
} from './interfaces';
import { assertNumeric12_4, toNumber, toText, type Row } from './rows';

/** Rows of one statement: enough that round trips do not count, few enough that memory does not grow with the rows. */
const ROWS_PER_STATEMENT = 2_500;

// What every charge's service begins with: `isCharge` in SQL. SUBSTR and not LIKE, which ignores case on SQLite.
const CHARGE_PREFIX = serviceOfCharge('');
const IS_CHARGE = `substr(service, 1, ${CHARGE_PREFIX.length}) = '${CHARGE_PREFIX}'`;
const IS_KIND = { usage: `not ${IS_CHARGE}`, charges: IS_CHARGE } as const;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Days since 1 January 1970. */
function dayNumber(day: Day): number {
  return Date.parse(day) / 86_400_000;
}

export class SqlCostStore implements CostStore {
  readonly #knex: Connection;

  constructor(knex: Connection) {
    this.#knex = knex;
  }

  async upsert(
    projectId: string,
    costs: readonly DailyCost[],
  ): Promise<CostUpsert> {
    if (costs.length === 0) {
      return { inserted: 0, restated: [] };
    }
    const ordered = this.#checked(costs);
    let inserted = 0;
    const restated: CostRestatement[] = [];
    await this.#knex.transaction(async trx => {
      await this.#assertCurrency(trx, projectId, ordered[0]);
      for (let i = 0; i < ordered.length; i += ROWS_PER_STATEMENT) {
        const chunk = ordered.slice(i, i + ROWS_PER_STATEMENT);
        const added = await this.#write(trx, projectId, chunk, 'nothing');
        inserted += added;
        if (added < chunk.length) {
          restated.push(...(await this.#restate(trx, projectId, chunk)));
        }
      }
    });
    return { inserted, restated };
  }

  async amounts(
    range: CostRange,
  ): Promise<{ date: Day; service: string; amount: number }[]> {
    const rows = await this.#inRange(range)
      .select(
        'service',
        'amount',
        this.#knex.raw(`${dayText(this.#knex, 'cost_date')} as date`),
      )
      .orderBy(['service', 'cost_date']);
    return rows.map((row: Row) => ({
      date: toText(row.date),
      service: toText(row.service),
      amount: toNumber(row.amount),
    }));
  }

  async table({
    projectId,
    from,
    to,
    services,
  }: Omit<CostRange, 'spend'>): Promise<
    { service: string; tenThousandths: (number | null)[] }[]
  > {
    // One row for each service, because a row for each day of each service costs more than reading it.
    const day = isPostgres(this.#knex)
      ? `cost_date - date '1970-01-01'`
      : `cast(julianday(cost_date) - julianday('1970-01-01') as integer)`;
    const amount = isPostgres(this.#knex)
      ? 'amount::text'
      : `printf('%.4f', amount)`;
    const list = isPostgres(this.#knex) ? 'string_agg' : 'group_concat';
    const query = this.#knex('daily_costs')
      .where('project_id', projectId)
      .where('cost_date', '>=', from)
      .where('cost_date', '<=', to)
      .groupBy('service')
      .select(
        'service',
        this.#knex.raw(`${list}((${day}) || '=' || ${amount}, ' ') as amounts`),
      );
    const rows = await (services
      ? query.whereIn('service', [...services])
      : query);
    const firstDay = dayNumber(from);
    const days = dayNumber(to) - firstDay + 1;
    return rows.map((row: Row) => {
      const tenThousandths = Array.from(
        { length: days },
        (): number | null => null,
      );
      for (const each of toText(row.amounts).split(' ')) {
        const [number, stored] = each.split('=');
        tenThousandths[Number(number) - firstDay] = Math.round(
          Number(stored) * 10_000,
        );
      }
      return { service: toText(row.service), tenThousandths };
    });
  }

  async totalsByService(
    range: CostRange,
  ): Promise<{ service: string; total: number }[]> {
    const rows = await this.#inRange(range)
      .select('service', this.#sum())
      .groupBy('service')
      .orderBy([
        { column: 'total', order: 'desc' },
        { column: 'service', order: 'asc' },
      ]);
    return rows.map((row: Row) => ({
      service: toText(row.service),
      total: toNumber(row.total),
    }));
  }

  async totalsByDay(range: CostRange): Promise<{ date: Day; total: number }[]> {
    const rows = await this.#inRange(range)
      .select(
        this.#knex.raw(`${dayText(this.#knex, 'cost_date')} as date`),
        this.#sum(),
      )
      .groupBy('cost_date')
      .orderBy('cost_date');
    return rows.map((row: Row) => ({
      date: toText(row.date),
      total: toNumber(row.total),
    }));
  }

  async totalsOfProjects(
    projectIds: readonly string[],
    range: Pick<CostRange, 'from' | 'to' | 'spend'>,
  ): Promise<{ date: Day; total: number }[]> {
    const rows = await this.#between(range)
      .whereIn('project_id', [...projectIds])
      .select(
        this.#knex.raw(`${dayText(this.#knex, 'cost_date')} as date`),
        this.#sum(),
      )
      .groupBy('cost_date')
      .orderBy('cost_date');
    return rows.map((row: Row) => ({
      date: toText(row.date),
      total: toNumber(row.total),
    }));
  }

  async totalsOfRanges(
    projectIds: readonly string[],
    ranges: readonly DayRange[],
  ): Promise<Map<string, number[]>> {
    if (projectIds.length === 0) return new Map();
    // One pass over the days that any of the ranges has.
    const first = ranges.map(({ from }) => from).sort()[0];
    const last = ranges.map(({ to }) => to).sort()[ranges.length - 1];
    const rows = await this.#between({ from: first, to: last })
      .whereIn('project_id', [...projectIds])
      .select(
        'project_id',
        ...ranges.map(({ from, to }, i) =>
          this.#knex.raw(
            `${this.#sumOf(
              'case when cost_date >= ? and cost_date <= ? then amount end',
            )} as ??`,
            [from, to, `total_${i}`],
          ),
        ),
      )
      .groupBy('project_id');
    const found = new Map<string, number[]>(
      rows.map((row: Row): [string, number[]] => [
        toText(row.project_id),
        ranges.map((_, i) => toNumber(row[`total_${i}`])),
      ]),
    );
    return new Map(
      projectIds.map(id => [id, found.get(id) ?? ranges.map(() => 0)]),
    );
  }

  async series(
    series: readonly CostSeriesRange[],
  ): Promise<{ date: Day; amount: number }[][]> {
    const found = series.map((): { date: Day; amount: number }[] => []);
    if (series.length === 0) return found;
    const rows = await rowsOf<Row>(
      this.#knex,
      this.#knex.raw(
        `select asked.place, ${dayText(this.#knex, 'cost_date')} as date,
                ${this.#sumOf('amount')} as amount
         from ? as asked join daily_costs on daily_costs.project_id = asked.project_id
           and daily_costs.cost_date >= asked.first and daily_costs.cost_date <= asked.last
           and (asked.only_service is null or service = asked.only_service)
         where ${IS_KIND.usage}
         group by asked.place, cost_date order by cost_date`,
        [
          rowSource(
            this.#knex,
            {
              place: 'numeric',
              project_id: 'uuid',
              only_service: 'text',
              first: 'date',
              last: 'date',
            },
            series.map(({ projectId, service, from, to }, place) => ({
              place,
              project_id: projectId,
              only_service: service ?? null,
              first: from,
              last: to,
            })),
          ),
        ],
      ),
    );
    for (const row of rows) {
      found[toNumber(row.place)].push({
        date: toText(row.date),
        amount: toNumber(row.amount),
      });
    }
    return found;
  }

  async totalsByProject(
    projectIds: readonly string[],
    range: Pick<CostRange, 'from' | 'to' | 'spend'>,
  ): Promise<Map<string, number>> {
    const rows = await this.#between(range)
      .whereIn('project_id', [...projectIds])
      .select('project_id', this.#sum())
      .groupBy('project_id');
    return new Map(
      rows.map((row: Row) => [toText(row.project_id), toNumber(row.total)]),
    );
  }

  async total(range: CostRange): Promise<number> {
    const [row] = await this.#inRange(range).select(this.#sum());
    return toNumber(row.total);
  }

  async currencies(
    projectIds: readonly string[],
  ): Promise<Map<string, string>> {
    // One look into the index for each project; grouping the costs would read all of them.
    const rows = await this.#knex('projects')
      .whereIn('id', [...projectIds])
      .select(
        'id',
        this.#knex.raw(
          '(select currency from daily_costs where project_id = projects.id limit 1) as currency',
        ),
      );
    return new Map(
      rows
        .filter((row: Row) => row.currency !== null)
        .map((row: Row): [string, string] => [
          toText(row.id),
          toText(row.currency),
        ]),
    );
  }

  async deleteBefore(
    projectId: string,
    day: Day,
    limit: number,
  ): Promise<number> {
    return this.#knex('daily_costs')
      .whereIn(
        'id',
        this.#knex('daily_costs')
          .where('project_id', projectId)
          .where('cost_date', '<', day)
          .orderBy(['cost_date', 'service'])
          .limit(limit)
          .select('id'),
      )
      .delete();
  }

  async extent(projectId: string): Promise<CostExtent | undefined> {
    return (await this.extents([projectId])).get(projectId);
  }

  async extents(
    projectIds: readonly string[],
  ): Promise<Map<string, CostExtent>> {
    // Each end is one look into the index, which passes over a few charges at most; an aggregate would read all.
    const end = (order: 'asc' | 'desc') =>
      `(select ${dayText(this.#knex, 'cost_date')} from daily_costs
        where project_id = asked.project_id and ${
          IS_KIND.usage
        } order by cost_date ${order} limit 1)`;
    const rows = await rowsOf<Row>(
      this.#knex,
      this.#knex.raw(
        `select asked.project_id, ${end('asc')} as first, ${end(
          'desc',
        )} as last,
                (select currency from daily_costs where project_id = asked.project_id
                 order by cost_date limit 1) as currency
         from ? as asked`,
        [
          rowSource(
            this.#knex,
            { project_id: 'uuid' },
            projectIds.map(id => ({ project_id: id })),
          ),
        ],
      ),
    );
    return new Map(
      rows
        .filter(row => row.first !== null)
        .map((row): [string, CostExtent] => [
          toText(row.project_id),
          {
            first: toText(row.first),
            last: toText(row.last),
            currency: toText(row.currency),
          },
        ]),
    );
  }

  /** The rows in key order, so that two writers lock the same rows in the same order and cannot deadlock. */
  #checked(costs: readonly DailyCost[]): DailyCost[] {
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

  async #assertCurrency(
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
  async #write(
    trx: Connection,
    projectId: string,
    costs: readonly DailyCost[],
    onConflict: 'nothing' | 'update set amount = excluded.amount',
  ): Promise<number> {
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
            costs.map(cost => ({
              id: uuid(),
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
  async #restate(
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
      await this.#write(
        trx,
        projectId,
        restated.map(({ to, ...cost }) => ({ ...cost, amount: to })),
        'update set amount = excluded.amount',
      );
    }
    return restated;
  }

  #inRange(range: CostRange): Knex.QueryBuilder {
    const query = this.#between(range).where('project_id', range.projectId);
    return range.services
      ? query.whereIn('service', [...range.services])
      : query;
  }

  #between({
    from,
    to,
    spend = 'usage',
  }: Pick<CostRange, 'from' | 'to' | 'spend'>): Knex.QueryBuilder {
    return this.#knex('daily_costs')
      .where('cost_date', '>=', from)
      .where('cost_date', '<=', to)
      .whereRaw(IS_KIND[spend]);
  }

  #sum(): Knex.Raw {
    return this.#knex.raw(`${this.#sumOf('amount')} as total`);
  }

  /** Exact on both engines: SQLite, which has no decimals, adds up ten-thousandths as whole numbers. */
  #sumOf(amount: string): string {
    return isPostgres(this.#knex)
      ? `coalesce(sum(${amount}), 0)`
      : `coalesce(sum(cast(round((${amount}) * 10000) as integer)), 0) / 10000.0`;
  }
}
