import type { AlertCounts } from '@cloudops/plugin-guardrails-common';

/** How many alerts of all severities. */
export function countAlerts({ low, medium, high }: AlertCounts): number {
  return low + medium + high;
}
