/** What acting on an alert is worth, sized from the alert's own numbers. */
import type {
  PlaybookAlert,
  RecommendationDraft,
} from '@cloudops/plugin-guardrails-node';
import { amount, perMonth } from '../detection/wording';
import { expectedPerMonth } from './savings';

type Values = Pick<PlaybookAlert, 'observedValue' | 'baselineValue' | 'unit'>;

/** `about $2,900 a month if it stays`; against its limit where that is all the rule knows. */
export function monthlyImpact({
  observedValue,
  baselineValue,
  unit,
}: Values): string {
  const more = observedValue - baselineValue;
  return more >= 0
    ? `about ${perMonth(more, unit)} a month if it stays`
    : `costs about ${perMonth(-more, unit)} a month less than usual`;
}

/**
 * What a recommendation is worth that saves what the alert is about: in words, and as the amount that the bills can be
 * held against once it is done. A limit that makes the next rise known earlier saves nothing of this one.
 *
 * @param words - the impact, from the words for the amount
 */
export function monthlySaving(
  alert: Values & Pick<PlaybookAlert, 'alertType'>,
  words = (saving: string) => saving,
): Pick<RecommendationDraft, 'impact' | 'savesPerMonth'> {
  return {
    impact: words(monthlyImpact(alert)),
    savesPerMonth: expectedPerMonth(alert),
  };
}

/** `about 88 failed requests fewer in each period like this one`, `240 ms less at the 95th percentile`. */
export function reliabilityImpact({
  observedValue,
  baselineValue,
  unit,
  metricName,
}: Values & Pick<PlaybookAlert, 'metricName'>): string {
  const more = amount(Math.abs(observedValue - baselineValue), unit);
  if (metricName === '5xx_count') {
    return `about ${more} failed requests fewer in every period like this one`;
  }
  if (metricName === 'p95_latency_ms') {
    return `one request in twenty is at least ${more} faster again`;
  }
  return `${more} back to the usual ${amount(baselineValue, unit)}`;
}
