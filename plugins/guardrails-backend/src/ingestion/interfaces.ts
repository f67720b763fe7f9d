/** What an ingestion is told about the run it is part of, and where it notes what it did. */

export interface IngestionRun {
  readonly runId: string;
  readonly signal: AbortSignal;
  /** The time of the run: the same for all that it decides. */
  readonly now: Date;
  rowsWritten(count: number): void;
  /** Called before each request to AWS; throws when it must not be made. */
  awsRequest(accountId: string | undefined): void | Promise<void>;
  /** One account or project failed; the run goes on with the others and ends as failed. */
  failed(scope: string, error: Error): void;
  /** How far it is with what it set out to read; noted again whenever it grows. */
  progressed(progress: {
    readonly doneDays: number;
    readonly totalDays: number;
  }): void;
  /** The project's data is complete up to now. */
  completed(projectName: string): void;
}
