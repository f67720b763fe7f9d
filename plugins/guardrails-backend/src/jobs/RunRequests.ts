/** The requests for a run that are being made in this process: a refused one is never written into the trail. */
import type { JobId } from '@cloudops/plugin-guardrails-common';

type Write = () => Promise<void>;

export class RunRequests {
  readonly #open = new Map<JobId, Write>();

  /**
   * Asks the scheduler by `trigger`, and writes the request by `write` once the scheduler took it, or before the run
   * that it begins, whichever is first. When `trigger` rejects, so does this, unless a run has taken the request.
   */
  async make(jobId: JobId, trigger: Write, write: Write): Promise<void> {
    let written: Promise<void> | undefined;
    const writeOnce = () => {
      written ??= write();
      return written;
    };
    this.#open.set(jobId, writeOnce);
    try {
      await trigger();
      await writeOnce();
    } catch (error) {
      if (!written) {
        throw error;
      }
      await written;
    } finally {
      this.#open.delete(jobId);
    }
  }

  /** Before a run looks for who asked for it: a request that is being made is its own, so it is written now. */
  async settle(jobId: JobId): Promise<void> {
    await this.#open.get(jobId)?.();
  }
}
