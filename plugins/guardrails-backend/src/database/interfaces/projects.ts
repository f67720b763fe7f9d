/** Projects: the root of all data, and which of them a caller's conditions meet. */
import type { DayRange } from './costs';
import type { Standing } from './standings';

export interface ProjectRecord {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

/** What things of a project are shown with. */
export interface ProjectLabel {
  readonly name: string;
  /** Of its costs; absent while none are stored. */
  readonly currency?: string;
}

/** Which projects: those with one of the names, and what can be said with and, or, not. */
export type ProjectCriteria =
  | { readonly names: readonly string[] }
  | { readonly allOf: readonly ProjectCriteria[] }
  | { readonly anyOf: readonly ProjectCriteria[] }
  | { readonly not: ProjectCriteria };

export interface ProjectStore {
  /** Creates the projects that do not exist yet; answers all of the named ones, in the given order. */
  ensure(names: readonly string[]): Promise<ProjectRecord[]>;
  /** Every project, by name. */
  list(): Promise<ProjectRecord[]>;
  /** Of the projects with these ids, or of all, those whose names come after one; and how many there are in all; one query. */
  page(
    ids: readonly string[] | undefined,
    page: { readonly after?: string; readonly limit: number },
  ): Promise<{
    readonly items: readonly ProjectRecord[];
    readonly hasMore: boolean;
    readonly totalItems: number;
  }>;
  byName(name: string): Promise<ProjectRecord | undefined>;
  /** The names of some projects, by id; one query. */
  names(ids: readonly string[]): Promise<Map<string, string>>;
  /** What rows of some projects are shown with, by project id; one query. */
  labels(ids: readonly string[]): Promise<Map<string, ProjectLabel>>;
  /**
   * Waits until no other transaction holds the project's lock, and holds it until this one ends. What belongs to the
   * project can be written meanwhile. Without effect on SQLite, where one transaction writes at a time.
   */
  lock(id: string): Promise<void>;
  /** How each of the projects stands, by project id; one query. */
  standings(
    projectIds: readonly string[],
    ranges: readonly DayRange[],
  ): Promise<Map<string, Standing>>;
  /** Ids of the projects that meet the criteria. */
  idsMatching(criteria: ProjectCriteria): Promise<string[]>;
}
