/** Reads and writes `alerts`. */
import type {
  AlertStatus,
  AlertType,
  Severity,
} from '@cloudops/plugin-guardrails-common';
import type { Knex } from 'knex';
import { v7 as uuid, validate as isUuid } from 'uuid';
import { toShownAlert, withContext } from './alertsInContext';
import { laterThan, timestamp, type Connection } from './dialect';
import type {
  AlertFilter,
  AlertRecord,
  AlertStatisticsQuestion,
  AlertStatisticsRecord,
  AlertStore,
  Fingerprint,
  NewAlert,
  Page,
  PageOf,
  ShownAlert,
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
import { SEVERITY_RANK, SEVERITY_RANK_SQL } from './ranks';
import { snoozesAt } from './snoozes';
import { statisticsOfAlerts } from './alertStatistics';
import {
  toDate,
  toNumber,
  toNumeric16_6,
  toOptionalDate,
  toOptionalText,
  toText,
  type Row,
} from './rows';

function toAlert(row: Row): AlertRecord {
  return {
    id: toText(row.id),
    projectId: toText(row.project_id),
    alertType: toText(row.alert_type) as AlertType,
    status: toText(row.status) as AlertStatus,
    severity: toText(row.severity) as Severity,
    title: toText(row.title),
    description: toText(row.description),
    source: toText(row.source),
    detectedAt: toDate(row.detected_at),
    windowStart: toDate(row.window_start),
    windowEnd: toDate(row.window_end),
    serviceName: toOptionalText(row.service_name),
    metricName: toOptionalText(row.metric_name),
    observedValue: toNumber(row.observed_value),
    baselineValue: toNumber(row.baseline_value),
    thresholdValue: toNumber(row.threshold_value),
    ruleName: toText(row.rule_name),
    acknowledgedAt: toOptionalDate(row.acknowledged_at),
    resolvedAt: toOptionalDate(row.resolved_at),
    createdAt: toDate(row.created_at),
    updatedAt: toDate(row.updated_at),
  };
}

type AlertOrder = 'detectedAt' | 'severity';

const ORDERS: Readonly<Record<AlertOrder, KeysetOrder>> = {
  detectedAt: { name: 'alerts.detectedAt', at: 'detected_at', id: 'id' },
  severity: {
    name: 'alerts.severity',
    rank: SEVERITY_RANK_SQL,
    at: 'detected_at',
    id: 'id',
  },
};

function sortKey(alert: AlertRecord, order: AlertOrder): SortKey {
  return {
    rank: order === 'severity' ? SEVERITY_RANK[alert.severity] : undefined,
    at: alert.detectedAt,
    id: alert.id,
  };
}

/** What the unique index of unresolved alerts is declared on, to the letter. */
const FINGERPRINT_INDEX = `(
  project_id, alert_type, (observed_value < baseline_value),
  coalesce(service_name, ''), coalesce(metric_name, '')
) where status <> 'resolved'`;

export class SqlAlertStore implements AlertStore {
  readonly #knex: Connection;

  constructor(knex: Connection) {
    this.#knex = knex;
  }

  async insert(alert: NewAlert, now: Date): Promise<AlertRecord | undefined> {
    const [row] = await this.#knex('alerts')
      .insert({
        id: uuid(),
        project_id: alert.projectId,
        alert_type: alert.alertType,
        severity: alert.severity,
        detected_at: timestamp(this.#knex, alert.detectedAt),
        source: alert.source,
        service_name: alert.serviceName ?? null,
        metric_name: alert.metricName ?? null,
        ...this.#evidenceColumns(alert),
        created_at: timestamp(this.#knex, now),
        updated_at: timestamp(this.#knex, now),
      })
      .onConflict(this.#knex.raw(FINGERPRINT_INDEX))
      .ignore()
      .returning('*');
    return row && toAlert(row);
  }

  async byId(id: string): Promise<AlertRecord | undefined> {
    return this.#first(id, query => query);
  }

  async byIds(ids: readonly string[]): Promise<AlertRecord[]> {
    const rows = await this.#knex('alerts')
      .select('*')
      .whereIn('id', ids.filter(isUuid));
    return rows.map(toAlert);
  }

  async byIdForUpdate(id: string): Promise<AlertRecord | undefined> {
    return this.#first(id, query => query.forUpdate());
  }

  async byFingerprint(
    fingerprint: Fingerprint,
    limit: number,
  ): Promise<AlertRecord[]> {
    const rows = await this.#ofFingerprint(fingerprint)
      .orderBy([
        { column: 'window_end', order: 'desc' },
        { column: 'window_start', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(limit);
    return rows.map(toAlert);
  }

  async unresolvedOf(
    fingerprint: Fingerprint,
  ): Promise<AlertRecord | undefined> {
    const row = await this.#ofFingerprint(fingerprint)
      .whereRaw(`status <> 'resolved'`)
      .first();
    return row && toAlert(row);
  }

  async unresolvedOfProjects(
    projectIds: readonly string[],
  ): Promise<AlertRecord[]> {
    const rows = await this.#knex('alerts')
      .select('*')
      .whereIn('project_id', [...projectIds])
      .whereRaw(`status <> 'resolved'`)
      .orderBy(['detected_at', 'id']);
    return rows.map(toAlert);
  }

  async unresolved(projectId: string): Promise<AlertRecord[]> {
    const rows = await this.#knex('alerts')
      .select('*')
      .where('project_id', projectId)
      .whereRaw(`status <> 'resolved'`)
      .orderBy(['detected_at', 'id']);
    return rows.map(toAlert);
  }

  async extend(
    id: string,
    change: Parameters<AlertStore['extend']>[1],
    now: Date,
  ): Promise<AlertRecord | undefined> {
    const [row] = await this.#knex('alerts')
      .where('id', id)
      .whereRaw(`status <> 'resolved'`)
      .update({
        ...this.#evidenceColumns(change),
        severity: change.severity,
        updated_at: laterThan(this.#knex, 'updated_at', now),
      })
      .returning('*');
    return row && toAlert(row);
  }

  async transition(
    id: string,
    change: { readonly from: AlertStatus; readonly to: AlertStatus },
    now: Date,
  ): Promise<AlertRecord | undefined> {
    // One moment for stamp, version and event: replaying the events gives the row to the millisecond.
    const moment = laterThan(this.#knex, 'updated_at', now);
    const stamps: Record<AlertStatus, Record<string, unknown>> = {
      open: { acknowledged_at: null, resolved_at: null },
      acknowledged: { acknowledged_at: moment, resolved_at: null },
      // When it was acknowledged before, that stays known.
      resolved: { resolved_at: moment },
    };
    const [row] = await this.#knex('alerts')
      .where({ id, status: change.from })
      .update({
        status: change.to,
        ...stamps[change.to],
        updated_at: moment,
      })
      .returning('*');
    return row && toAlert(row);
  }

  async touch(id: string, now: Date): Promise<AlertRecord | undefined> {
    const [row] = await this.#knex('alerts')
      .where('id', id)
      .update({ updated_at: laterThan(this.#knex, 'updated_at', now) })
      .returning('*');
    return row && toAlert(row);
  }

  async snoozes(ids: readonly string[], at: Date): Promise<Map<string, Date>> {
    if (ids.length === 0) return new Map();
    const rows = await snoozesAt(this.#knex, at).whereIn(
      'snooze.entity_id',
      ids.filter(isUuid),
    );
    return new Map(
      rows.map((row: Row): [string, Date] => [
        toText(row.entity_id),
        new Date(toText(row.until)),
      ]),
    );
  }

  async list(
    filter: AlertFilter,
    page: Page & { readonly order: AlertOrder },
  ): Promise<PageOf<AlertRecord>> {
    const order = ORDERS[page.order];
    const rows: Row[] = await applyKeyset(
      this.#knex,
      this.#filtered(filter).select('*'),
      order,
      page,
    );
    return pageOf(rows.map(toAlert), page, order, alert =>
      sortKey(alert, page.order),
    );
  }

  async listShown(
    filter: AlertFilter,
    page: Page & { readonly order: AlertOrder },
    at: Date,
  ): Promise<PageOf<ShownAlert> & { readonly totalItems: number }> {
    const order = ORDERS[page.order];
    const rows: Row[] = await inOrder(
      withContext(
        this.#knex,
        applyKeyset(
          this.#knex,
          this.#filtered(filter).select('*'),
          order,
          page,
        ),
        at,
      ).select(countedBy(this.#knex, this.#filtered(filter))),
      order,
      'page',
    );
    return {
      ...pageOf(
        rows.map(row => toShownAlert(row, toAlert(row))),
        page,
        order,
        alert => sortKey(alert, page.order),
      ),
      totalItems: await totalOf(rows, page, () =>
        countOf(this.#knex, this.#filtered(filter)),
      ),
    };
  }

  async shown(ids: readonly string[], at: Date): Promise<ShownAlert[]> {
    if (ids.length === 0) return [];
    const alerts = this.#knex('alerts')
      .select('*')
      .whereIn('id', ids.filter(isUuid));
    const rows: Row[] = await withContext(this.#knex, alerts, at);
    return rows.map(row => toShownAlert(row, toAlert(row)));
  }

  async statistics(
    question: AlertStatisticsQuestion,
  ): Promise<AlertStatisticsRecord> {
    return statisticsOfAlerts(this.#knex, question);
  }

  #ofFingerprint(fingerprint: Fingerprint): Knex.QueryBuilder {
    return this.#knex('alerts')
      .select('*')
      .where({
        project_id: fingerprint.projectId,
        alert_type: fingerprint.alertType,
      })
      .whereRaw(
        `(observed_value < baseline_value) = (${
          fingerprint.below ? '1 = 1' : '1 = 0'
        })`,
      )
      .whereRaw(`coalesce(service_name, '') = ?`, [
        fingerprint.serviceName ?? '',
      ])
      .whereRaw(`coalesce(metric_name, '') = ?`, [
        fingerprint.metricName ?? '',
      ]);
  }

  async #first(
    id: string,
    refine: (query: Knex.QueryBuilder) => Knex.QueryBuilder,
  ): Promise<AlertRecord | undefined> {
    // PostgreSQL answers an error for an id that is no UUID; to the caller it is an id that does not exist.
    if (!isUuid(id)) {
      return undefined;
    }
    const row = await refine(this.#knex('alerts').where('id', id)).first('*');
    return row && toAlert(row);
  }

  #filtered(filter: AlertFilter): Knex.QueryBuilder {
    const query = this.#knex('alerts');
    if (filter.projectIds) {
      query.whereIn('project_id', [...filter.projectIds]);
    }
    if (filter.status) {
      query.whereIn('status', [...filter.status]);
    }
    if (filter.alertType) {
      query.where('alert_type', filter.alertType);
    }
    if (filter.severity) {
      query.whereIn('severity', [...filter.severity]);
    }
    if (filter.serviceName !== undefined) {
      query.where('service_name', filter.serviceName);
    }
    if (filter.snoozed) {
      const snoozed = this.#knex
        .select('entity_id')
        .from(snoozesAt(this.#knex, filter.snoozed.at).as('snoozes'));
      if (filter.snoozed.is) query.whereIn('id', snoozed);
      else query.whereNotIn('id', snoozed);
    }
    if (filter.resolvedFrom) {
      query.where(
        'resolved_at',
        '>=',
        timestamp(this.#knex, filter.resolvedFrom),
      );
    }
    if (filter.resolvedTo) {
      query.where('resolved_at', '<', timestamp(this.#knex, filter.resolvedTo));
    }
    if (filter.from) {
      query.where('detected_at', '>=', timestamp(this.#knex, filter.from));
    }
    if (filter.to) {
      query.where('detected_at', '<', timestamp(this.#knex, filter.to));
    }
    return query;
  }

  /** The columns that a later finding may change; an absent one stays undefined, which writes nothing. */
  #evidenceColumns(
    evidence: Parameters<AlertStore['extend']>[1],
  ): Record<string, string | number | undefined> {
    const time = (at: Date | undefined) => at && timestamp(this.#knex, at);
    const value = (number: number | undefined, column: string) =>
      number === undefined
        ? undefined
        : toNumeric16_6(number, () => `alerts.${column}`);
    return {
      title: evidence.title,
      description: evidence.description,
      window_start: time(evidence.windowStart),
      window_end: time(evidence.windowEnd),
      observed_value: value(evidence.observedValue, 'observed_value'),
      baseline_value: value(evidence.baselineValue, 'baseline_value'),
      threshold_value: value(evidence.thresholdValue, 'threshold_value'),
      rule_name: evidence.ruleName,
    };
  }
}
