/** Tells the reader why a change was not saved: what the server said, who was faster, what the page shows now. */
import {
  describeError,
  errorReason,
  refusedStatus,
} from '../components/states';
import { actorName, eventInWords } from '../components/timeline';
import { formatRelative } from '../format';
import { ChangedMeanwhileError } from './changeAsSeen';

export interface Refusal {
  /** That it was not saved, and why in short. */
  readonly title: string;
  readonly reason: string;
}

const SHOWN_NOW = 'The page shows the newest state now.';

/**
 * @param current - whether the page shows the stored state again, read after the refusal
 */
export function describeRefusal(
  error: unknown,
  { current, now }: { readonly current: boolean; readonly now: Date },
): Refusal {
  if (error instanceof ChangedMeanwhileError) {
    const last = error.since[error.since.length - 1];
    const what = last
      ? `${actorName(last.actor)} ${eventInWords(last)} ${formatRelative(
          last.createdAt,
          now,
        )}.`
      : 'It changed after this page was loaded.';
    return {
      title: 'Not saved: someone else was faster',
      reason: `${what} ${SHOWN_NOW}`,
    };
  }
  const reason = errorReason(error);
  switch (refusedStatus(error)) {
    case undefined:
      return {
        title: 'No answer from the server',
        reason: current
          ? `${SHOWN_NOW} Check whether it holds your change. (${reason})`
          : `It is not known whether your change was saved: reload the page to see. (${reason})`,
      };
    case 403:
      return {
        title: 'Not saved: you are not allowed to change this',
        reason,
      };
    case 409:
      return {
        title: 'Not saved: this step is not possible any more',
        reason: current ? `${reason} ${SHOWN_NOW}` : reason,
      };
    case 401:
    case 429:
      return {
        title: 'Not saved',
        reason: `${describeError(error, 'this').title}. ${
          describeError(error, 'this').advice
        }`,
      };
    default:
      return { title: 'Not saved', reason };
  }
}
