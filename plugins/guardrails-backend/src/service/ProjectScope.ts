/** Finds the projects that a question is about, from a project's name or from a catalog entity. */
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  GUARDRAILS_PROJECT_ANNOTATION,
  projectOfEntity,
} from '@cloudops/plugin-guardrails-common';
import type { ProjectRecord, ProjectStore } from '../database/interfaces';
import type { CallOptions } from './GuardrailsService';

/** What a question names its projects by. */
export interface ScopeQuery {
  readonly project?: string;
  readonly entityRef?: string;
}

/** The projects of a question. */
export interface Selection {
  readonly projects: readonly ProjectRecord[];
  /** Absent when nothing restricts the question to some. */
  readonly ids?: readonly string[];
  /** Names by id. */
  readonly names: ReadonlyMap<string, string>;
}

export class ProjectScope {
  readonly #projects: ProjectStore;
  readonly #catalog: CatalogService;

  constructor(options: { projects: ProjectStore; catalog: CatalogService }) {
    this.#projects = options.projects;
    this.#catalog = options.catalog;
  }

  /** The one project of a question that must be about one. */
  async one(query: ScopeQuery, options: CallOptions): Promise<ProjectRecord> {
    const project = await this.#find(query, options);
    if (!project) {
      throw new InputError(
        "project: is missing, takes a project's name; or entityRef, which takes a catalog entity that names its project",
      );
    }
    return project;
  }

  /** The project of a question, or every project when it names none. */
  async several(query: ScopeQuery, options: CallOptions): Promise<Selection> {
    const project = await this.#find(query, options);
    const projects = project ? [project] : await this.#projects.list();
    return {
      projects,
      ids: project && [project.id],
      names: new Map(projects.map(({ id, name }) => [id, name])),
    };
  }

  async named(name: string): Promise<ProjectRecord> {
    const project = await this.#projects.byName(name);
    if (!project) throw new NotFoundError(`No project has the name '${name}'`);
    return project;
  }

  async #find(
    { project, entityRef }: ScopeQuery,
    options: CallOptions,
  ): Promise<ProjectRecord | undefined> {
    if (entityRef === undefined) {
      return project === undefined ? undefined : this.named(project);
    }
    if (project !== undefined) {
      throw new InputError(
        `project: got '${project}' beside entityRef '${entityRef}'; takes one of the two`,
      );
    }
    return this.#ofEntity(normalized(entityRef), options);
  }

  async #ofEntity(ref: string, options: CallOptions): Promise<ProjectRecord> {
    // With the caller's credentials: an entity that they may not see is none.
    const entity = await this.#catalog.getEntityByRef(ref, {
      credentials: options.credentials,
    });
    if (!entity) {
      throw new NotFoundError(`The catalog has no entity '${ref}'`);
    }
    const name = projectOfEntity(entity);
    if (name === undefined) {
      throw new NotFoundError(
        `Entity '${ref}' names no project; add the annotation '${GUARDRAILS_PROJECT_ANNOTATION}: <name>' to it, with the name of one of guardrails.projects in app-config`,
      );
    }
    const project = await this.#projects.byName(name);
    if (!project) {
      throw new NotFoundError(
        `Entity '${ref}' names the project '${name}' by its annotation '${GUARDRAILS_PROJECT_ANNOTATION}', and no project has that name; correct it, or add the project to guardrails.projects in app-config`,
      );
    }
    return project;
  }
}

function normalized(entityRef: string): string {
  try {
    return stringifyEntityRef(parseEntityRef(entityRef));
  } catch {
    throw new InputError(
      `entityRef: got '${entityRef}', takes kind:namespace/name, e.g. 'component:default/payments-api'`,
    );
  }
}
