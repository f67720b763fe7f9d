/** Asks the portal's policy, and turns its decisions into what they grant. */
import type {
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  NotAllowedError,
  ServiceUnavailableError,
  stringifyError,
} from '@backstage/errors';
import {
  AuthorizeResult,
  isResourcePermission,
  type Permission,
  type PermissionCriteria,
  type PolicyDecision,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  createConditionTransformer,
  type ConditionTransformer,
} from '@backstage/plugin-permission-node';
import type { ProjectCriteria, ProjectStore } from '../database/interfaces';
import {
  guardrailsProjectResourceRef,
  type OwnersByProject,
  type ProjectOwners,
  type ProjectQuery,
} from '../permissions';
import { Grants, type Granted } from './Grants';
import type { GrantedCall } from './GuardrailsService';

export class Policy {
  readonly #permissions: PermissionsService;
  readonly #queriesOf: ConditionTransformer<ProjectQuery>;
  readonly #owners: ProjectOwners;
  readonly #projects: ProjectStore;

  constructor(options: {
    permissions: PermissionsService;
    permissionsRegistry: PermissionsRegistryService;
    owners: ProjectOwners;
    projects: ProjectStore;
  }) {
    this.#permissions = options.permissions;
    this.#queriesOf = createConditionTransformer(
      options.permissionsRegistry.getPermissionRuleset(
        guardrailsProjectResourceRef,
      ),
    );
    this.#owners = options.owners;
    this.#projects = options.projects;
  }

  /** Asked anew for every call: what one caller is granted is never another's answer. */
  async grants(
    { credentials }: Pick<GrantedCall, 'credentials'>,
    permissions: readonly Permission[],
  ): Promise<Grants> {
    const ofProjects = permissions.filter(isOfProjects);
    const plain = permissions.filter(each => !isResourcePermission(each));
    const [ofProjectsDecided, plainDecided] = await Promise.all([
      ofProjects.length > 0
        ? this.#permissions.authorizeConditional(
            ofProjects.map(permission => ({ permission })),
            { credentials },
          )
        : [],
      plain.length > 0
        ? this.#permissions.authorize(
            plain.map(permission => ({ permission })) as { permission: any }[],
            { credentials },
          )
        : [],
    ]);
    const granted = new Map<string, Granted>();
    // Several permissions usually come with the same condition: it is looked up once.
    const met = new Map<string, Promise<Granted>>();
    for (const [i, { name }] of plain.entries()) {
      granted.set(
        name,
        plainDecided[i]?.result === AuthorizeResult.ALLOW ? 'all' : 'none',
      );
    }
    for (const [i, { name }] of ofProjects.entries()) {
      granted.set(name, await this.#granted(name, ofProjectsDecided[i], met));
    }
    return new Grants(granted);
  }

  /** Only a clear yes is one: no decision, or a condition on somebody else's resources, grants nothing. */
  async #granted(
    permission: string,
    decision: PolicyDecision | undefined,
    met: Map<string, Promise<Granted>>,
  ): Promise<Granted> {
    if (decision?.result === AuthorizeResult.ALLOW) return 'all';
    if (
      decision?.result !== AuthorizeResult.CONDITIONAL ||
      decision.pluginId !== guardrailsProjectResourceRef.pluginId ||
      decision.resourceType !== guardrailsProjectResourceRef.resourceType
    ) {
      return 'none';
    }
    let queries: PermissionCriteria<ProjectQuery>;
    try {
      queries = this.#queriesOf(decision.conditions);
    } catch (error) {
      throw new NotAllowedError(
        `The portal's policy decides on '${permission}' by a condition that Guardrails cannot read: ${stringifyError(
          error,
        )}; the policy has to be corrected`,
      );
    }
    const key = JSON.stringify(queries);
    const known = met.get(key) ?? this.#projectsMeeting(queries);
    met.set(key, known);
    return known;
  }

  async #projectsMeeting(
    queries: PermissionCriteria<ProjectQuery>,
  ): Promise<Granted> {
    const owners = asksForOwners(queries)
      ? await this.#owners.byProject().catch(error => {
          throw new ServiceUnavailableError(
            'The catalog did not say who owns the entities that name projects',
            error,
          );
        })
      : new Map();
    return new Set(
      await this.#projects.idsMatching(criteriaOf(queries, owners)),
    );
  }
}

function isOfProjects(
  permission: Permission,
): permission is ResourcePermission {
  return isResourcePermission(
    permission,
    guardrailsProjectResourceRef.resourceType,
  );
}

function asksForOwners(queries: PermissionCriteria<ProjectQuery>): boolean {
  if ('allOf' in queries) return queries.allOf.some(asksForOwners);
  if ('anyOf' in queries) return queries.anyOf.some(asksForOwners);
  if ('not' in queries) return asksForOwners(queries.not);
  return 'owners' in queries;
}

/** The database knows names; who owns a project, only the catalog does. */
function criteriaOf(
  queries: PermissionCriteria<ProjectQuery>,
  owners: OwnersByProject,
): ProjectCriteria {
  if ('allOf' in queries) {
    return { allOf: queries.allOf.map(each => criteriaOf(each, owners)) };
  }
  if ('anyOf' in queries) {
    return { anyOf: queries.anyOf.map(each => criteriaOf(each, owners)) };
  }
  if ('not' in queries) return { not: criteriaOf(queries.not, owners) };
  if ('names' in queries) return queries;
  return {
    names: [...owners]
      .filter(([_, ofProject]) =>
        queries.owners.some(ref => ofProject.has(ref)),
      )
      .map(([name]) => name),
  };
}
