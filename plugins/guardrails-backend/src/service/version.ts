/** The version of an alert or recommendation, by which a change says what it was based on. */
import { PreconditionFailedError } from './errors';

interface Versioned {
  /** Grows strictly with every change. */
  readonly updatedAt: Date;
}

/** The ETag of a resource as HTTP writes it, quotes included. */
export function etagOf({ updatedAt }: Versioned): string {
  return `"${updatedAt.getTime().toString(36)}"`;
}

/**
 * Refuses a change that is based on another version.
 *
 * @param ifMatch - value of the header `If-Match`: `*`, or one or several ETags; absent: any version will do
 * @throws {@link PreconditionFailedError}
 */
export function assertVersion(
  ifMatch: string | undefined,
  resource: Versioned,
): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const current = etagOf(resource);
  // A proxy that compresses answers makes an ETag weak (W/"…"); the version it names is the same.
  const seen = ifMatch.split(',').map(tag => tag.trim().replace(/^W\//, ''));
  if (!seen.includes(current)) {
    throw new PreconditionFailedError(
      `If-Match: got ${ifMatch}, the current version is ${current}; it was changed since, so read it again and decide anew`,
    );
  }
}
