/** Which AWS accounts are read, and whose their spend is: the projects that claim it, or else the account's remainder. */
import { createHash } from 'node:crypto';
import type { CostDimension } from '@cloudops/plugin-guardrails-node';
import { DEFAULT_PROJECT, type ProjectConfig } from '../config';

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
  /** The project that takes what no other one claims: what is unallocated. */
  readonly remainder: string;
  /**
   * In the order in which they take their share: what one has taken the next cannot, so that spend that two claim is
   * counted once.
   */
  readonly claims: readonly DimensionClaims[];
}

/** The remainder and every claimant, each once. */
export function projectsOf({ remainder, claims }: AttributedAccount): string[] {
  return [
    ...new Set([
      remainder,
      ...claims.flatMap(({ projects }) => [...projects.values()]),
    ]),
  ];
}

/**
 * Every account that a project names, the default project's first. That is the portal's own, which needs no naming,
 * unless the default project names another one; then the portal's own is not read.
 */
export function attributedAccounts(
  projects: readonly ProjectConfig[],
  tagKey: string | undefined,
): AttributedAccount[] {
  const home = projects.find(({ name }) => name === DEFAULT_PROJECT)?.accountId;
  const claims = new Map<string | undefined, Map<string, string>>([
    [home, new Map()],
  ]);
  for (const { accountId, costTagValue, name } of projects) {
    const ofAccount = claims.get(accountId) ?? new Map<string, string>();
    claims.set(accountId, ofAccount);
    if (costTagValue !== undefined) {
      ofAccount.set(costTagValue, name);
    }
  }
  return [...claims].map(([accountId, ofAccount]) => ({
    accountId,
    remainder:
      accountId === home ? DEFAULT_PROJECT : `${DEFAULT_PROJECT}-${accountId}`,
    claims:
      tagKey === undefined || ofAccount.size === 0
        ? []
        : [
            {
              dimension: { type: 'tag', key: tagKey } as const,
              projects: ofAccount,
            },
          ],
  }));
}

/**
 * A short name of how an account's spend is counted and divided. With another one the stored past was divided
 * differently, and is read anew.
 */
export function attributionDigest(
  account: AttributedAccount,
  counted: { readonly metric: string; readonly usageTypes: readonly string[] },
): string {
  const facts = [
    counted.metric,
    [...counted.usageTypes].sort(),
    account.remainder,
    account.claims.map(({ dimension, projects }) => [
      dimension.type,
      dimension.key,
      [...projects].sort(([a], [b]) => (a < b ? -1 : 1)),
    ]),
  ];
  // Long enough that two attributions of one account never share it.
  return createHash('sha256')
    .update(JSON.stringify(facts))
    .digest('hex')
    .slice(0, 16);
}
