/** The accounts of projects that no comparison speaks of: a sum that adds up says nothing about them. */
import type {
  Project,
  ReconciliationReport,
} from '@cloudops/plugin-guardrails-common';

export interface AccountNotCompared {
  readonly accountId: string;
  /** Names of those that the reader may see, in order. */
  readonly projects: readonly string[];
}

export function accountsNotCompared(
  projects: readonly Pick<Project, 'name' | 'accountId'>[],
  { accounts }: Pick<ReconciliationReport, 'accounts'>,
): AccountNotCompared[] {
  const compared = new Set(accounts.map(({ accountId }) => accountId));
  const left = new Map<string, string[]>();
  for (const { name, accountId } of projects) {
    // Without an account nothing reads the project any more.
    if (accountId === undefined || compared.has(accountId)) continue;
    left.set(accountId, [...(left.get(accountId) ?? []), name]);
  }
  return [...left]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([accountId, names]) => ({ accountId, projects: names.sort() }));
}
