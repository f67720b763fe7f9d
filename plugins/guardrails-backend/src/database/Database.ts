/** Opens the plugin's database: brings its schema up to date and binds one store to each table. */
import {
  resolvePackagePath,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import { isPostgres, isRefusal, type Connection } from './dialect';
import type { GuardrailsDatabase, Stores } from './interfaces';
import { nameStatements } from './nameStatements';
import { OutcomeUnknownError } from './OutcomeUnknownError';
import { SqlAlertStore } from './SqlAlertStore';
import { SqlBaselineStore } from './SqlBaselineStore';
import { SqlCostStore } from './SqlCostStore';
import { SqlDeliveryStore } from './SqlDeliveryStore';
import { SqlEventStore } from './SqlEventStore';
import { SqlMetricStore } from './SqlMetricStore';
import { SqlPlannedActivityStore } from './SqlPlannedActivityStore';
import { SqlProgressStore } from './SqlProgressStore';
import { SqlProjectStore } from './SqlProjectStore';
import { SqlRecommendationStore } from './SqlRecommendationStore';
import { SqlRunStore } from './SqlRunStore';
import { SqlSavingsStore } from './SqlSavingsStore';

const migrationsDir = resolvePackagePath(
  '@cloudops/plugin-guardrails-backend',
  'migrations',
);

function storesOn(knex: Connection): Stores {
  return {
    projects: new SqlProjectStore(knex),
    costs: new SqlCostStore(knex),
    metrics: new SqlMetricStore(knex),
    baselines: new SqlBaselineStore(knex),
    progress: new SqlProgressStore(knex),
    alerts: new SqlAlertStore(knex),
    recommendations: new SqlRecommendationStore(knex),
    savings: new SqlSavingsStore(knex),
    events: new SqlEventStore(knex),
    runs: new SqlRunStore(knex),
    deliveries: new SqlDeliveryStore(knex),
    plannedActivities: new SqlPlannedActivityStore(knex),
  };
}

export class Database implements GuardrailsDatabase {
  readonly projects: Stores['projects'];
  readonly costs: Stores['costs'];
  readonly metrics: Stores['metrics'];
  readonly baselines: Stores['baselines'];
  readonly progress: Stores['progress'];
  readonly alerts: Stores['alerts'];
  readonly recommendations: Stores['recommendations'];
  readonly savings: Stores['savings'];
  readonly events: Stores['events'];
  readonly runs: Stores['runs'];
  readonly deliveries: Stores['deliveries'];
  readonly plannedActivities: Stores['plannedActivities'];
  readonly #knex: Connection;
  readonly #listeners: (() => void)[] = [];

  /**
   * Runs the migrations, unless the portal's configuration says that somebody else does.
   *
   * @throws Error when the portal's engine is neither PostgreSQL nor SQLite
   */
  static async create(
    database: DatabaseService,
    { preparedStatements = true } = {},
  ): Promise<Database> {
    const knex = await database.getClient();
    if (!isPostgres(knex) && knex.client.dialect !== 'sqlite3') {
      throw new Error(
        `backend.database.client: got '${knex.client.config.client}'; Guardrails accepts 'pg' or 'better-sqlite3'`,
      );
    }
    if (!database.migrations?.skip) {
      await knex.migrate.latest({ directory: migrationsDir });
    }
    if (preparedStatements) nameStatements(knex);
    return new Database(knex);
  }

  private constructor(knex: Connection) {
    this.#knex = knex;
    const stores = storesOn(knex);
    this.projects = stores.projects;
    this.costs = stores.costs;
    this.metrics = stores.metrics;
    this.baselines = stores.baselines;
    this.progress = stores.progress;
    this.alerts = stores.alerts;
    this.recommendations = stores.recommendations;
    this.savings = stores.savings;
    this.events = stores.events;
    this.runs = stores.runs;
    this.deliveries = stores.deliveries;
    this.plannedActivities = stores.plannedActivities;
  }

  async transaction<T>(work: (stores: Stores) => Promise<T>): Promise<T> {
    let isWorkDone = false;
    const result = await this.#knex
      .transaction(async trx => {
        const answer = await work(storesOn(trx));
        isWorkDone = true;
        return answer;
      })
      .catch(error => {
        throw isWorkDone && !isRefusal(error)
          ? new OutcomeUnknownError(error)
          : error;
      });
    this.#listeners.forEach(listener => listener());
    return result;
  }

  afterCommit(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** SQLite is one process's own, whose caller sees to it that there is one at a time. */
  async exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (!isPostgres(this.#knex)) return work();
    return this.#knex.transaction(async trx => {
      await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
        `guardrails ${name}`,
      ]);
      return work();
    });
  }

  async ping(): Promise<void> {
    await this.#knex.raw('select 1');
  }
}
