/**
 * Page tokens. They hold where to go on, the moment at which page one was asked, and a digest of the request:
 * so pages agree with each other however late they are fetched, and a changed request is noticed.
 */
import { createHash } from 'node:crypto';
import type { Input } from '../protocols/protocol';

export interface PageStart {
  /** 1-based. */
  readonly page: number;
  /** Rows or points that the pages before it held. */
  readonly offset: number;
  readonly now: Date;
}

export type ReadToken =
  | { readonly kind: 'valid'; readonly start: PageStart }
  | { readonly kind: 'changed' }
  | { readonly kind: 'rubbish' };

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([key, member]) => [key, sorted(member)]),
    );
  }
  return value;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

/** Identifies a request: its input without the token, and whose data it asks for. */
export function requestDigest(input: Input, accountId: string): string {
  return digest(JSON.stringify([accountId, sorted(input)]));
}

export function writeToken(start: PageStart, request: string): string {
  const payload = JSON.stringify([
    start.page,
    start.offset,
    start.now.getTime(),
    request,
  ]);
  return `${Buffer.from(payload).toString('base64url')}.${digest(payload)}`;
}

/** `request` undefined skips the comparison, for a caller that only wants the page's number. */
export function readToken(token: unknown, request?: string): ReadToken {
  if (typeof token !== 'string') {
    return { kind: 'rubbish' };
  }
  const [encoded, signature] = token.split('.');
  const payload = Buffer.from(encoded, 'base64url').toString();
  if (signature !== digest(payload)) {
    return { kind: 'rubbish' };
  }
  const [page, offset, now, issuedFor] = JSON.parse(payload);
  if (request !== undefined && issuedFor !== request) {
    return { kind: 'changed' };
  }
  return { kind: 'valid', start: { page, offset, now: new Date(now) } };
}

/** The page's number that a token asks for; 1 without a readable token. */
export function pageOfToken(token: unknown): number {
  const read = readToken(token);
  return read.kind === 'valid' ? read.start.page : 1;
}
