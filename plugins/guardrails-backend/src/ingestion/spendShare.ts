/** Which part of an account's spend is a project's: what it claims, less what others take before it. */
import type { SpendShare } from '@cloudops/plugin-guardrails-node';
import type { AttributedAccount, DimensionClaims } from './attribution';
import type { LeftOut } from './leftOut';

/** The account, and the parts of its spend; without parts all of it is the project's. */
export interface ProjectSpend {
  /** Absent for the account of the portal's own credentials. */
  readonly accountId?: string;
  readonly shares?: readonly SpendShare[];
  /** What other accounts' own reads count of the bill; absent: nothing. */
  readonly leftOut?: LeftOut;
}

/** Undefined when the project has no share of any of the accounts. */
export function spendOfProject(
  accounts: readonly AttributedAccount[],
  project: string,
): ProjectSpend | undefined {
  for (const account of accounts) {
    const shares = sharesOf(account, project);
    if (shares.length > 0) {
      const isAll = shares.some(({ of, except }) => !of && !except?.length);
      return {
        accountId: account.accountId,
        ...(!isAll && { shares }),
        ...(account.leftOut?.usage.length && { leftOut: account.leftOut }),
      };
    }
  }
  return undefined;
}

function sharesOf(
  { claims, rest, remainder }: AttributedAccount,
  project: string,
): SpendShare[] {
  const claimed = claims.flatMap(({ dimension, projects }, index) => {
    const values = [...projects]
      .filter(([, claimant]) => claimant === project)
      .map(([value]) => value);
    return values.length > 0
      ? [
          {
            of: { dimension, values },
            except: claims.slice(0, index).map(allValues),
          },
        ]
      : [];
  });
  return (rest ?? remainder) === project
    ? [...claimed, { except: claims.map(allValues) }]
    : claimed;
}

function allValues({ dimension, projects }: DimensionClaims) {
  return { dimension, values: [...projects.keys()] };
}
