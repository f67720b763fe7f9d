/** Which series the rules for the cost of a service judge. */
import type { Series } from '@cloudops/plugin-guardrails-node';
import { DAY_MS } from './calendar';

export function acceptsDailyCosts(
  {
    type,
    periodSeconds,
  }: Pick<Series, 'type' | 'key' | 'unit' | 'periodSeconds'>,
  { enabled }: { readonly enabled: boolean },
): boolean {
  return enabled && type === 'cost' && periodSeconds * 1000 === DAY_MS;
}
