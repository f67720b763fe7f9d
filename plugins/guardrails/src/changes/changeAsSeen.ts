/** Changes an alert or a recommendation in the version the reader saw, and in no other. */
import type { AuditEvent } from '@cloudops/plugin-guardrails-common';
import { refusedStatus } from '../components/states';

/** What a list shows of something that can be changed. */
export interface Seen {
  readonly id: string;
  /** Moves with every change. */
  readonly updatedAt: string;
  /** The version for `If-Match`; lists do not carry it. */
  readonly etag?: string;
}

/** What the API answers about one such thing. */
export interface Detail extends Seen {
  readonly etag: string;
  /** Oldest first. */
  readonly events: readonly AuditEvent[];
}

/** Someone else changed it after the reader saw it; nothing was written. */
export class ChangedMeanwhileError<D extends Detail> extends Error {
  /** What it is now. */
  readonly current: D;
  /** What happened since the reader saw it, oldest first. */
  readonly since: readonly AuditEvent[];

  constructor(seen: Seen, current: D) {
    super('It was changed meanwhile');
    this.name = 'ChangedMeanwhileError';
    this.current = current;
    const seenAt = Date.parse(seen.updatedAt);
    this.since = current.events.filter(
      event => Date.parse(event.createdAt) > seenAt,
    );
  }
}

/**
 * Writes a change of what was seen. Where the version is not known it is read first and compared by its time.
 *
 * @throws ChangedMeanwhileError when it is no longer what the reader saw, otherwise whatever the API rejects with
 */
export async function changeAsSeen<D extends Detail>(
  seen: Seen,
  api: {
    readonly read: () => Promise<D>;
    readonly write: (ifMatch: string) => Promise<D>;
  },
): Promise<D> {
  let ifMatch = seen.etag;
  if (ifMatch === undefined) {
    const current = await api.read();
    if (current.updatedAt !== seen.updatedAt) {
      throw new ChangedMeanwhileError(seen, current);
    }
    ifMatch = current.etag;
  }
  try {
    return await api.write(ifMatch);
  } catch (error) {
    if (refusedStatus(error) !== 412) throw error;
    throw new ChangedMeanwhileError(seen, await api.read());
  }
}
