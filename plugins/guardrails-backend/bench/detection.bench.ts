/** How well detection finds what people labelled, through the product's own rules and alert life. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Bench, BenchContext, Figure, Limit } from './Bench';
import { benchCosts } from './detection/costs';
import { readCorpus } from './detection/labels';
import {
  measureCorpus,
  measureErrors,
  type CorpusMeasures,
} from './detection/measure';

const METRIC_CORPORA = ['nab', 'kpi', 'msft', 'kpi1m'] as const;

/** What each figure should reach. */
const TARGETS: Readonly<Record<string, Limit>> = {
  nab_standard: { atLeast: 80 },
  kpi_f1: { atLeast: 0.78 },
  kpi_false_per_series_month: { atMost: 2 },
  msft_f1: { atLeast: 0.58 },
  errors_recall: { atLeast: 0.97 },
  errors_false_per_series_month: { atMost: 0.5 },
};

/** Below what detection must not fall again: a little under where the development split stands. */
const FLOORS: Readonly<Record<string, Limit>> = {
  nab_standard: { atLeast: 79 },
  kpi_f1: { atLeast: 0.77 },
  msft_f1: { atLeast: 0.65 },
};

export const bench: Bench<
  'data' | 'corpora' | 'services' | 'costSeed' | 'simulatedSeries' | 'seed'
> = {
  name: 'detection',
  describe:
    'What is found of labelled anomalies, and how much else, beside the limits of the textbook.',
  smokeIsMeasured: true,
  options: {
    data: {
      describe:
        'folder with labels.json and the series that it names; without it series are generated',
      default: '',
      smoke: '',
    },
    corpora: {
      describe: 'which of its corpora of metrics, separated by commas',
      default: 'nab,kpi,msft',
      smoke: '',
    },
    services: {
      describe: 'how many services to generate the costs of',
      default: 200,
      // 156 anomalies that matter: of the 19 of 8 services, one that is missed weighs 5 %.
      smoke: 60,
    },
    costSeed: {
      describe: 'of the generated costs: another one makes other services',
      default: 20_260,
      smoke: 20_260,
    },
    simulatedSeries: {
      describe: 'simulated series of 5xx counts, 28 days each',
      default: 150,
      // 15 series-months: one false alert weighs 0.07, of 2 series it weighed 0.8.
      smoke: 24,
    },
    seed: { describe: 'of the simulation', default: 7, smoke: 7 },
  },
  async run(
    { data, corpora, services, costSeed, simulatedSeries, seed },
    context,
  ) {
    const figures: Record<string, Figure> = {};
    const folder = resolve(data || '.');
    const asked = String(corpora).split(',').filter(Boolean);
    if (data && !existsSync(join(folder, 'labels.json'))) {
      throw new Error(
        `--data: there is no labels.json in ${folder}; takes a folder of labelled series`,
      );
    }
    for (const name of METRIC_CORPORA) {
      const corpus =
        data && asked.includes(name) ? readCorpus(folder, name) : undefined;
      if (corpus) {
        const measures = measureCorpus(folder, corpus);
        tell(name, measures, context);
        Object.assign(figures, figuresOf(name, measures));
      }
    }
    const errors = measureErrors(simulatedSeries, seed);
    figures.errors_recall = errors.recall;
    figures.errors_false_per_series_month = errors.falseAlertsPerSeriesMonth;
    const known = (limits: Readonly<Record<string, Limit>>) =>
      Object.fromEntries(
        Object.entries(limits).filter(([name]) => name in figures),
      );
    const costs = await benchCosts(
      { folder: data, services, seed: costSeed },
      context.say,
    );
    return {
      figures: { ...costs.figures, ...figures },
      targets: { ...costs.targets, ...known(TARGETS) },
      floors: { ...costs.floors, ...known(FLOORS) },
    };
  },
};

function figuresOf(
  corpus: string,
  { product: { events, nab }, lowerQuartile }: CorpusMeasures,
): Record<string, Figure> {
  const [standard, lowFalse, lowMissed] = nab ?? [];
  return {
    ...(nab && {
      [`${corpus}_standard`]: standard,
      [`${corpus}_low_false`]: lowFalse,
      [`${corpus}_low_missed`]: lowMissed,
    }),
    [`${corpus}_precision`]: events.precision,
    [`${corpus}_recall`]: events.recall,
    [`${corpus}_f1`]: events.f1,
    [`${corpus}_${nab ? 'standard' : 'f1'}_lower_quartile`]: lowerQuartile,
    [`${corpus}_false_per_series_month`]: events.falseAlertsPerSeriesMonth,
    [`${corpus}_delay_minutes`]: (events.medianDelaySeconds ?? 0) / 60,
  };
}

/** The table of a corpus, which kind served which series, and which rule opened how many alerts. */
function tell(
  corpus: string,
  { product, single, baselines, kinds, byRule }: CorpusMeasures,
  { say }: BenchContext,
): void {
  say('');
  say(
    `${corpus}: NAB standard / low false / low missed · precision / recall / F1 · false per series-month · delay`,
  );
  for (const { name, nab, events } of [product, single, ...baselines]) {
    const scores = nab ? nab.map(score => score.toFixed(1)).join(' / ') : '–';
    const strict = [events.precision, events.recall, events.f1]
      .map(share => share.toFixed(3))
      .join(' / ');
    say(
      `  ${name.padEnd(28)} ${scores.padEnd(
        24,
      )} ${strict}  ${events.falseAlertsPerSeriesMonth
        .toFixed(2)
        .padStart(8)}  ${Math.round(
        (events.medianDelaySeconds ?? 0) / 60,
      )} min`,
    );
  }
  say(
    `  alerts by rule: ${[...byRule]
      .sort(([, a], [, b]) => b - a)
      .map(([rule, alerts]) => `${rule} ${alerts}`)
      .join(', ')}`,
  );
  for (const [series, shares] of kinds) {
    say(
      `  ${series}: ${[...shares]
        .sort(([, a], [, b]) => b - a)
        .map(([kind, share]) => `${kind} ${Math.round(100 * share)} %`)
        .join(', ')}`,
    );
  }
}
