/** Answers how projects are watched, to those who may read the alerts that come of it. */
import {
  alertReadPermission,
  type DetectionRules,
  type DetectionRulesQuery,
} from '@cloudops/plugin-guardrails-common';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { GrantedCall } from './GuardrailsService';
import type { DetectionTuning } from './interfaces';
import type { ProjectScope } from './ProjectScope';

const NOT_VISIBLE =
  'An annotation of an entity that you may not see cannot be used, and is left out; the last run of detect says which';

export class Detection {
  readonly #tuning: DetectionTuning;
  readonly #scope: ProjectScope;
  readonly #catalog: CatalogService;

  constructor(options: {
    tuning: DetectionTuning;
    scope: ProjectScope;
    catalog: CatalogService;
  }) {
    this.#tuning = options.tuning;
    this.#scope = options.scope;
    this.#catalog = options.catalog;
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
