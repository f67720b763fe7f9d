/** Whether all accounts add up, in one sentence. */
import type { ReconciliationReport } from '@cloudops/plugin-guardrails-common';
import type { Translate } from '../../words';
import { byUrgency } from './balance';

export function reconciliationHeadline(
  report: ReconciliationReport,
  t: Translate,
): string {
  if (report.accounts.length === 0) return t('reconciliation.empty');
  const states = byUrgency(report.accounts).map(each => each.balance.state);
  const total = String(states.length);
  const count = (state: string) => states.filter(each => each === state).length;
  const off = count('unbalanced') + count('notReconciled');
  if (off > 0) {
    return t('reconciliation.someOff', { count: off, total });
  }
  if (count('unread') === states.length) return t('reconciliation.noneRead');
  return count('unread') > 0
    ? t('reconciliation.someUnread', { count: count('unread'), total })
    : t('reconciliation.allBalanced', { count: states.length });
}
