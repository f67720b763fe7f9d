/** Tells the reader why a change was not saved: what the server said, who was faster, what the page shows now. */
import {
  describeError,
  errorReason,
  leavesOutcomeOpen,
  refusedStatus,
} from '../components/states';
import { eventInWords } from '../components/timeline';
import type { NameOf } from '../people';
import type { Words } from '../words';
import { ChangedMeanwhileError } from './changeAsSeen';

export interface Refusal {
  /** That it was not saved, and why in short. */
  readonly title: string;
  readonly reason: string;
  /** One of many that were counted together: those who hear the page need not hear each. */
  readonly isCounted?: boolean;
}

/**
 * @param current - whether the page shows the stored state again, read after the refusal
 */
export function describeRefusal(
  error: unknown,
  {
    current,
    now,
    words,
    nameOf,
  }: {
    readonly current: boolean;
    readonly now: Date;
    readonly words: Words;
    readonly nameOf: NameOf;
  },
): Refusal {
  const { t } = words;
  const shownNow = t('refusal.shownNow');
  if (error instanceof ChangedMeanwhileError) {
    const last = error.since[error.since.length - 1];
    const what = last
      ? t('refusal.fasterWho', {
          actor: nameOf(last.actor),
          did: eventInWords(last, words, nameOf),
          when: words.relative(last.createdAt, now),
        })
      : t('refusal.fasterUnknown');
    return { title: t('refusal.faster'), reason: `${what} ${shownNow}` };
  }
  const reason = errorReason(error);
  if (leavesOutcomeOpen(error)) {
    return {
      title: t('refusal.noAnswer'),
      reason: current
        ? t('refusal.noAnswerShown', { shownNow, reason })
        : t('refusal.noAnswerUnknown', { reason }),
    };
  }
  switch (refusedStatus(error)) {
    case 403:
      return { title: t('refusal.notAllowed'), reason };
    case 409:
      return {
        title: t('refusal.impossible'),
        reason: current ? `${reason.replace(/\.?$/, '.')} ${shownNow}` : reason,
      };
    case 401:
    case 429: {
      const { title, advice } = describeError(error, t, t('subject.this'));
      return { title: t('refusal.notSaved'), reason: `${title}. ${advice}` };
    }
    default:
      return { title: t('refusal.notSaved'), reason };
  }
}
