/**
 * `daily_costs`: sums of days and services, usage apart from charges; and `daily_cost_totals`, which the database keeps at
 * the sums of its days. How costs are written stands in a file of its own.
 */
import { serviceOfCharge } from '@cloudops/plugin-guardrails-common';
import type { Knex } from 'knex';
import {
  dayText,
  isPostgres,
  rowSource,
  rowsOf,
  type Connection,
} from './dialect';
import type {
  AmountsOfService,
  CostExtent,
  CostRange,
  CostSeriesRange,
  CostStore,
  CostUpsert,
  DailyCost,
  Day,
} from './interfaces';
import { lockCosts } from './lockCosts';
import { toNumber, toOptionalText, toText, type Row } from './rows';
import { writeDailyCosts } from './writeDailyCosts';

// What every charge's service begins with: `isCharge` in SQL. SUBSTR and not LIKE, which ignores case on SQLite.
const CHARGE_PREFIX = serviceOfCharge('');
const IS_CHARGE = `substr(service, 1, ${CHARGE_PREFIX.length}) = '${CHARGE_PREFIX}'`;
const IS_KIND = { usage: `not ${IS_CHARGE}`, charges: IS_CHARGE } as const;

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
    return writeDailyCosts(this.#knex, projectId, costs);
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

  async amountsOfProjects(
    projectIds: readonly string[],
    { from, to }: Pick<CostRange, 'from' | 'to'>,
  ): Promise<Map<string, AmountsOfService[]>> {
    // A list for each service and not a row for each day: what a row costs the driver is most of what reading costs.
    const [days, amounts] = isPostgres(this.#knex)
      ? [
          `string_agg((cost_date - ?::date)::text, ',')`,
          `string_agg(amount::text, ',')`,
        ]
      : [
          `group_concat(cast(julianday(cost_date) - julianday(?) as integer))`,
          `group_concat(amount)`,
        ];
    const rows = await this.#between({ from, to })
      .whereIn('project_id', [...projectIds])
      .select(
        'project_id',
        'service',
        this.#knex.raw(`${days} as days`, [from]),
        this.#knex.raw(`${amounts} as amounts`),
      )
      .groupBy('project_id', 'service');
    const byProject = new Map<string, AmountsOfService[]>();
    for (const row of rows as Row[]) {
      const projectId = toText(row.project_id);
      const services = byProject.get(projectId) ?? [];
      byProject.set(projectId, services);
      services.push({
        service: toText(row.service),
        days: toText(row.days).split(',').map(Number),
        amounts: toText(row.amounts).split(',').map(Number),
      });
    }
    return byProject;
  }

  async table({
    projectId,
    from,
    to,
    services,
    before = from,
  }: Parameters<CostStore['table']>[0]): ReturnType<CostStore['table']> {
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
      .where('cost_date', '>=', before)
      .where('cost_date', '<=', to)
      .groupBy('service')
      .select(
        'service',
        this.#knex.raw(
          `${list}((${day}) || '=' || ${amount}, ' ') filter (where cost_date >= ?) as amounts`,
          [from],
        ),
        this.#knex.raw(
          isPostgres(this.#knex)
            ? '(sum(amount) filter (where cost_date < ?) * 10000)::bigint as before'
            : 'sum(cast(round(amount * 10000) as integer)) filter (where cost_date < ?) as before',
          [from],
        ),
        ...this.#extentOf('?').map(column =>
          this.#knex.raw(column, [projectId]),
        ),
      );
    const rows = await (services
      ? query.whereIn('service', [...services])
      : query);
    const firstDay = dayNumber(from);
    const days = dayNumber(to) - firstDay + 1;
    const found = rows.map((row: Row) => {
      const tenThousandths = Array.from(
        { length: days },
        (): number | null => null,
      );
      const amounts = toOptionalText(row.amounts);
      for (const each of amounts?.split(' ') ?? []) {
        const split = each.indexOf('=');
        tenThousandths[Number(each.slice(0, split)) - firstDay] = Math.round(
          Number(each.slice(split + 1)) * 10_000,
        );
      }
      return {
        service: toText(row.service),
        tenThousandths,
        before: row.before === null ? null : toNumber(row.before),
      };
    });
    return {
      extent:
        rows.length > 0 ? toExtent(rows[0]) : await this.extent(projectId),
      services: found,
    };
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

  async lock(projectId: string): Promise<void> {
    await lockCosts(this.#knex, projectId);
  }

  async deleteBefore(
    projectId: string,
    day: Day,
    rows: number,
  ): Promise<number> {
    return this.#knex.transaction(async (trx): Promise<number> => {
      await lockCosts(trx, projectId);
      const older = () =>
        trx('daily_costs')
          .where('project_id', projectId)
          .where('cost_date', '<', day);
      const lastOfBatch = older()
        .orderBy(['cost_date', 'service'])
        .offset(rows - 1)
        .limit(1)
        .select('cost_date');
      return older()
        .where('cost_date', '<=', trx.raw('coalesce(?, ?)', [lastOfBatch, day]))
        .delete();
    });
  }

  async extent(projectId: string): Promise<CostExtent | undefined> {
    return (await this.extents([projectId])).get(projectId);
  }

  async extents(
    projectIds: readonly string[],
  ): Promise<Map<string, CostExtent>> {
    const rows = await rowsOf<Row>(
      this.#knex,
      this.#knex.raw(
        `select asked.project_id, ${this.#extentOf('asked.project_id').join(
          ', ',
        )}
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
      rows.flatMap((row): [string, CostExtent][] => {
        const extent = toExtent(row);
        return extent ? [[toText(row.project_id), extent]] : [];
      }),
    );
  }

  /** Columns that {@link toExtent} reads, of a project: each is one look into the index. */
  #extentOf(projectId: string): string[] {
    // Passes over a few days with nothing but charges at most.
    const end = (order: 'asc' | 'desc', column: string) =>
      `(select ${dayText(this.#knex, 'cost_date')} from daily_cost_totals
        where project_id = ${projectId} and usage_rows > 0 order by cost_date ${order} limit 1) as ${column}`;
    return [
      end('asc', 'first_day'),
      end('desc', 'last_day'),
      `(select currency from daily_costs where project_id = ${projectId} order by cost_date limit 1) as currency`,
    ];
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

function toExtent(row: Row): CostExtent | undefined {
  return row.first_day === null
    ? undefined
    : {
        first: toText(row.first_day),
        last: toText(row.last_day),
        currency: toText(row.currency),
      };
}
