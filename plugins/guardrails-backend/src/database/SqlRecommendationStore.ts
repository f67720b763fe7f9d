/** Reads and writes `recommendations`. */
import type {
  AlertStatus,
  AlertType,
  RecommendationStatus,
  Severity,
} from '@cloudops/plugin-guardrails-common';
import type { Knex } from 'knex';
import { v7 as uuid, validate as isUuid } from 'uuid';
import { contextOf, toLabel } from './alertsInContext';
import { laterThan, rowSource, rowsOf, type Connection } from './dialect';
import type {
  NewRecommendation,
  Page,
  PageOf,
  RecommendationFilter,
  RecommendationOrder,
  RecommendationRecord,
  RecommendationStore,
  ShownRecommendation,
  SizedRecommendation,
} from './interfaces';
import {
  applyKeyset,
  countedBy,
  countOf,
  inOrder,
  pageOf,
  totalOf,
  type KeysetOrder,
  type SortKey,
} from './keyset';
import { COST_AT_STAKE_SQL, URGENCY_RANK_SQL } from './ranks';
import {
  toDate,
  toNumber,
  toOptionalDate,
  toOptionalText,
  toText,
  type Row,
} from './rows';

function toRecommendation(row: Row): RecommendationRecord {
  return {
    id: toText(row.id),
    projectId: toText(row.project_id),
    alertId: toText(row.alert_id),
    status: toText(row.status) as RecommendationStatus,
    title: toText(row.title),
    actionSteps: toText(row.action_steps).split('\n'),
    impact: toText(row.impact),
    owner: toOptionalText(row.owner),
    createdAt: toDate(row.created_at),
    updatedAt: toDate(row.updated_at),
    doneAt: toOptionalDate(row.done_at),
    dismissedAt: toOptionalDate(row.dismissed_at),
  };
}

/** Asked of rows that are called so. */
export const savesOf = (rows: string) =>
  `(select per_month from expected_savings where recommendation_id = ${rows}.id) as saves_per_month`;

/** A row that was read with {@link savesOf}. */
export function toSized(row: Row): SizedRecommendation {
  const saves = row.saves_per_month;
  return {
    ...toRecommendation(row),
    savesPerMonth:
      saves === null || saves === undefined ? undefined : toNumber(saves),
  };
}

/** The drafts of one alert are made in one moment, most useful first; their ids (UUID v7) keep that order. */
const ORDERS: Readonly<Record<RecommendationOrder, KeysetOrder>> = {
  createdAt: {
    name: 'recommendations',
    at: 'recommendations.created_at',
    id: 'recommendations.id',
    ids: 'ascending',
  },
  // By the alerts, whose indexes have these orders.
  money: {
    name: 'recommendations.cost_at_stake',
    rank: COST_AT_STAKE_SQL,
    ranks: 'numeric',
    at: 'alerts.detected_at',
    id: 'recommendations.id',
    ids: 'ascending',
  },
  severity: {
    name: 'recommendations.urgency',
    rank: URGENCY_RANK_SQL,
    at: 'alerts.detected_at',
    id: 'recommendations.id',
    ids: 'ascending',
  },
};

/** Columns that {@link toShown} reads, of a table of alerts that is called so. */
function columnsOfAlert(table: string): string[] {
  return [
    `${table}.title as alert_title`,
    `${table}.severity as alert_severity`,
    `${table}.status as alert_status`,
    `${table}.alert_type`,
    `${table}.service_name`,
    `${table}.window_start`,
    `${table}.observed_value`,
    `${table}.baseline_value`,
  ];
}

/** A row of a page, with what it is sorted by. */
interface SortedRow {
  readonly record: ShownRecommendation;
  readonly key: SortKey;
}

export class SqlRecommendationStore implements RecommendationStore {
  readonly #knex: Connection;

  constructor(knex: Connection) {
    this.#knex = knex;
  }

  async insert(
    recommendations: readonly NewRecommendation[],
    now: Date,
  ): Promise<SizedRecommendation[]> {
    if (recommendations.length === 0) {
      return [];
    }
    const ids = recommendations.map(() => uuid());
    const rows = recommendations.map((recommendation, i) => ({
      id: ids[i],
      project_id: recommendation.projectId,
      alert_id: recommendation.alertId,
      title: recommendation.title,
      action_steps: linesOf(recommendation.actionSteps),
      impact: recommendation.impact,
      created_at: now,
    }));
    const stored = await rowsOf<Row>(
      this.#knex,
      this.#knex.raw(
        `insert into recommendations (id, project_id, alert_id, title, action_steps, impact, created_at, updated_at)
         select id, project_id, alert_id, title, action_steps, impact, created_at, created_at from ? as incoming
         returning *`,
        [
          rowSource(
            this.#knex,
            {
              id: 'uuid',
              project_id: 'uuid',
              alert_id: 'uuid',
              title: 'text',
              action_steps: 'text',
              impact: 'text',
              created_at: 'timestamptz',
            },
            rows,
          ),
        ],
      ),
    );
    const saves = await this.#expect(
      new Map(
        recommendations.map(({ savesPerMonth }, i) => [ids[i], savesPerMonth]),
      ),
    );
    // RETURNING promises no order; the ids do, as they were made one after the other.
    return stored
      .map(toRecommendation)
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(each => ({ ...each, savesPerMonth: saves.get(each.id) }));
  }

  async byId(id: string): Promise<RecommendationRecord | undefined> {
    return this.#first(id, query => query);
  }

  async byIdForUpdate(id: string): Promise<RecommendationRecord | undefined> {
    return this.#first(id, query => query.forUpdate());
  }

  async byAlert(alertId: string): Promise<SizedRecommendation[]> {
    if (!isUuid(alertId)) {
      return [];
    }
    const rows = await this.#knex('recommendations')
      .select('*', this.#knex.raw(savesOf('recommendations')))
      .where('alert_id', alertId)
      .orderBy(['created_at', 'id']);
    return rows.map(toSized);
  }

  async update(
    id: string,
    change: Parameters<RecommendationStore['update']>[1],
    now: Date,
  ): Promise<RecommendationRecord | undefined> {
    // One moment for stamp, version and event: replaying the events gives the row to the millisecond.
    const moment = laterThan(this.#knex, 'updated_at', now);
    const [row] = await this.#knex('recommendations')
      .where({ id, status: change.from })
      .update({
        ...(change.to && {
          status: change.to,
          done_at: change.to === 'done' ? moment : null,
          dismissed_at: change.to === 'dismissed' ? moment : null,
        }),
        owner: change.owner,
        updated_at: moment,
      })
      .returning('*');
    return row && toRecommendation(row);
  }

  async resize(
    id: string,
    {
      impact,
      actionSteps,
      savesPerMonth,
    }: Parameters<RecommendationStore['resize']>[1],
    now: Date,
  ): Promise<SizedRecommendation | undefined> {
    const open: RecommendationStatus = 'open';
    const [row] = await this.#knex('recommendations')
      .where({ id, status: open })
      .update({
        impact,
        action_steps: linesOf(actionSteps),
        updated_at: laterThan(this.#knex, 'updated_at', now),
      })
      .returning('*');
    if (!row) return undefined;
    await this.#knex('expected_savings')
      .where('recommendation_id', id)
      .delete();
    const saves = await this.#expect(new Map([[id, savesPerMonth]]));
    return { ...toRecommendation(row), savesPerMonth: saves.get(id) };
  }

  async list(
    filter: RecommendationFilter,
    page: Page & { readonly order: RecommendationOrder },
  ): Promise<PageOf<ShownRecommendation> & { readonly totalItems: number }> {
    const order = ORDERS[page.order];
    const { projectIds, ...others } = filter;
    const query = this.#filtered(order.rank ? others : filter).select(
      'recommendations.*',
    );
    if (order.rank) {
      // What is shown of the alert comes along: its row would be looked for a second time.
      query
        .join('alerts', 'alerts.id', 'recommendations.alert_id')
        .select(columnsOfAlert('alerts'));
      if (projectIds) {
        // The same projects, as the database sees to, but said of the table whose index has the order; said of both, the
        // planner takes them for independent of each other, expects next to nothing, and sorts all that there is.
        query.whereIn('alerts.project_id', [...projectIds]);
      }
    }
    const rows: Row[] = await inOrder(
      this.#withContext(applyKeyset(this.#knex, query, order, page), {
        hasAlerts: order.rank !== undefined,
      }).select(countedBy(this.#knex, this.#filtered(filter))),
      order,
      'page',
    );
    const { items, nextCursor } = pageOf<SortedRow>(
      rows.map(row => toSorted(row, order)),
      page,
      order,
      ({ key }) => key,
    );
    return {
      items: items.map(({ record }) => record),
      nextCursor,
      totalItems: await totalOf(rows, page, () =>
        countOf(this.#knex, this.#filtered(filter)),
      ),
    };
  }

  async shown(id: string): Promise<ShownRecommendation | undefined> {
    if (!isUuid(id)) return undefined;
    const [row]: Row[] = await this.#withContext(
      this.#knex('recommendations').where({ id }).select('*'),
    );
    return row && toShown(row);
  }

  /** By id what is stored: what rounds to nothing saves nothing. */
  async #expect(
    saves: ReadonlyMap<string, number | undefined>,
  ): Promise<Map<string, number>> {
    const stored = new Map(
      [...saves]
        .map(([id, perMonth = 0]): [string, number] => [
          id,
          Number(perMonth.toFixed(4)),
        ])
        .filter(([, perMonth]) => perMonth > 0),
    );
    if (stored.size > 0) {
      await this.#knex('expected_savings').insert(
        [...stored].map(([id, perMonth]) => ({
          recommendation_id: id,
          per_month: perMonth,
        })),
      );
    }
    return stored;
  }

  /** Cut to its page before anything is joined. */
  #withContext(
    recommendations: Knex.QueryBuilder,
    { hasAlerts = false } = {},
  ): Knex.QueryBuilder {
    const query = this.#knex
      .select(
        'page.*',
        this.#knex.raw(savesOf('page')),
        ...contextOf(this.#knex),
      )
      .from(recommendations.as('page'))
      .join('projects', 'projects.id', 'page.project_id');
    return hasAlerts
      ? query
      : query
          .join('alerts as of_alert', 'of_alert.id', 'page.alert_id')
          .select(columnsOfAlert('of_alert'));
  }

  async #first(
    id: string,
    refine: (query: Knex.QueryBuilder) => Knex.QueryBuilder,
  ): Promise<RecommendationRecord | undefined> {
    // PostgreSQL answers an error for an id that is no UUID; to the caller it is an id that does not exist.
    if (!isUuid(id)) {
      return undefined;
    }
    const row = await refine(
      this.#knex('recommendations').where('id', id),
    ).first('*');
    return row && toRecommendation(row);
  }

  #filtered(filter: RecommendationFilter): Knex.QueryBuilder {
    const query = this.#knex('recommendations');
    if (filter.projectIds) {
      query.whereIn('recommendations.project_id', [...filter.projectIds]);
    }
    if (filter.status) {
      query.whereIn('recommendations.status', [...filter.status]);
    }
    if (filter.owner !== undefined) {
      query.where('owner', filter.owner);
    }
    if (filter.alertId !== undefined) {
      // An id that is no UUID belongs to no alert.
      query.whereIn('alert_id', isUuid(filter.alertId) ? [filter.alertId] : []);
    }
    return query;
  }
}

function toShown(row: Row): ShownRecommendation {
  return {
    ...toSized(row),
    project: toLabel(row),
    alert: {
      projectId: toText(row.project_id),
      title: toText(row.alert_title),
      severity: toText(row.alert_severity) as Severity,
      status: toText(row.alert_status) as AlertStatus,
      alertType: toText(row.alert_type) as AlertType,
      serviceName: toOptionalText(row.service_name),
      windowStart: toDate(row.window_start),
      observedValue: toNumber(row.observed_value),
      baselineValue: toNumber(row.baseline_value),
    },
  };
}

function toSorted(row: Row, order: KeysetOrder): SortedRow {
  const record = toShown(row);
  const { id, createdAt } = record;
  if (!order.rank) return { record, key: { at: createdAt, id } };
  const rank =
    order.ranks === 'numeric' ? toText(row.sort_rank) : toNumber(row.sort_rank);
  return { record, key: { rank, at: toDate(row.sort_at), id } };
}

/** A step is one line of `action_steps`: a break within it would make two steps of it. */
function linesOf(steps: readonly string[]): string {
  return steps
    .map(step => step.replace(/\s*[\r\n]+\s*/g, ' ').trim())
    .join('\n');
}
