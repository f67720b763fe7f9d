/** Turns a failed request into what a person can read and do. */
import { isError } from '@backstage/errors';

/** What the failure means for the reader. */
export type ErrorKind =
  | 'signed-out'
  | 'no-permission'
  | 'not-found'
  | 'refused'
  | 'unavailable'
  | 'unexpected';

export interface ErrorDescription {
  readonly kind: ErrorKind;
  /** What happened, in one sentence. */
  readonly title: string;
  /** Why, in the server's own words where it gave some. */
  readonly reason?: string;
  /** What the reader can do. */
  readonly advice: string;
  /** Asking again may help. */
  readonly retryable: boolean;
}

interface RefusedResponse {
  readonly statusCode: number;
  readonly body?: { readonly error?: { readonly message?: unknown } };
}

// By name and shape: the app may hold another copy of @backstage/errors than the plugin.
function asRefusedResponse(error: unknown): RefusedResponse | undefined {
  const candidate = error as { name?: unknown; statusCode?: unknown } | null;
  return candidate?.name === 'ResponseError' &&
    typeof candidate.statusCode === 'number'
    ? (error as RefusedResponse)
    : undefined;
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** The status with which the server refused, when it answered at all. */
export function refusedStatus(error: unknown): number | undefined {
  return asRefusedResponse(error)?.statusCode;
}

/** The server's own words about a refusal, when it gave some; otherwise the error's message. */
export function errorReason(error: unknown): string {
  const said = asRefusedResponse(error)?.body?.error?.message;
  if (typeof said === 'string' && said) return said;
  return isError(error) ? error.message : String(error);
}

/**
 * Describes why something could not be shown.
 *
 * @param subject - what was asked for, as it reads within a sentence: `the costs of payments-api`
 * @param permission - the permission a reader needs for it
 */
export function describeError(
  error: unknown,
  subject: string,
  permission?: string,
): ErrorDescription {
  const status = refusedStatus(error);
  const reason = errorReason(error);
  if (status === undefined) {
    // fetch rejects with a TypeError when no answer came at all.
    return (error as Error)?.name === 'TypeError'
      ? {
          kind: 'unavailable',
          title: "The portal's backend did not answer",
          reason,
          advice: 'Check your connection, then try again.',
          retryable: true,
        }
      : {
          kind: 'unexpected',
          title: `Could not show ${subject}`,
          reason,
          advice: 'Try again, or tell the people who run this portal.',
          retryable: true,
        };
  }
  switch (status) {
    case 401:
      return {
        kind: 'signed-out',
        title: 'Your session has ended',
        advice: 'Sign in again, then reload this page.',
        retryable: false,
      };
    case 403:
      return {
        kind: 'no-permission',
        title: `You are not allowed to see ${subject}`,
        advice: permission
          ? `Ask the people who run this portal for the permission ${permission}.`
          : 'Ask the people who run this portal for access.',
        retryable: false,
      };
    case 404:
      return {
        kind: 'not-found',
        title: `${capitalised(subject)} could not be found`,
        reason,
        advice: 'It may be gone, or you may not be allowed to see it.',
        retryable: false,
      };
    case 429:
      return {
        kind: 'unavailable',
        title: 'Too many requests at once',
        advice: 'Wait a moment, then try again.',
        retryable: true,
      };
    default:
      return status >= 500
        ? {
            kind: 'unavailable',
            title: `${capitalised(subject)} cannot be read right now`,
            reason,
            advice:
              'Try again in a moment. If it stays, tell the people who run this portal.',
            retryable: true,
          }
        : {
            kind: 'refused',
            title: `Could not show ${subject}`,
            reason,
            advice: 'Change what was asked for, then try again.',
            retryable: true,
          };
  }
}
