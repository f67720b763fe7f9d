/** Reads the catalog entities that are projects of their own, with the plugin's own credentials. */
import type { AuthService } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { stringifyError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  OWN_PROJECT_ANNOTATIONS,
  projectOfEntity,
} from '@cloudops/plugin-guardrails-common';
import type { GuardrailsConfig } from '../config';
import {
  entityProject,
  type EntityProject,
  type EntityProjectList,
  type ProjectProblem,
} from './entityProject';

export class EntityProjects {
  readonly #auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  readonly #catalog: Pick<CatalogService, 'streamEntities'>;
  readonly #region: string | undefined;
  readonly #configured: ReadonlySet<string>;

  constructor(options: {
    readonly auth: Pick<AuthService, 'getOwnServiceCredentials'>;
    readonly catalog: Pick<CatalogService, 'streamEntities'>;
    readonly config: Pick<GuardrailsConfig, 'metrics' | 'projects'>;
  }) {
    this.#auth = options.auth;
    this.#catalog = options.catalog;
    this.#region = options.config.metrics.region;
    this.#configured = new Set(options.config.projects.map(({ name }) => name));
  }

  /**
   * Every one of them, by name. An entity that names a project is none, and one whose name is configured as a project
   * is what the configuration says.
   *
   * @throws Error when the catalog does not answer: half of the entities would leave the spend of the others to nobody
   */
  async list(): Promise<EntityProjectList> {
    const projects: EntityProject[] = [];
    const problems: ProjectProblem[] = [];
    try {
      const pages = this.#catalog.streamEntities(
        {
          filter: OWN_PROJECT_ANNOTATIONS.map(annotation => ({
            [`metadata.annotations.${annotation}`]: CATALOG_FILTER_EXISTS,
          })),
          fields: [
            'kind',
            'metadata.namespace',
            'metadata.name',
            'metadata.annotations',
          ],
        },
        { credentials: await this.#auth.getOwnServiceCredentials() },
      );
      for await (const entities of pages) {
        for (const entity of entities) {
          const own = entityProject(entity, this.#region);
          const { name } = own.project;
          if (projectOfEntity(entity) === name && !this.#configured.has(name)) {
            projects.push(own.project);
            problems.push(...own.problems);
          }
        }
      }
    } catch (error) {
      throw new Error(
        `the catalog could not be read for the entities that claim spend; nothing was changed, the next run asks again (${stringifyError(
          error,
        )})`,
        { cause: error },
      );
    }
    // The catalog promises no order, and what is made of them must not depend on one.
    projects.sort((a, b) => (a.name < b.name ? -1 : 1));
    return { projects, problems };
  }
}
