/** Labelled daily costs: what a corpus of them holds, and how one is read from a folder. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What a series suffers from, by 0-based day, ends inclusive. */
export interface CostEvent {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** The cost stays at its new level. */
  readonly permanent: boolean;
  /** Large enough that it has to be found; others are neither required nor counted as false. */
  readonly material: boolean;
}

/** One day: its final cost, and what was known of it one and two days after. */
export interface LabelledDay {
  /** UTC midnight, milliseconds since the epoch. */
  readonly at: number;
  readonly final: number;
  readonly firstSeen: number;
  readonly seenAfterTwoDays: number;
}

export interface LabelledCosts {
  readonly id: string;
  /** Days at the start on which nothing is expected of a detector. */
  readonly warmup: number;
  /** False when the service is known to have cost nothing before the first day; else the days before are unknown. */
  readonly existedBefore: boolean;
  readonly days: readonly LabelledDay[];
  readonly events: readonly CostEvent[];
}

const labels = z.object({
  corpora: z.object({
    cost: z.object({
      series: z.record(
        z.string(),
        z.object({
          file: z.string(),
          rows: z.number(),
          warmup: z.number(),
          existing: z.boolean(),
          events: z.array(
            z.object({
              type: z.string(),
              start: z.number(),
              end: z.number(),
              permanent: z.boolean(),
              material: z.boolean(),
            }),
          ),
        }),
      ),
    }),
  }),
});

/**
 * Reads the corpus `cost` of a folder with `labels.json` and the files that it names: lines of
 * `date,final cost,cost as first seen,cost as seen after two days` under a header.
 *
 * @throws when a file is missing or does not hold what the labels say
 */
export async function readCostCorpus(folder: string): Promise<LabelledCosts[]> {
  const text = await readFile(join(folder, 'labels.json'), 'utf8');
  const { series } = labels.parse(JSON.parse(text)).corpora.cost;
  return Promise.all(
    Object.entries(series).map(async ([id, each]) => {
      // A file may go on with zeros after its service was shut down; those days are not part of the corpus.
      const lines = (await readFile(join(folder, each.file), 'utf8'))
        .trim()
        .split(/\r?\n/)
        .slice(1, each.rows + 1);
      if (lines.length < each.rows) {
        throw new Error(
          `${each.file}: has ${lines.length} days, takes ${each.rows} as labels.json says`,
        );
      }
      return {
        id,
        warmup: each.warmup,
        existedBefore: each.existing,
        days: lines.map((line, row) => dayIn(line, `${each.file}:${row + 2}`)),
        events: each.events,
      };
    }),
  );
}

function dayIn(line: string, place: string): LabelledDay {
  const [date, ...amounts] = line.split(',');
  const at = Date.parse(`${date}T00:00:00Z`);
  const [final, firstSeen, seenAfterTwoDays] = amounts.map(Number);
  if (
    amounts.length !== 3 ||
    ![at, final, firstSeen, seenAfterTwoDays].every(Number.isFinite)
  ) {
    throw new Error(`${place}: got '${line}', takes a date and three amounts`);
  }
  return { at, final, firstSeen, seenAfterTwoDays };
}
