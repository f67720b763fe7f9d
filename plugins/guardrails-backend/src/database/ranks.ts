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

/** More than a value of an alert can be (NUMERIC(16,6)). */
const MORE_THAN_ANY_COST = 10 ** 10;

/**
 * How much more than usual a cost alert's service costs; 0 for what costs less, and where it is not about money. What is
 * over costs nothing more: it ranks below all that is not, by what it cost. Joined with others.
 */
export const COST_AT_STAKE_SQL = `((case when alert_type = 'cost' and observed_value > baseline_value then round(observed_value - baseline_value, 6) else 0 end) - (case alerts.status when 'resolved' then ${MORE_THAN_ANY_COST} else 0 end))`;
