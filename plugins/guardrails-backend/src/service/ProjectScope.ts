/** Finds the projects that a question is about, from a project's name or from a catalog entity. */
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import type { Permission } from '@backstage/plugin-permission-common';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  GUARDRAILS_PROJECT_ANNOTATION,
  OWN_PROJECT_ANNOTATIONS,
  projectOfEntity,
} from '@cloudops/plugin-guardrails-common';
import type { ProjectRecord, ProjectStore } from '../database/interfaces';
import type { GrantedCall } from './GuardrailsService';

/** What a question names its projects by. */
export interface ScopeQuery {
  readonly project?: string;
  readonly entityRef?: string;
}

export class ProjectScope {
  readonly #projects: ProjectStore;
  readonly #catalog: CatalogService;

  constructor(options: { projects: ProjectStore; catalog: CatalogService }) {
    this.#projects = options.projects;
    this.#catalog = options.catalog;
  }

  /** The one project of a question that may be about one; `permission` has to hold for it. */
  async asked(
    query: ScopeQuery,
    options: GrantedCall,
    permission: Permission,
  ): Promise<ProjectRecord | undefined> {
    return this.#find(query, options, permission);
  }

  /** The one project of a question that must be about one; `permission` has to hold for it. */
  async one(
    query: ScopeQuery,
    options: GrantedCall,
    permission: Permission,
  ): Promise<ProjectRecord> {
    const project = await this.#find(query, options, permission);
    if (!project) {
      throw new InputError(
        "project: is missing, takes a project's name; or entityRef, which takes a catalog entity that names its project",
      );
    }
    return project;
  }

  /** The project of a question, or when it names none every project that `permission` holds for. */
  async several(
    query: ScopeQuery,
    options: GrantedCall,
    permission: Permission,
  ): Promise<readonly ProjectRecord[]> {
    const project = await this.#find(query, options, permission);
    const all = project ? [project] : await this.#projects.list();
    return all.filter(({ id }) => options.grants.has(permission, id));
  }

  /** Ids of the same projects, which a list is read with; undefined when nothing restricts it to some. */
  async ids(
    query: ScopeQuery,
    options: GrantedCall,
    permission: Permission,
  ): Promise<readonly string[] | undefined> {
    const project = await this.#find(query, options, permission);
    return project ? [project.id] : options.grants.projectsOf(permission);
  }

  /** A project by its name; one that `permission` does not hold for is none. */
  async named(
    name: string,
    { grants }: GrantedCall,
    permission: Permission,
  ): Promise<ProjectRecord> {
    const project = await this.#projects.byName(name);
    if (!project || !grants.has(permission, project.id)) {
      throw new NotFoundError(`No project has the name '${name}'`);
    }
    return project;
  }

  async #find(
    { project, entityRef }: ScopeQuery,
    options: GrantedCall,
    permission: Permission,
  ): Promise<ProjectRecord | undefined> {
    if (entityRef === undefined) {
      return project === undefined
        ? undefined
        : this.named(project, options, permission);
    }
    if (project !== undefined) {
      throw new InputError(
        `project: got '${project}' beside entityRef '${entityRef}'; takes one of the two`,
      );
    }
    return this.#ofEntity(normalized(entityRef), options, permission);
  }

  async #ofEntity(
    ref: string,
    options: GrantedCall,
    permission: Permission,
  ): Promise<ProjectRecord> {
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
        `Entity '${ref}' names no project; add the annotation '${GUARDRAILS_PROJECT_ANNOTATION}: <name>' to it, with the name of one of guardrails.projects in app-config, or one of ${OWN_PROJECT_ANNOTATIONS.join(
          ', ',
        )}, which makes it a project of its own`,
      );
    }
    const project = await this.#projects.byName(name);
    if (!project && name === stringifyEntityRef(entity)) {
      throw new NotFoundError(
        `Entity '${ref}' is a project of its own by its annotations, and has not been read yet; it is with the next run of ingest-costs`,
      );
    }
    if (!project) {
      throw new NotFoundError(
        `Entity '${ref}' names the project '${name}' by its annotation '${GUARDRAILS_PROJECT_ANNOTATION}', and no project has that name; correct it, or add the project to guardrails.projects in app-config`,
      );
    }
    if (!options.grants.has(permission, project.id)) {
      // The entity and its annotation are visible: a wrong hint to correct it would mislead, and hide nothing.
      throw new NotFoundError(
        `Entity '${ref}' names the project '${name}', of which the portal's policy grants you nothing with '${permission.name}'`,
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
