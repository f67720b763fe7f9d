/** Answers how projects are watched, to those who may read the alerts that come of it. */
import {
  alertReadPermission,
  ruleParameterOfText,
  type Backtest,
  type BacktestQuery,
  type DetectionRules,
  type DetectionRulesQuery,
} from '@cloudops/plugin-guardrails-common';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Stores } from '../database/interfaces';
import type { GrantedCall } from './GuardrailsService';
import type { DetectionTuning } from './interfaces';
import type { ProjectScope } from './ProjectScope';
import { alertView } from './views';

const DEFAULT_BACKTEST_DAYS = 30;

const NOT_VISIBLE =
  'An annotation of an entity that you may not see cannot be used, and is left out; the last run of detect says which';

export class Detection {
  readonly #tuning: DetectionTuning;
  readonly #scope: ProjectScope;
  readonly #catalog: CatalogService;
  readonly #stores: Stores;
  readonly #now: () => Date;

  constructor(options: {
    stores: Stores;
    now: () => Date;
    tuning: DetectionTuning;
    scope: ProjectScope;
    catalog: CatalogService;
  }) {
    this.#tuning = options.tuning;
    this.#scope = options.scope;
    this.#catalog = options.catalog;
    this.#stores = options.stores;
    this.#now = options.now;
  }

  async rules(
    query: DetectionRulesQuery,
    options: GrantedCall,
  ): Promise<DetectionRules> {
    const project = await this.#scope.asked(
      query,
      options,
      alertReadPermission,
    );
    const { entityRefs, ...answer } = await this.#tuning.rules(project?.name);
    const hidden = await this.#hidden(entityRefs, options);
    return {
      ...answer,
      problems: answer.problems.map(problem =>
        [...hidden].some(ref => problem.includes(ref)) ? NOT_VISIBLE : problem,
      ),
      rules: answer.rules.map(rule => ({
        ...rule,
        parameters: rule.parameters.map(({ entityRef, ...parameter }) =>
          entityRef === undefined || hidden.has(entityRef)
            ? parameter
            : { ...parameter, entityRef },
        ),
      })),
    };
  }

  /** To whoever may read the alerts of the project: it tells nothing but what else would be one. */
  async backtest(
    query: BacktestQuery,
    options: GrantedCall,
  ): Promise<Backtest> {
    const project = await this.#scope.one(query, options, alertReadPermission);
    const now = this.#now();
    const { alerts, ...result } = await this.#tuning.backtest(
      {
        project,
        rule: query.rule,
        days: query.days ?? DEFAULT_BACKTEST_DAYS,
        parameters: Object.fromEntries(
          Object.entries(query.parameters ?? {}).map(([name, text]) => [
            name,
            ruleParameterOfText(text),
          ]),
        ),
        signal: options.signal,
      },
      now,
    );
    const shown = await this.#stores.alerts.shown(
      alerts.map(({ id }) => id),
      now,
    );
    const shownById = new Map(shown.map(each => [each.id, each]));
    return {
      project: project.name,
      ...result,
      alerts: alerts.map(({ id }) => alertView(shownById.get(id)!)),
    };
  }

  /** Those of the entities that the caller may not see. */
  async #hidden(
    entityRefs: readonly string[],
    { credentials }: GrantedCall,
  ): Promise<ReadonlySet<string>> {
    if (entityRefs.length === 0) return new Set();
    const { items } = await this.#catalog.getEntitiesByRefs(
      { entityRefs: [...entityRefs], fields: ['kind', 'metadata.name'] },
      { credentials },
    );
    return new Set(entityRefs.filter((_, i) => !items[i]));
  }
}
