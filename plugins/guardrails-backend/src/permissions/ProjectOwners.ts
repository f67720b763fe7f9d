/** Who answers for which project: the owners of the catalog entities that name it. */
import type { AuthService } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { RELATION_OWNED_BY } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  GUARDRAILS_PROJECT_ANNOTATION,
  projectOfEntity,
} from '@cloudops/plugin-guardrails-common';

import type { ProjectResource } from './resource';

/** For so long a change of owner in the catalog may go unnoticed: a policy is asked with every request. */
const KEPT_MS = 60_000;

/** Entity refs of the owners, by name of the project. */
export type OwnersByProject = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The same for every caller, so it may be kept between them: it is read with the plugin's own credentials, and says
 * who owns a project, never who asks. Whether the caller is one of them is decided anew for every call.
 */
export class ProjectOwners {
  readonly #auth: AuthService;
  readonly #catalog: CatalogService;
  #kept?: { readonly until: number; readonly owners: Promise<OwnersByProject> };

  constructor(options: { auth: AuthService; catalog: CatalogService }) {
    this.#auth = options.auth;
    this.#catalog = options.catalog;
  }

  /** @throws whatever the catalog's client throws: without owners nothing can be granted to them */
  async byProject(): Promise<OwnersByProject> {
    const now = Date.now();
    if (!this.#kept || this.#kept.until <= now) {
      const owners = this.#read();
      this.#kept = { until: now + KEPT_MS, owners };
      owners.catch(() => {
        this.#kept = undefined;
      });
    }
    return this.#kept.owners;
  }

  /** Projects as rules see them, in the order of the names. */
  async resources(names: readonly string[]): Promise<ProjectResource[]> {
    const owners = await this.byProject();
    return names.map(name => ({ name, owners: [...(owners.get(name) ?? [])] }));
  }

  async #read(): Promise<OwnersByProject> {
    const byProject = new Map<string, Set<string>>();
    const pages = this.#catalog.streamEntities(
      {
        filter: {
          [`metadata.annotations.${GUARDRAILS_PROJECT_ANNOTATION}`]:
            CATALOG_FILTER_EXISTS,
        },
        fields: ['kind', 'metadata', 'relations'],
      },
      { credentials: await this.#auth.getOwnServiceCredentials() },
    );
    for await (const entities of pages) {
      for (const entity of entities) {
        const project = projectOfEntity(entity);
        if (project === undefined) continue;
        const owners = byProject.get(project) ?? new Set();
        for (const { type, targetRef } of entity.relations ?? []) {
          if (type === RELATION_OWNED_BY) owners.add(targetRef);
        }
        byProject.set(project, owners);
      }
    }
    return byProject;
  }
}
