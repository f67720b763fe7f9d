/** What an account's bill and its projects' stored costs are counted in: a project keeps one currency for ever. */
import type { Stores } from '../database';
import { DEFAULT_PROJECT } from '../config';
import type { ProjectProblem } from '../projects';
import { type AttributedAccount, projectsOf } from './attribution';
import { scopeOf } from './costReads';

/** By project name, the ISO 4217 code of what is stored. */
export type StoredCurrencies = ReadonlyMap<string, string>;

/** An account is billed in another currency than some of the projects that claim spend of it have their costs in. */
export class OtherCurrency extends Error {
  override readonly name = 'OtherCurrency';

  /** @param currency - ISO 4217: the account's */
  constructor(readonly currency: string) {
    super(`the account is billed in ${currency}`);
  }
}

export async function storedCurrencies({
  projects,
  costs,
}: Pick<Stores, 'projects' | 'costs'>): Promise<StoredCurrencies> {
  const all = await projects.list();
  const extents = await costs.extents(all.map(({ id }) => id));
  return new Map(
    all.flatMap(({ id, name }): [string, string][] => {
      const extent = extents.get(id);
      return extent ? [[name, extent.currency]] : [];
    }),
  );
}

/**
 * @throws OtherCurrency when a project that claims some of the account has costs in another one; Error when the one does
 *   that has the rest
 */
export function assertOneCurrency(
  account: AttributedAccount,
  currency: string | undefined,
  stored: StoredCurrencies,
): void {
  const others = projectsOf(account).filter(
    name =>
      currency !== undefined && (stored.get(name) ?? currency) !== currency,
  );
  const { remainder } = account;
  if (others.includes(remainder)) {
    throw new Error(
      `is billed in ${currency}, and project '${remainder}', which has what nobody claims of it, has its costs in ${stored.get(
        remainder,
      )}; a project keeps one currency, so nothing of the account is stored. ${
        remainder === DEFAULT_PROJECT
          ? `Let '${DEFAULT_PROJECT}' name an account that is billed in ${stored.get(
              remainder,
            )}`
          : 'It can be read again when it is billed as before'
      }`,
    );
  }
  if (others.length > 0) throw new OtherCurrency(currency!);
}

/**
 * Without the claims of projects that have costs in another currency than the account's: what they claim of it is
 * unallocated, and all else of it goes on.
 */
export function inOneCurrency(
  account: AttributedAccount,
  currency: string | undefined,
  stored: StoredCurrencies,
): { account: AttributedAccount; problems: ProjectProblem[] } {
  const { remainder, rest, claims } = account;
  const others = projectsOf(account).filter(
    name =>
      name !== remainder &&
      currency !== undefined &&
      (stored.get(name) ?? currency) !== currency,
  );
  if (others.length === 0) {
    return { account, problems: [] };
  }
  return {
    account: {
      ...account,
      rest: rest !== undefined && others.includes(rest) ? undefined : rest,
      claims: claims
        .map(({ dimension, projects }) => ({
          dimension,
          projects: new Map(
            [...projects].filter(([, name]) => !others.includes(name)),
          ),
        }))
        .filter(({ projects }) => projects.size > 0),
    },
    problems: others.map(project => ({
      project,
      message: `has its costs in ${stored.get(project)}, and ${scopeOf(
        account,
      )} is billed in ${currency}: a project keeps one currency, so what it claims of that account is unallocated there. Let an entity of another name claim it`,
    })),
  };
}
