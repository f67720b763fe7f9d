/** Reads every account's daily costs and stores them by project: a complete read, or nothing of the account. */
import type { CostSource } from '@cloudops/plugin-guardrails-node';
import { AuditTrail } from '../audit';
import type { GuardrailsConfig } from '../config';
import type {
  DailyCost,
  GuardrailsDatabase,
  ProjectRecord,
  Stores,
} from '../database';
import {
  AttributedCosts,
  type ConfiguredAccount,
  configuredAccounts,
  isZero,
  projectsOf,
} from './attribution';
import { type CostDays, costDays } from './costRange';
import { inTurn } from './inTurn';
import type { IngestionRun } from './interfaces';

export class CostIngestion {
  readonly #source: CostSource;
  readonly #database: GuardrailsDatabase;
  readonly #config: GuardrailsConfig['costs'];
  readonly #accounts: readonly ConfiguredAccount[];

  constructor(options: {
    readonly source: CostSource;
    readonly database: GuardrailsDatabase;
    readonly config: Pick<GuardrailsConfig, 'costs' | 'projects'>;
  }) {
    this.#source = options.source;
    this.#database = options.database;
    this.#config = options.config.costs;
    this.#accounts = configuredAccounts(options.config.projects);
  }

  /** How many AWS accounts are read. */
  get accounts(): number {
    return this.#accounts.length;
  }

  /** The projects whose costs are read, remainders among them. */
  get projects(): string[] {
    return this.#accounts.flatMap(projectsOf);
  }

  /**
   * Reads a few accounts at a time, those first that were completed longest ago or never: a run that was stopped among
   * many is thereby gone on with where it stopped. A failing account is noted in `run` and leaves its stored costs as they were;
   * the others go on. Rejects only when the run was aborted.
   *
   * @param completed - project name → when its last complete read ended
   */
  async ingest(
    run: IngestionRun,
    completed: ReadonlyMap<string, Date>,
  ): Promise<void> {
    const lastOf = (account: ConfiguredAccount) =>
      Math.min(
        ...projectsOf(account).map(name => completed.get(name)?.getTime() ?? 0),
      );
    await inTurn(
      [...this.#accounts].sort((a, b) => lastOf(a) - lastOf(b)),
      run.signal,
      async account => {
        try {
          await this.#ingestAccount(account, run, completed);
        } catch (error) {
          run.signal.throwIfAborted();
          run.failed(scopeOf(account), error as Error);
        }
      },
    );
  }

  async #ingestAccount(
    account: ConfiguredAccount,
    run: IngestionRun,
    completed: ReadonlyMap<string, Date>,
  ): Promise<void> {
    const names = projectsOf(account);
    const days = costDays(
      names.map(name => completed.get(name)),
      run.now,
      this.#config,
    );
    // Everything is read before anything is stored: a page that fails late must not leave half a day behind.
    const costs = await this.#read(account, days, run);
    run.signal.throwIfAborted();
    const rows = await this.#database.transaction(async stores => {
      const projects = await stores.projects.ensure(names);
      let written = 0;
      for (const project of projects) {
        written += await this.#store(
          project,
          costs.of(project.name),
          days,
          stores,
          run,
        );
      }
      return written;
    });
    run.rowsWritten(rows);
    names.forEach(name => run.completed(name));
  }

  async #read(
    account: ConfiguredAccount,
    days: CostDays,
    run: IngestionRun,
  ): Promise<AttributedCosts> {
    const { accountId } = account;
    const costs = new AttributedCosts(account);
    const pages = this.#source.fetchDailyCosts(
      { account: { accountId }, ...days, tagKey: this.#config.tagKey },
      { signal: run.signal, onRequest: () => run.awsRequest(accountId) },
    );
    for await (const page of pages) {
      costs.add(page);
    }
    return costs;
  }

  /** Answers how many rows were written. */
  async #store(
    project: ProjectRecord,
    costs: readonly DailyCost[],
    days: CostDays,
    stores: Stores,
    run: IngestionRun,
  ): Promise<number> {
    // A zero is stored only in place of an amount: a project has no row for each service that it never used.
    const stored = new Set(
      (
        await stores.costs.amounts({
          projectId: project.id,
          from: days.from,
          to: days.to,
        })
      ).map(keyOf),
    );
    const { inserted, restated } = await stores.costs.upsert(
      project.id,
      costs.filter(cost => !isZero(cost) || stored.has(keyOf(cost))),
    );
    await new AuditTrail(stores, run.now).costsRestated(
      project.id,
      run.runId,
      restated,
    );
    return inserted + restated.length;
  }
}

function keyOf({ date, service }: { date: string; service: string }): string {
  return JSON.stringify([date, service]);
}

function scopeOf({ accountId }: ConfiguredAccount): string {
  return accountId ? `account ${accountId}` : 'the portal’s own account';
}
