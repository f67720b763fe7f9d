/** Whose spend is whose, now: what the configuration and the catalog say of the accounts, and AWS of which is its own. */
import type { AnsweredDays } from '../audit';
import { DEFAULT_PROJECT, type ProjectConfig } from '../config';
import type { GuardrailsDatabase } from '../database';
import type { EntityProject, EntityProjects } from '../projects';
import { type AccountHistory, accountHistories } from './accountHistories';
import {
  type AttributedAccount,
  attribute,
  type Attribution,
} from './attribution';
import { recentRuns, scopeOf } from './costReads';
import type { IngestionRun } from './interfaces';
import { type OwnAnswers, withLeftOut } from './leftOut';
import { missingClaims, type MissingClaims } from './missingClaims';
import { answeredDays, type KnownAnswers } from './recordedBill';

/** What is known of the accounts at one moment. */
export interface KnownAttribution
  extends Attribution,
    Pick<MissingClaims, 'missing'>,
    OwnAnswers {
  /** False when nobody says it, and it matters. */
  readonly isOwnKnown: boolean;
}

export class AccountAttribution {
  readonly #database: GuardrailsDatabase;
  readonly #tagKey: string | undefined;
  readonly #entities: Pick<EntityProjects, 'list'>;
  readonly #ownAccountId:
    | ((signal: AbortSignal) => Promise<string>)
    | undefined;
  #configured: readonly ProjectConfig[];
  #accounts: readonly AttributedAccount[];
  /** Of accounts whose newest event does not say what was answered: those of older versions have to be gone through. */
  readonly #found = new Map<string | undefined, KnownAnswers>();

  constructor(options: {
    readonly database: GuardrailsDatabase;
    readonly projects: readonly ProjectConfig[];
    readonly tagKey: string | undefined;
    readonly entities: Pick<EntityProjects, 'list'>;
    /** That of the portal's own credentials, where a project may name it; absent where nobody can say it. */
    readonly ownAccountId?: (signal: AbortSignal) => Promise<string>;
  }) {
    this.#database = options.database;
    this.#configured = options.projects;
    this.#tagKey = options.tagKey;
    this.#entities = options.entities;
    this.#ownAccountId = options.ownAccountId;
    this.#accounts = this.#attribute([]).accounts;
  }

  /** The projects of the configuration; none of them names the portal's own account once that is known. */
  get configured(): readonly ProjectConfig[] {
    return this.#configured;
  }

  /** As they were found last; before the first time those of the configuration. */
  get accounts(): readonly AttributedAccount[] {
    return this.#accounts;
  }

  /**
   * How the configuration and the catalog divide the accounts now, with all that is wrong with it; claims that the
   * catalog has no more stay in force for a day. Rejects when it does not answer.
   *
   * @param run - is told when nobody says which account is the portal's own
   */
  async current(
    run: Pick<IngestionRun, 'failed' | 'now' | 'signal'>,
  ): Promise<KnownAttribution> {
    const entities = await this.#entities.list(run.signal);
    const histories = await accountHistories(this.#database);
    const own = await this.#learnOwnId(entities.projects, histories, run);
    const { held, missing, ...gone } = missingClaims(histories, {
      entities: entities.projects,
      configured: this.#configured,
      recent: await recentRuns(this.#database, run.now),
      now: run.now,
    });
    const { accounts, problems } = this.#attribute([
      ...entities.projects,
      ...held,
    ]);
    const answers = {
      histories,
      answered: await this.#answered(histories, run.signal),
      ownId: own.id,
    };
    this.#accounts = withLeftOut(accounts, answers);
    return {
      accounts: this.#accounts,
      ...answers,
      problems: [...entities.problems, ...gone.problems, ...problems],
      missing,
      isOwnKnown: own.isKnown,
    };
  }

  /**
   * The portal's own account has no id here: under two names its spend would be read, and stored, twice. Not known when
   * nobody says which it is.
   */
  async #learnOwnId(
    entities: readonly EntityProject[],
    histories: readonly AccountHistory[],
    run: Pick<IngestionRun, 'failed' | 'signal'>,
  ): Promise<{ readonly isKnown: boolean; readonly id?: string }> {
    const home = this.#configured.find(({ name }) => name === DEFAULT_PROJECT);
    const isOwnRead = home?.accountId === undefined;
    // Read before the default project was another account's, its spend is not to be that one's as well.
    const matters = isOwnRead
      ? [...this.#configured, ...entities, ...histories].some(
          ({ accountId }) => accountId !== undefined,
        )
      : histories.some(({ accountId }) => accountId === undefined);
    if (!this.#ownAccountId || !matters) {
      return { isKnown: true };
    }
    try {
      const id = await this.#ownAccountId(run.signal);
      if (isOwnRead) {
        this.#configured = this.#configured.map(({ accountId, ...project }) =>
          accountId === id ? project : { ...project, accountId },
        );
      }
      return { isKnown: true, id };
    } catch (error) {
      run.signal.throwIfAborted();
      const ofHome = [...this.#configured, ...entities].filter(
        ({ accountId }) =>
          accountId === undefined || accountId === home?.accountId,
      );
      const names = [DEFAULT_PROJECT, ...ofHome.map(({ name }) => name)];
      run.failed(scopeOf({ accountId: home?.accountId }), error as Error, [
        ...new Set(names),
      ]);
      return { isKnown: false };
    }
  }

  /** What AWS ever answered of each account. */
  async #answered(
    histories: readonly AccountHistory[],
    signal: AbortSignal,
  ): Promise<OwnAnswers['answered']> {
    const answered = new Map<string | undefined, AnsweredDays>();
    for (const history of histories) {
      signal.throwIfAborted();
      const { accountId } = history;
      const known = this.#found.get(accountId);
      const found = await answeredDays(this.#database, history, known);
      if (found.isCarried) {
        this.#found.delete(accountId);
      } else {
        this.#found.set(accountId, found);
      }
      answered.set(accountId, found.days);
    }
    return answered;
  }

  #attribute(entities: readonly EntityProject[]): Attribution {
    return attribute(this.#configured, this.#tagKey, entities);
  }
}
