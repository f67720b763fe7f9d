/** Measures detection on labelled series: the product, the product with a single profile, and the textbook's limits. */
import type { MetricKind } from '@cloudops/plugin-guardrails-node';
import { builtInRules } from '../../src/detection';
import { BASELINES } from './baselines';
import { QUIET_DAYS, simulateErrors } from './errorSimulation';
import { readRows, type Corpus } from './labels';
import { replay, replayRows, seriesOf, withDefaults } from './replay';
import { lowerQuartileOf } from './resamples';
import {
  eventScore,
  nabScore,
  NAB_PROFILES,
  type EventScore,
  type Scored,
} from './scores';

/** One line of the table of a corpus. */
export interface Measured {
  readonly name: string;
  readonly events: EventScore;
  /** Standard, low false, low missed; absent where the corpus is not NAB's. */
  readonly nab?: readonly number[];
}

export interface CorpusMeasures {
  readonly product: Measured;
  /** Of NAB's standard score, else of F1, over resamples of the series. */
  readonly lowerQuartile: number;
  /** Every series judged as the kind that serves the corpora best together. */
  readonly single: Measured;
  readonly baselines: readonly Measured[];
  /** Series → kinds that served it, with their share of its points. */
  readonly kinds: ReadonlyMap<string, ReadonlyMap<MetricKind, number>>;
  /** Rule → alerts that it opened. */
  readonly byRule: ReadonlyMap<string, number>;
}

/** The kind that serves every series in the row with a single profile. */
export const SINGLE_KIND: MetricKind = 'traffic';

export function measureCorpus(folder: string, corpus: Corpus): CorpusMeasures {
  const rules = withDefaults(builtInRules);
  const product: Scored[] = [];
  const single: Scored[] = [];
  const baselines = new Map<string, Scored[]>(
    Object.keys(BASELINES).map(name => [name, []]),
  );
  const kinds = new Map<string, ReadonlyMap<MetricKind, number>>();
  const byRule = new Map<string, number>();
  for (const labelled of corpus.series) {
    const rows = readRows(folder, labelled);
    const scored = (alerts: readonly number[]): Scored => ({
      rows: labelled.rows,
      stepSeconds: labelled.step,
      warmup: labelled.warmup,
      labels: labelled.events ?? labelled.windows ?? [],
      gap: labelled.gap ?? corpus.gap,
      tolerance: corpus.tolerance,
      alerts,
    });
    const replayed = replayRows(labelled, rows, rules);
    product.push(scored(replayed.alerts));
    kinds.set(labelled.id, replayed.kinds);
    for (const [rule, alerts] of replayed.byRule) {
      byRule.set(rule, (byRule.get(rule) ?? 0) + alerts);
    }
    single.push(scored(replayRows(labelled, rows, rules, SINGLE_KIND).alerts));
    for (const [name, baseline] of Object.entries(BASELINES)) {
      const { series } = seriesOf(labelled, rows);
      const flags = baseline(rows.values, series, labelled.warmup);
      const alerts: number[] = [];
      flags.forEach((flag, row) => {
        if (flag) {
          alerts.push(row);
        }
      });
      baselines.get(name)!.push(scored(alerts));
    }
  }
  const measured = (name: string, series: readonly Scored[]): Measured => ({
    name,
    events: eventScore(series),
    nab:
      corpus.kind === 'nab'
        ? Object.values(NAB_PROFILES).map(
            profile => nabScore(series, profile).score,
          )
        : undefined,
  });
  return {
    product: measured('product', product),
    lowerQuartile: lowerQuartileOf(product, drawn =>
      corpus.kind === 'nab'
        ? nabScore(drawn, NAB_PROFILES.standard).score
        : eventScore(drawn).f1,
    ),
    single: measured(`product, all as ${SINGLE_KIND}`, single),
    baselines: [...baselines].map(([name, series]) => measured(name, series)),
    kinds,
    byRule,
  };
}

export interface ErrorMeasures {
  readonly materialBursts: number;
  readonly recall: number;
  readonly falseAlertsPerSeriesMonth: number;
}

/** An alert this many periods after a burst is its echo and neither right nor wrong. */
const ECHO_PERIODS = 13;
const DAYS = 28;
const DAYS_PER_MONTH = 30;

/** Simulated counts of errors through the product. */
export function measureErrors(series: number, seed: number): ErrorMeasures {
  const rules = withDefaults(builtInRules);
  let material = 0;
  let found = 0;
  let falseAlerts = 0;
  for (let i = 0; i < series; i += 1) {
    const simulated = simulateErrors(seed * 10_000 + i, DAYS);
    const { points } = simulated.series;
    const alerts = replay(simulated.series, rules).openings.map(({ at }) =>
      points.findIndex(point => point.at === at),
    );
    for (const { first, last, isMaterial } of simulated.bursts) {
      if (isMaterial) {
        material += 1;
        found += alerts.some(at => at >= first && at <= last + 1) ? 1 : 0;
      }
    }
    falseAlerts += alerts.filter(
      at =>
        at >= QUIET_DAYS * 288 &&
        !simulated.bursts.some(
          ({ first, last }) => at >= first - 1 && at <= last + ECHO_PERIODS,
        ),
    ).length;
  }
  const months = (series * (DAYS - QUIET_DAYS)) / DAYS_PER_MONTH;
  return {
    materialBursts: material,
    recall: found / material,
    falseAlertsPerSeriesMonth: falseAlerts / months,
  };
}
