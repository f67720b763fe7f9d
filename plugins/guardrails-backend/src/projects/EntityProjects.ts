/** Reads the catalog entities that are projects of their own, with the plugin's own credentials. */
import type { AuthService } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { stringifyError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  OWN_PROJECT_ANNOTATIONS,
  projectOfEntity,
} from '@cloudops/plugin-guardrails-common';
import { DEFAULT_PROJECT, type GuardrailsConfig } from '../config';
import { orAborted, pagesUntilAborted } from '../stopping';
import {
  entityProject,
  type EntityProject,
  type EntityProjectList,
  type ProjectProblem,
} from './entityProject';

export class EntityProjects {
  readonly #auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  readonly #catalog: Pick<CatalogService, 'streamEntities'>;
  readonly #ownAccountId:
    | ((signal: AbortSignal) => Promise<string>)
    | undefined;
  /** Otherwise it is an account as any other, and the default project's is another one. */
  readonly #isOwnRead: boolean;
  readonly #region: string | undefined;
  readonly #configured: ReadonlySet<string>;

  constructor(options: {
    readonly auth: Pick<AuthService, 'getOwnServiceCredentials'>;
    readonly catalog: Pick<CatalogService, 'streamEntities'>;
    readonly config: Pick<GuardrailsConfig, 'metrics' | 'projects'>;
    /** That of the portal's own credentials, which entities may name; absent where nobody can say it. */
    readonly ownAccountId?: (signal: AbortSignal) => Promise<string>;
  }) {
    this.#auth = options.auth;
    this.#catalog = options.catalog;
    this.#ownAccountId = options.ownAccountId;
    this.#isOwnRead = !options.config.projects.some(
      ({ name, accountId }) =>
        name === DEFAULT_PROJECT && accountId !== undefined,
    );
    this.#region = options.config.metrics.region;
    this.#configured = new Set(options.config.projects.map(({ name }) => name));
  }

  /**
   * Every one of them, by name. An entity that names a project is none, and one whose name is configured as a project
   * is what the configuration says.
   *
   * @throws Error when the catalog does not answer: half of the entities would leave the spend of the others to nobody;
   *   the signal's reason when it aborts
   */
  async list(signal: AbortSignal): Promise<EntityProjectList> {
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
        {
          credentials: await orAborted(
            this.#auth.getOwnServiceCredentials(),
            signal,
          ),
        },
      );
      for await (const entities of pagesUntilAborted(pages, signal)) {
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
      signal.throwIfAborted();
      throw new Error(
        `the catalog could not be read for the entities that claim spend; nothing was changed, the next run asks again (${stringifyError(
          error,
        )})`,
        { cause: error },
      );
    }
    // The catalog promises no order, and what is made of them must not depend on one.
    projects.sort((a, b) => (a.name < b.name ? -1 : 1));
    return { projects: await this.#withoutOwnId(projects, signal), problems };
  }

  /** Who names the portal's own account means the default one, as who names none does. */
  async #withoutOwnId(
    projects: readonly EntityProject[],
    signal: AbortSignal,
  ): Promise<readonly EntityProject[]> {
    if (
      !this.#ownAccountId ||
      !this.#isOwnRead ||
      projects.every(({ accountId }) => accountId === undefined)
    ) {
      return projects;
    }
    // Who reads costs asks as well, and does not go on without an answer where it matters.
    const own = await this.#ownAccountId(signal).catch(() => undefined);
    signal.throwIfAborted();
    return projects.map(project =>
      project.accountId === own
        ? { ...project, accountId: undefined }
        : project,
    );
  }
}
