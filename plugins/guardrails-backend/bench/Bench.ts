/** What a bench is: one module `<name>.bench.ts` in a package's folder `bench/`, beside the code that it measures. */

/** A number as it was measured, or one with its reference from the same run, which then counts as their ratio. */
export type Figure =
  | number
  | { readonly value: number; readonly reference: number };

/** What a figure should reach, or must not exceed; for a figure with a reference, its ratio. */
export type Limit = { readonly atLeast: number } | { readonly atMost: number };

export interface BenchResult {
  /** Name to figure, the unit at the end of the name, e.g. `peak_memory_mb`. */
  readonly figures: Readonly<Record<string, Figure>>;
  /** What is promised, by the names of figures. */
  readonly targets: Readonly<Record<string, Limit>>;
  /** Below which the bench fails, by the names of figures; where none is given, the target is the floor. */
  readonly floors?: Readonly<Record<string, Limit>>;
}

export interface BenchOption {
  /** For `--help`, with the unit. */
  readonly describe: string;
  /** Fits two cores and 8 GiB. */
  readonly default: number | string;
  /** So small that a whole run takes seconds: it is part of `npm test`. */
  readonly smoke: number | string;
}

export interface BenchContext {
  /** Connection string of a PostgreSQL that may create databases, as a superuser. */
  readonly postgresUrl: string;
  /** Says on the console what is being done. */
  readonly say: (line: string) => void;
}

export interface Bench<O extends string = string> {
  /** The same as that of its file. */
  readonly name: string;
  /** One sentence. */
  readonly describe: string;
  /** Its figures do not depend on the machine, and the sizes of a smoke run suffice: they are held against the floors too. */
  readonly smokeIsMeasured?: boolean;
  /** By camel-case name; on the command line it has dashes: `metricRows` is `--metric-rows`. */
  readonly options: Readonly<Record<O, BenchOption>>;
  /** Rejects when it could not measure. */
  run(
    options: Readonly<Record<O, any>>,
    context: BenchContext,
  ): Promise<BenchResult>;
}
