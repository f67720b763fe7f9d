/** Whether all accounts add up, in one sentence. */
import type { ReconciliationReport } from '@cloudops/plugin-guardrails-common';
import type { Translate } from '../../words';
import { byUrgency } from './balance';

/** How many accounts do not add up, in words; undefined when none is known to be off. */
export function accountsOff(
  { accounts }: ReconciliationReport,
  t: Translate,
): string | undefined {
  const off = byUrgency(accounts).filter(({ balance }) =>
    ['unbalanced', 'notReconciled'].includes(balance.state),
  ).length;
  return off > 0
    ? t('reconciliation.someOff', {
        count: off,
        total: String(accounts.length),
      })
    : undefined;
}

export function reconciliationHeadline(
  report: ReconciliationReport,
  t: Translate,
): string {
  if (report.accounts.length === 0) return t('reconciliation.empty');
  const states = byUrgency(report.accounts).map(each => each.balance.state);
  const total = String(states.length);
  const count = (state: string) => states.filter(each => each === state).length;
  const off = accountsOff(report, t);
  if (off) return off;
  if (count('unread') === states.length) return t('reconciliation.noneRead');
  return count('unread') > 0
    ? t('reconciliation.someUnread', { count: count('unread'), total })
    : t('reconciliation.allBalanced', { count: states.length });
}
