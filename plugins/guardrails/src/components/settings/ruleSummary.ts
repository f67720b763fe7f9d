/** What a rule looks for, in the reader's words. */
import type { Translate } from '../../words';

/** The rules that the product brings. */
const RULES = [
  'cost_limit',
  'cost_new_service',
  'cost_monthly_charge',
  'cost_spike',
  'cost_sparse_spike',
  'cost_level_shift',
  'cost_drift',
  'error_burst',
  'level_shift',
  'sudden_jump',
  'short_change',
  'peak_exceeded',
  'seasonal_deviation',
  'static_limit',
] as const;

/** The rule's name where the product brings it, otherwise undefined. */
export function ruleOfProduct(rule: string) {
  return RULES.find(each => each === rule);
}

/** Undefined of a rule that somebody else brings: its own summary tells it. */
export function ruleSummary(rule: string, t: Translate): string | undefined {
  const known = ruleOfProduct(rule);
  return known && t(`rule.${known}`);
}
