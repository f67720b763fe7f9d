/** What the entities of the catalog set of the rules that judge their projects. */
import type { AuthService } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  PROJECT_ANNOTATIONS,
  projectOfEntity,
  ruleParametersOfEntity,
} from '@cloudops/plugin-guardrails-common';
import type { EntityParameters } from '../detection';
import { orAborted, pagesUntilAborted } from '../stopping';

export class RuleAnnotations {
  readonly #auth: AuthService;
  readonly #catalog: CatalogService;

  constructor(options: { auth: AuthService; catalog: CatalogService }) {
    this.#auth = options.auth;
    this.#catalog = options.catalog;
  }

  /**
   * By project, in the order of the entities' refs, so that every replica comes to the same rules.
   *
   * @param signal - of the run that asks
   * @throws whatever the catalog's client throws: without it nobody knows what was set; the signal's reason when it
   *   aborts
   */
  async byProject(
    signal: AbortSignal = new AbortController().signal,
  ): Promise<ReadonlyMap<string, readonly EntityParameters[]>> {
    const found: (EntityParameters & { readonly project: string })[] = [];
    const pages = this.#catalog.streamEntities(
      {
        filter: PROJECT_ANNOTATIONS.map(annotation => ({
          [`metadata.annotations.${annotation}`]: CATALOG_FILTER_EXISTS,
        })),
        fields: ['kind', 'metadata'],
      },
      {
        credentials: await orAborted(
          this.#auth.getOwnServiceCredentials(),
          signal,
        ),
      },
    );
    for await (const entities of pagesUntilAborted(pages, signal)) {
      for (const entity of entities) {
        const project = projectOfEntity(entity);
        const parameters = ruleParametersOfEntity(entity);
        if (project !== undefined && Object.keys(parameters).length > 0) {
          const entityRef = stringifyEntityRef(entity);
          found.push({ project, entityRef, parameters });
        }
      }
    }
    const byProject = new Map<string, EntityParameters[]>();
    found
      .sort((a, b) => (a.entityRef < b.entityRef ? -1 : 1))
      .forEach(({ project, ...each }) => {
        byProject.set(project, [...(byProject.get(project) ?? []), each]);
      });
    return byProject;
  }
}
