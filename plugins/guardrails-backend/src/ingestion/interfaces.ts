/** What an ingestion is told about the run it is part of, and where it notes what it did. */
import type { AccountRun } from '../audit';

export interface IngestionRun {
  readonly runId: string;
  readonly signal: AbortSignal;
  /** The time of the run: the same for all that it decides. */
  readonly now: Date;
  rowsWritten(count: number): void;
  /** Called before each request to AWS; throws a {@link RequestCapReached} error when it must not be made. */
  awsRequest(accountId: string | undefined): void | Promise<void>;
  /** What the run's end is to say of an account, for the runs to come. */
  accountRead(
    accountId: string | undefined,
    read: Pick<AccountRun, 'unchanged' | 'steps' | 'missing'>,
  ): void;
  /**
   * One account or project failed; the run goes on with the others and ends as failed.
   *
   * @param projects - names of those whose data are not complete for it: their readers are told, and nobody else's
   */
  failed(scope: string, error: Error, projects?: readonly string[]): void;
  /** Something that somebody has to correct, and that fails nothing: e.g. a claim that two projects make. */
  problem(projectName: string, message: string): void;
  /** How far it is with what it set out to read; noted again whenever it grows. */
  progressed(progress: {
    readonly doneDays: number;
    readonly totalDays: number;
  }): void;
  /** The project's data is complete up to now. */
  completed(projectName: string): void;
}

/** An account's AWS requests of the UTC day are used up. */
export class RequestCapReached extends Error {
  override readonly name = 'RequestCapReached';
}
