/** Turns a failed request into what a person can read and do. */
import { isError } from '@backstage/errors';
import type { Translate } from '../../words';

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
  readonly body?: {
    readonly error?: { readonly name?: unknown; readonly message?: unknown };
  };
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

/** What a gateway says of a server from which it had no answer, or half of one. */
const NO_ANSWER_BEHIND = [502, 504];

/** Of these the server does not know it either, or knows that the change is made. */
const NO_REFUSALS = ['OutcomeUnknownError', 'NotReadBackError'];

/** Whether a change may be made although it failed. */
export function leavesOutcomeOpen(error: unknown): boolean {
  const refused = asRefusedResponse(error);
  return (
    refused === undefined ||
    NO_ANSWER_BEHIND.includes(refused.statusCode) ||
    NO_REFUSALS.includes(String(refused.body?.error?.name))
  );
}

/** The server's own words about a refusal, when it gave some; otherwise the error's message. */
export function errorReason(error: unknown): string {
  const said = asRefusedResponse(error)?.body?.error?.message;
  if (typeof said === 'string' && said) return withoutPage(said);
  return withoutPage(isError(error) ? error.message : String(error));
}

/** A gateway answers with a page of its own, which is no sentence: what was said before it stays. */
function withoutPage(text: string): string {
  return text.replace(/[\s,:]*<(!doctype|html|head|body)\b.*$/is, '');
}

/**
 * Describes why something could not be shown.
 *
 * @param subject - what was asked for, in the language of `t`: `the costs of payments-api`
 * @param permission - the permission a reader needs for it
 */
export function describeError(
  error: unknown,
  t: Translate,
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
          title: t('error.noAnswer'),
          reason,
          advice: t('error.checkConnection'),
          retryable: true,
        }
      : {
          kind: 'unexpected',
          title: t('error.notShown', { subject }),
          reason,
          advice: t('error.retryOrTell'),
          retryable: true,
        };
  }
  switch (status) {
    case 401:
      return {
        kind: 'signed-out',
        title: t('error.signedOut'),
        advice: t('error.signInAgain'),
        retryable: false,
      };
    case 403:
      return {
        kind: 'no-permission',
        title: t('error.notAllowed', { subject }),
        advice: permission
          ? t('error.askForPermission', { permission })
          : t('error.askForAccess'),
        retryable: false,
      };
    case 404:
      return {
        kind: 'not-found',
        title: capitalised(t('error.notFound', { subject })),
        reason,
        advice: t('error.goneOrHidden'),
        retryable: false,
      };
    case 429:
      return {
        kind: 'unavailable',
        title: t('error.tooMany'),
        advice: t('error.waitAMoment'),
        retryable: true,
      };
    default:
      return status >= 500
        ? {
            kind: 'unavailable',
            title: capitalised(t('error.unavailable', { subject })),
            reason,
            advice: t('error.retryLaterOrTell'),
            retryable: true,
          }
        : {
            kind: 'refused',
            title: t('error.notShown', { subject }),
            reason,
            advice: t('error.changeQuestion'),
            retryable: true,
          };
  }
}
