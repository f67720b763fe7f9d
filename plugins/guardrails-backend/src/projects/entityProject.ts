/** What an entity's annotations say of the project that it is: whose spend and which API. */
import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  ACCOUNT_ID_ANNOTATION,
  annotationOf,
  API_GATEWAY_ANNOTATION,
  COST_CATEGORIES_ANNOTATION,
  COST_TAGS_ANNOTATION,
  HTTP_API_ANNOTATION,
  LOAD_BALANCER_ANNOTATION,
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

const REGION = '[a-z]{2}(?:-[a-z]+)+-\\d';
const API = new RegExp(`^(?:(?<region>${REGION})/)?(?<id>[a-z0-9]{4,32})$`);
const LOAD_BALANCER = new RegExp(
  `^(?:(?:arn:[\\w-]+:elasticloadbalancing:)?(?<region>${REGION})(?::\\d{12}:loadbalancer)?/)?(?<id>app/[\\w-]{1,32}/[0-9a-f]{16})$`,
);

/** What an entity may be measured at, and how it says so. */
const ENDPOINTS = [
  {
    annotation: API_GATEWAY_ANNOTATION,
    kind: 'rest-api',
    pattern: API,
    takes: 'the id of an API Gateway REST API',
  },
  {
    annotation: HTTP_API_ANNOTATION,
    kind: 'http-api',
    pattern: API,
    takes: 'the id of an API Gateway HTTP API',
  },
  {
    annotation: LOAD_BALANCER_ANNOTATION,
    kind: 'load-balancer',
    pattern: LOAD_BALANCER,
    takes:
      'the ARN of an Application Load Balancer or what follows loadbalancer/ in it',
  },
] as const;

const EXAMPLES = {
  'rest-api': "'eu-central-1/a1b2c3d4e5'",
  'http-api': "'eu-central-1/a1b2c3d4e5'",
  'load-balancer': "'eu-central-1/app/storefront/50dc6c495c0c9188'",
} as const;

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
    const named = ENDPOINTS.flatMap(each => {
      const text = annotationOf(entity, each.annotation);
      return text ? [{ ...each, text }] : [];
    });
    if (named.length === 0) return undefined;
    const [{ kind, annotation, text, pattern, takes }] = named;
    if (named.length > 1) {
      return refuse(
        annotation,
        text,
        `it alone: ${
          named[1].annotation
        } is there as well, and an entity is measured at one of ${ENDPOINTS.map(
          each => each.annotation,
        ).join(', ')}`,
      );
    }
    const { region = defaultRegion, id } = pattern.exec(text)?.groups ?? {};
    return id && region
      ? { kind, id, region }
      : refuse(
          annotation,
          text,
          `${takes}, with its region unless guardrails.metrics.region says it, e.g. ${EXAMPLES[kind]}`,
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
    ...ENDPOINTS.map(each => each.annotation),
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
