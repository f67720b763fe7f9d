/** Which AWS accounts are read, and whose their spend is: the projects that claim it, or else the account's remainder. */
import { createHash } from 'node:crypto';
import type { CostDimension } from '@cloudops/plugin-guardrails-node';
import { OWN_ACCOUNT_KEY } from '../audit';
import { DEFAULT_PROJECT, type ProjectConfig } from '../config';
import type { EntityProject, ProjectProblem, SpendClaim } from '../projects';
import type { LeftOut } from './leftOut';

/** The values of one tag or cost category that projects claim. */
export interface DimensionClaims {
  readonly dimension: CostDimension;
  /** Value → the project that claims it. */
  readonly projects: ReadonlyMap<string, string>;
}

/** An account, and how its spend is divided. */
export interface AttributedAccount {
  /** Absent for the account of the portal's own credentials. */
  readonly accountId?: string;
  /** The project of what is unallocated: what no other one claims. */
  readonly remainder: string;
  /** The project that claims all that the others leave; absent: it is unallocated. */
  readonly rest?: string;
  /**
   * In the order in which they take their share: what one has taken the next cannot, so that spend that two claim is
   * counted once.
   */
  readonly claims: readonly DimensionClaims[];
  /** What of its bill other accounts' own reads count; absent: all that it is billed is counted as the account's. */
  readonly leftOut?: LeftOut;
}

/** The remainder and every claimant, each once. */
export function projectsOf({
  remainder,
  rest,
  claims,
}: AttributedAccount): string[] {
  return [
    ...new Set([
      remainder,
      ...(rest === undefined ? [] : [rest]),
      ...claims.flatMap(({ projects }) => [...projects.values()]),
    ]),
  ];
}

/** Accounts with what their projects claim, and the claims that could not be met. */
export interface Attribution {
  readonly accounts: readonly AttributedAccount[];
  readonly problems: readonly ProjectProblem[];
}

/**
 * Every account that a project names, the default project's first. That is the portal's own, which needs no naming,
 * unless the default project names another one; then the portal's own is not read.
 *
 * The configuration's claims come before the entities'. What two entities claim alike is neither's: whichever got it,
 * the other's costs would be shown under a wrong name.
 */
export function attribute(
  projects: readonly ProjectConfig[],
  tagKey: string | undefined,
  entities: readonly EntityProject[] = [],
): Attribution {
  const home = projects.find(({ name }) => name === DEFAULT_PROJECT)?.accountId;
  const configured: Claim[] = projects.map(
    ({ name, accountId, costTagValue }) => ({
      project: name,
      accountId,
      ...(tagKey !== undefined &&
        costTagValue !== undefined && {
          of: { dimension: { type: 'tag', key: tagKey }, value: costTagValue },
        }),
    }),
  );
  const { claims, problems } = withoutClashes(
    entities.flatMap(entity => claimsOf(entity, home)),
    configured,
  );
  // The accounts that are named, also by a claim that was not met: its spend is then unallocated there.
  const accountIds = new Set<string | undefined>([
    home,
    ...configured.map(({ accountId }) => accountId),
    ...entities
      .filter(({ claims: own, claimsAccount }) => claimsAccount || own.length)
      .map(({ accountId }) => accountId ?? home),
  ]);
  return {
    accounts: [...accountIds].map(accountId =>
      accountWith(
        accountId,
        accountId === home ? DEFAULT_PROJECT : remainderApart(accountId),
        [...configured, ...claims].filter(
          claim => claim.accountId === accountId,
        ),
        tagKey,
      ),
    ),
    problems,
  };
}

/**
 * The project of what is unallocated of an account that is not the default project's. The portal's own has one when the
 * default project was its own and is another account's by now.
 */
export function remainderApart(accountId: string | undefined): string {
  return `${DEFAULT_PROJECT}-${accountId ?? OWN_ACCOUNT_KEY}`;
}

/** What a project claims of an account: a value, or with `isRest` all that is left; without both it is only there. */
interface Claim {
  readonly project: string;
  readonly accountId?: string;
  readonly of?: SpendClaim;
  readonly isRest?: boolean;
}

function claimsOf(entity: EntityProject, home: string | undefined): Claim[] {
  const claimant = {
    project: entity.name,
    accountId: entity.accountId ?? home,
  };
  return entity.claimsAccount
    ? [{ ...claimant, isRest: true }]
    : entity.claims.map(of => ({ ...claimant, of }));
}

function withoutClashes(
  claims: readonly Claim[],
  configured: readonly Claim[],
): { claims: Claim[]; problems: ProjectProblem[] } {
  const met: Claim[] = [];
  const problems: ProjectProblem[] = [];
  for (const claim of claims) {
    const others = [...configured, ...claims].filter(
      other =>
        other.project !== claim.project && spendOf(other) === spendOf(claim),
    );
    if (others.length === 0) {
      met.push(claim);
      continue;
    }
    const names = others.map(({ project }) => `'${project}'`).join(', ');
    problems.push({
      project: claim.project,
      message: `claims ${inWords(claim)}, as ${names} ${
        others.length === 1 ? 'does' : 'do'
      }; ${
        configured.includes(others[0])
          ? 'what app-config says counts'
          : 'nobody gets it, it is unallocated'
      } until one claim is left`,
    });
  }
  return { claims: met, problems };
}

/** The same text for the same spend. */
function spendOf({ accountId, of, isRest }: Claim): string | undefined {
  if (isRest) return JSON.stringify([accountId]);
  return of && JSON.stringify([accountId, of.dimension, of.value]);
}

function inWords({ accountId, of }: Claim): string {
  const account = accountId
    ? `AWS account ${accountId}`
    : 'the default AWS account';
  if (!of) return `all that is left of ${account}`;
  const { type, key } = of.dimension;
  return `${type === 'tag' ? 'tag' : 'cost category'} ${key}=${
    of.value
  } of ${account}`;
}

function accountWith(
  accountId: string | undefined,
  remainder: string,
  claims: readonly Claim[],
  tagKey: string | undefined,
): AttributedAccount {
  const byDimension = new Map<
    string,
    { dimension: CostDimension; projects: Map<string, string> }
  >();
  for (const { project, of } of claims) {
    if (of) {
      const key = orderOf(of.dimension, tagKey);
      const dimension = byDimension.get(key) ?? {
        dimension: of.dimension,
        projects: new Map<string, string>(),
      };
      dimension.projects.set(of.value, project);
      byDimension.set(key, dimension);
    }
  }
  const rest = claims.find(({ isRest }) => isRest)?.project;
  return {
    accountId,
    remainder,
    ...(rest !== undefined && { rest }),
    claims: [...byDimension]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, each]) => each),
  };
}

/** Sorts the configured tag first, then tags, then cost categories, each by key. */
function orderOf(
  { type, key }: CostDimension,
  tagKey: string | undefined,
): string {
  if (type === 'costCategory') return `2 ${key}`;
  return key === tagKey ? '0' : `1 ${key}`;
}

/** What is counted of an account, whoever it is given to. */
export interface Counted {
  readonly metric: string;
  readonly usageTypes: readonly string[];
}

/** A short name of how an account's spend is counted and divided. With another one the stored past was so differently. */
export function attributionDigest(
  account: AttributedAccount,
  counted: Counted,
): string {
  return digestOf([
    ...countedFacts(account, counted),
    account.remainder,
    account.rest ?? null,
    account.claims.map(({ dimension, projects }) => [
      dimension.type,
      dimension.key,
      [...projects].sort(([a], [b]) => (a < b ? -1 : 1)),
    ]),
  ]);
}

/**
 * A short name of how an account's spend is counted, whoever claims it. With another one no amount of the stored past
 * is what it would be now, and all of it is read anew.
 */
export function countingDigest(
  account: AttributedAccount,
  counted: Counted,
): string {
  return digestOf(countedFacts(account, counted));
}

/** Of an attribution that has lost a project to another account: no claims that somebody makes have it. */
export function digestWithout(attribution: string, projects: string[]): string {
  return digestOf([attribution, 'without', ...projects]);
}

function countedFacts(
  { accountId }: AttributedAccount,
  { metric, usageTypes }: Counted,
) {
  return [
    metric,
    [...usageTypes].sort(),
    // The default project's account may become another one.
    accountId ?? null,
  ];
}

function digestOf(facts: readonly unknown[]): string {
  // Long enough that two attributions of one account never share it.
  return createHash('sha256')
    .update(JSON.stringify(facts))
    .digest('hex')
    .slice(0, 16);
}
