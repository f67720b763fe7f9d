/** When findings of a series open an alert, and when quiet points resolve it: the same for a run and for a backtest. */
import type { Series } from '@cloudops/plugin-guardrails-node';
import type { AlertPolicy } from './plan';
import { silencesOf } from './silences';

/** Quiet final points that resolve an alert: four days of cost, an hour of five-minute metrics (docs/detection.md). */
const QUIET_POINTS = { cost: 4, reliability: 12 } as const;

/** How long rows may still change after they arrived. */
export interface Settling {
  /** `costs.finalAfterDays`. */
  readonly finalAfterDays: number;
  /** `metrics.overlapMinutes`. */
  readonly overlapMinutes: number;
}

/**
 * @param opensFrom - points before this open no alert, milliseconds since the epoch
 * @param newest - the newest point of the series, judged or not
 * @param judgedFrom - the first judged point
 * @param askedThrough - until when a source of metrics has told all values there are; absent where that is not known
 */
export function alertPolicyOf(
  series: Series,
  { finalAfterDays, overlapMinutes }: Settling,
  {
    opensFrom,
    newest,
    judgedFrom,
    askedThrough,
  }: Pick<AlertPolicy, 'opensFrom' | 'newest'> & {
    readonly judgedFrom: number;
    readonly askedThrough?: number;
  },
): AlertPolicy {
  const { type, periodSeconds } = series;
  return {
    type,
    periodMs: periodSeconds * 1000,
    opensFrom,
    settlePeriods:
      type === 'cost'
        ? finalAfterDays
        : Math.ceil((overlapMinutes * 60) / periodSeconds),
    quietPoints: QUIET_POINTS[type],
    newest,
    silences: silencesOf(series, judgedFrom, askedThrough),
  };
}
