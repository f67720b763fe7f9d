/** What services cost, day by day. */

/** UTC day, `YYYY-MM-DD`. */
export type Day = string;

/** What one service cost one project on one day. `amount` is a decimal of at most four places. */
export interface DailyCost {
  readonly date: Day;
  readonly service: string;
  readonly amount: string;
  readonly currency: string;
}

/** A stored amount that was replaced by another. */
export interface CostRestatement {
  readonly date: Day;
  readonly service: string;
  readonly currency: string;
  readonly from: string;
  readonly to: string;
}

export interface CostUpsert {
  readonly inserted: number;
  readonly restated: readonly CostRestatement[];
}

export interface CostRange {
  readonly projectId: string;
  /** First day, inclusive. */
  readonly from: Day;
  /** Last day, inclusive. */
  readonly to: Day;
  /** Only these services; all when absent. */
  readonly services?: readonly string[];
  /** Usage when absent: credits and refunds must never hide what was used. */
  readonly spend?: CostKind;
}

/** UTC days, both included. */
export type DayRange = Pick<CostRange, 'from' | 'to'>;

/** What one service, or all of them together, cost a project within a range of days. */
export interface CostSeriesRange extends DayRange {
  readonly projectId: string;
  /** All services when absent. */
  readonly service?: string;
}

/** First and last day of stored usage, and what it is in. */
export interface CostExtent {
  readonly first: Day;
  readonly last: Day;
  readonly currency: string;
}

/** Use of AWS services, or the charges that lie under reserved service names (`isCharge` of the common package). */
export type CostKind = 'usage' | 'charges';

export interface AmountsOfService {
  readonly service: string;
  readonly days: readonly number[];
  readonly amounts: readonly number[];
}

export interface CostsOfService {
  readonly service: string;
  readonly tenThousandths: readonly (number | null)[];
  /** Of the days before; null where nothing is stored. */
  readonly before: number | null;
}

export interface CostStore {
  /** Inserts new days and replaces changed amounts; unchanged rows are not touched. */
  upsert(projectId: string, costs: readonly DailyCost[]): Promise<CostUpsert>;
  /** Every stored day and service of the range, by service and day. */
  amounts(
    range: CostRange,
  ): Promise<{ date: Day; service: string; amount: number }[]>;
  /**
   * Usage of several projects in a range of days: by project id, each service with its days (counted from the first of
   * the range) and what they cost, in no order; one query that answers a row for each service.
   */
  amountsOfProjects(
    projectIds: readonly string[],
    range: Pick<CostRange, 'from' | 'to'>,
  ): Promise<Map<string, AmountsOfService[]>>;
  /**
   * Usage and charges alike, for each service (in no particular order) one amount for each day of the range, in
   * ten-thousandths, which add up exactly; null where nothing is stored. And how far what is stored of the project
   * reaches, undefined where nothing is.
   */
  table(
    range: Omit<CostRange, 'spend'> & {
      /** First of days right before the range, which are added up. */
      readonly before?: Day;
    },
  ): Promise<{
    readonly extent: CostExtent | undefined;
    readonly services: readonly CostsOfService[];
  }>;
  /** Sums by service, largest first; summed by the database. */
  totalsByService(
    range: CostRange,
  ): Promise<{ service: string; total: number }[]>;
  /** Sums by day in order, only days that have rows; summed by the database. */
  totalsByDay(range: CostRange): Promise<{ date: Day; total: number }[]>;
  /** Sums by day in order over all of the projects, only days that have rows; summed by the database. */
  totalsOfProjects(
    projectIds: readonly string[],
    range: Pick<CostRange, 'from' | 'to' | 'spend'>,
  ): Promise<{ date: Day; total: number }[]>;
  /** For each of the series its usage by day, in order and only days that have rows; one query. */
  series(
    series: readonly CostSeriesRange[],
  ): Promise<{ date: Day; amount: number }[][]>;
  /** The sum of each of the projects that has rows in the range, by project id; summed by the database. */
  totalsByProject(
    projectIds: readonly string[],
    range: Pick<CostRange, 'from' | 'to' | 'spend'>,
  ): Promise<Map<string, number>>;
  /** Sum of the range; 0 when nothing is stored. */
  total(range: CostRange): Promise<number>;
  /**
   * Nobody else writes or deletes costs of the project until the transaction ends. Somebody who changes rows by hand,
   * past the store, is not waited for.
   */
  lock(projectId: string): Promise<void>;
  /**
   * Deletes the oldest days before `day`, as many as have `rows` rows together; answers how many rows, fewer when
   * none is left. Whole days, so that what is stored of a day is always what it cost.
   */
  deleteBefore(projectId: string, day: Day, rows: number): Promise<number>;
  /** Of a project; undefined when no usage is stored. */
  extent(projectId: string): Promise<CostExtent | undefined>;
  /** Of each of the projects that has usage stored, by project id; one query. */
  extents(projectIds: readonly string[]): Promise<Map<string, CostExtent>>;
}
