/** Labelled series of a data folder: which corpora there are, what was labelled in them, and their rows. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const interval = z.tuple([z.number().int(), z.number().int()]);

const labelledSeries = z.object({
  /** Path of the rows below the folder: a header, then `t,v`: epoch seconds and a value, empty where it is missing. */
  file: z.string(),
  rows: z.number().int(),
  /** Seconds between two rows. */
  step: z.number().int(),
  /** Rows at the start that are not scored. */
  warmup: z.number().int(),
  /** Rows between two labels, or alerts, that make them one. */
  gap: z.number().int().optional(),
  /** Which values its people call bad. */
  bad: z.enum(['high', 'both']).optional(),
  /** First and last row of what NAB's people marked, widened by them. */
  windows: z.array(interval).optional(),
  /** First and last row of what operators marked. */
  events: z.array(interval).optional(),
});

const labelFile = z.object({
  corpora: z.record(
    z.string(),
    z.looseObject({
      kind: z.enum(['nab', 'events', 'cost']),
      gap: z.number().int(),
      tol: z.number().int(),
      series: z.record(z.string(), z.looseObject({})),
    }),
  ),
});

export type LabelledSeries = z.output<typeof labelledSeries> & {
  readonly id: string;
};

export interface Corpus {
  readonly name: string;
  readonly kind: 'nab' | 'events';
  /** Rows between labels, or alerts, that make them one, where a series does not say. */
  readonly gap: number;
  /** Rows by which an alert may miss an event. */
  readonly tolerance: number;
  readonly series: readonly LabelledSeries[];
}

/**
 * A corpus of `labels.json`.
 *
 * @param folder - holds `labels.json` and the files that it names
 * @throws Error naming the file and what is wrong with it
 */
export function readCorpus(folder: string, name: string): Corpus | undefined {
  const path = join(folder, 'labels.json');
  const { corpora } = labelFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  const corpus = corpora[name];
  if (!corpus) {
    return undefined;
  }
  if (corpus.kind === 'cost') {
    throw new Error(`${path}: corpus ${name} is of costs, not of metrics`);
  }
  return {
    name,
    kind: corpus.kind,
    gap: corpus.gap,
    tolerance: corpus.tol,
    series: Object.entries(corpus.series).map(([id, each]) => ({
      id,
      ...labelledSeries.parse(each),
    })),
  };
}

/** Rows in the order of the file: epoch seconds, and a value that is NaN where it is missing. */
export interface Rows {
  readonly times: Float64Array;
  readonly values: Float64Array;
}

export function readRows(folder: string, { file, rows }: LabelledSeries): Rows {
  const lines = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n');
  if (lines.length - 1 !== rows) {
    throw new Error(
      `${join(folder, file)}: ${lines.length - 1} rows, labelled are ${rows}`,
    );
  }
  const times = new Float64Array(rows);
  const values = new Float64Array(rows);
  for (let i = 0; i < rows; i += 1) {
    const [time, value] = lines[i + 1].split(',');
    times[i] = Number(time);
    values[i] = value.trim() === '' ? NaN : Number(value);
  }
  return { times, values };
}
