/** What lists are ranked by, as SQL over a row of `alerts`: to the letter what the indexes are declared on. */
import type { Severity } from '@cloudops/plugin-guardrails-common';

export const SEVERITY_RANK: Readonly<Record<Severity, number>> = {
  high: 3,
  medium: 2,
  low: 1,
};

export const SEVERITY_RANK_SQL = `(case severity when 'high' then 3 when 'medium' then 2 else 1 end)`;

/** Every alert that is not resolved before every one that is, and the worst first within both. Joined with others. */
export const URGENCY_RANK_SQL = `((case alerts.status when 'resolved' then 0 else 3 end) + ${SEVERITY_RANK_SQL})`;

/** How much more than usual a cost alert's service cost; 0 for what cost less, and where it is not about money. */
export const EXCESS_COST_SQL = `(case when alert_type = 'cost' and observed_value > baseline_value then round(observed_value - baseline_value, 6) else 0 end)`;
