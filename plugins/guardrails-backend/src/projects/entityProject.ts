/** What an entity's annotations say of the project that it is: whose spend and which API. */
import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  ACCOUNT_ID_ANNOTATION,
  annotationOf,
  API_GATEWAY_ANNOTATION,
  COST_CATEGORIES_ANNOTATION,
  COST_TAGS_ANNOTATION,
} from '@cloudops/plugin-guardrails-common';
import type {
  CostDimension,
  MetricEndpoint,
} from '@cloudops/plugin-guardrails-node';

/** Spend with one value of a tag or cost category. */
export interface SpendClaim {
  readonly dimension: CostDimension;
  readonly value: string;
}

export interface EntityProject {
  /** The entity's reference, e.g. `component:default/payments-api`. */
  readonly name: string;
  /** Absent: the default project's account. */
  readonly accountId?: string;
  readonly claims: readonly SpendClaim[];
  /** It claims what nobody else claims of its account. */
  readonly claimsAccount: boolean;
  readonly endpoint?: MetricEndpoint & { readonly region: string };
}

/** What somebody has to correct in the catalog, in words. */
export interface ProjectProblem {
  readonly project: string;
  readonly message: string;
}

export interface EntityProjectList {
  readonly projects: readonly EntityProject[];
  readonly problems: readonly ProjectProblem[];
}

/** @returns the project without what is wrong in its annotations, and each of that as a problem */
export function entityProject(
  entity: Entity,
  defaultRegion: string | undefined,
): { project: EntityProject; problems: ProjectProblem[] } {
  const name = stringifyEntityRef(entity);
  const problems: ProjectProblem[] = [];
  const refuse = (annotation: string, got: string, takes: string) => {
    problems.push({
      project: name,
      message: `annotation ${annotation}: got '${got}', takes ${takes}`,
    });
    return undefined;
  };
  const claimOf = (
    annotation: typeof COST_TAGS_ANNOTATION | typeof COST_CATEGORIES_ANNOTATION,
    type: CostDimension['type'],
  ): SpendClaim | undefined => {
    const text = annotationOf(entity, annotation);
    const match = text && /^([^=,]+)=([^=,]+)$/.exec(text);
    if (!text) return undefined;
    return match
      ? { dimension: { type, key: match[1].trim() }, value: match[2].trim() }
      : refuse(
          annotation,
          text,
          'one key=value; Cost Explorer groups by two keys at most, and the service is one of them',
        );
  };
  const accountOf = (): string | undefined => {
    const text = annotationOf(entity, ACCOUNT_ID_ANNOTATION);
    if (!text) return undefined;
    return /^\d{12}$/.test(text)
      ? text
      : refuse(
          ACCOUNT_ID_ANNOTATION,
          text,
          "an AWS account's twelve digits, in quotes",
        );
  };
  const endpointOf = (): EntityProject['endpoint'] => {
    const text = annotationOf(entity, API_GATEWAY_ANNOTATION);
    if (!text) return undefined;
    const match = /^(?:([a-z]{2}(?:-[a-z]+)+-\d)\/)?([a-z0-9]{4,32})$/.exec(
      text,
    );
    const region = match?.[1] ?? defaultRegion;
    return match && region
      ? { kind: 'rest-api', id: match[2], region }
      : refuse(
          API_GATEWAY_ANNOTATION,
          text,
          "the id of an API Gateway REST API, with its region unless guardrails.metrics.region says it, e.g. 'eu-central-1/a1b2c3d4e5'",
        );
  };

  const claims = [
    claimOf(COST_TAGS_ANNOTATION, 'tag'),
    claimOf(COST_CATEGORIES_ANNOTATION, 'costCategory'),
  ].filter(each => each !== undefined);
  const accountId = accountOf();
  const endpoint = endpointOf();
  // An account that is wrong must not become the default one: the claims on it would be on other spend.
  const isAccountWrong =
    accountId === undefined &&
    annotationOf(entity, ACCOUNT_ID_ANNOTATION) !== undefined;
  const saysMore = [
    COST_TAGS_ANNOTATION,
    COST_CATEGORIES_ANNOTATION,
    API_GATEWAY_ANNOTATION,
  ] as const;
  return {
    project: {
      name,
      accountId,
      claims: isAccountWrong ? [] : claims,
      claimsAccount:
        accountId !== undefined &&
        !saysMore.some(annotation => annotationOf(entity, annotation)),
      endpoint: isAccountWrong ? undefined : endpoint,
    },
    problems,
  };
}
