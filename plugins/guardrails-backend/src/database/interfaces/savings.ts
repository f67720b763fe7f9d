/** What the bills showed of recommendations that are done. */
import type { Day } from './costs';
import type { ProjectLabel } from './projects';
import type {
  AlertOfRecommendation,
  SizedRecommendation,
} from './recommendations';

/** A recommendation that saves money and is done, with what its savings are told and measured by. */
export interface DoneRecommendation
  extends Pick<SizedRecommendation, 'id' | 'projectId' | 'owner'> {
  readonly savesPerMonth: number;
  readonly doneAt: Date;
  readonly project: ProjectLabel;
  readonly alert: Pick<AlertOfRecommendation, 'serviceName' | 'windowStart'>;
  /** Absent when nothing is stored of it. */
  readonly measured?: MeasuredSavingsRecord;
}

/** What the bills showed, and of which days. */
export interface MeasuredSavingsRecord {
  /** Version of the calculation. */
  readonly method: number;
  readonly firstDay: Day;
  readonly doneOn: Day;
  readonly lastDay: Day;
  /** Final days after it was done. */
  readonly days: number;
  /** In the currency of the costs; both absent while there are too few days, or too few that are stored. */
  readonly perMonth?: number;
  readonly plusMinus?: number;
}

/** What recommendations of one owner come to. */
export interface SavingsSum {
  /** Absent for those of nobody. */
  readonly owner?: string;
  readonly expectedPerMonth: number;
  readonly recommendations: number;
  /** How many of them were measured, and what these come to; their errors are independent, so it is the squares that add up. */
  readonly measured: number;
  readonly measuredPerMonth: number;
  readonly squaredPlusMinus: number;
}

/** What the savings of a project come to by owner, each counted once. */
export interface ProjectSavings {
  readonly sums: readonly SavingsSum[];
  readonly currency?: string;
  /** The last final day that some were measured on which are to be measured on later ones too. */
  readonly lastFinal?: Day;
}

/** A project, with what is known of its savings; absent when that has to be added up anew. */
export interface SummedProject {
  readonly projectId: string;
  readonly name: string;
  readonly savings?: ProjectSavings;
}

/**
 * Rows are deleted by whoever writes or changes a cost of the days that they were measured on, in the same transaction.
 * They outlive days that are deleted.
 */
export interface SavingsStore {
  /**
   * Adds the expectations of recommendations whose sentence has one and that have none stored: backends of the version
   * before `expected_savings`, which run beside this one while a portal is replaced, write the sentence alone.
   *
   * Can go with its caller in the release after the next one: nobody replaces that version by it.
   */
  expectAsWritten(): Promise<void>;
  /** Recommendations of the projects (of all when absent) that save money and are done since `since`, the first one first; one query. */
  done(
    projectIds: readonly string[] | undefined,
    since: Date,
  ): Promise<DoneRecommendation[]>;
  /** What is stored, by the recommendation's id; one query. */
  ofRecommendations(
    ids: readonly string[],
  ): Promise<Map<string, MeasuredSavingsRecord>>;
  /** Stores or replaces what was measured, by the recommendation's id. */
  put(
    projectId: string,
    measured: ReadonlyMap<string, MeasuredSavingsRecord>,
  ): Promise<void>;
  /**
   * The projects (all when absent), with what their savings of what was done since `since` come to as far as it is stored
   * and `method` measured it; one query.
   */
  summed(
    projectIds: readonly string[] | undefined,
    since: Date,
    method: number,
  ): Promise<SummedProject[]>;
  /** Makes sums storable of projects that are new. */
  expectSums(): Promise<void>;
  /** Until the end of the transaction, what is added up of a project is changed by nobody without emptying {@link putSums}. */
  lockSums(projectId: string): Promise<void>;
  /** Stores what was added up under {@link lockSums}: of what was done since `since.first`, or since any moment up to `since.last`. */
  putSums(
    projectId: string,
    savings: ProjectSavings,
    of: {
      readonly method: number;
      readonly since: { readonly first: Date; readonly last?: Date };
    },
  ): Promise<void>;
}
