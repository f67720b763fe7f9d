/** A planned activity while it is being written: what was typed, and what is wrong with it. */
import type {
  ActivityPlan,
  PlannedActivity,
} from '@cloudops/plugin-guardrails-common';
import { DateTime } from 'luxon';
import type { Translate } from '../../words';

/** What it is about: all of the project, or one AWS service or metric of it. */
export const SUBJECTS = [
  'everything',
  'service',
  '5xx_count',
  'p95_latency_ms',
] as const;
export type PlanSubject = (typeof SUBJECTS)[number];

export interface PlanDraft {
  readonly project: string;
  readonly subject: PlanSubject;
  readonly service: string;
  /** `2026-11-20T09:00`, in the reader's own zone, as the browser's field has it. */
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** The API takes no longer period: what is unusual for longer is the new usual. */
export const LONGEST_DAYS = 31;

const FIELD_FORMAT = "yyyy-MM-dd'T'HH:mm";

/** From the next full hour for a day. */
export function emptyDraft(now: Date): PlanDraft {
  const from = DateTime.fromJSDate(now).startOf('hour').plus({ hours: 1 });
  return {
    project: '',
    subject: 'everything',
    service: '',
    from: from.toFormat(FIELD_FORMAT),
    to: from.plus({ days: 1 }).toFormat(FIELD_FORMAT),
    reason: '',
  };
}

export type PlanProblems = Readonly<Partial<Record<keyof PlanDraft, string>>>;

export function planProblems(draft: PlanDraft, t: Translate): PlanProblems {
  const problems: Partial<Record<keyof PlanDraft, string>> = {};
  if (!draft.project) problems.project = t('planned.needsProject');
  if (draft.subject === 'service' && !draft.service.trim()) {
    problems.service = t('planned.needsService');
  }
  if (!draft.reason.trim()) problems.reason = t('planned.needsReason');
  const from = DateTime.fromISO(draft.from);
  const to = DateTime.fromISO(draft.to);
  if (!from.isValid) problems.from = t('planned.needsTime');
  if (!to.isValid) problems.to = t('planned.needsTime');
  if (from.isValid && to.isValid) {
    if (to <= from) problems.to = t('planned.needsOrder');
    else if (to > from.plus({ days: LONGEST_DAYS })) {
      problems.to = t('planned.tooLong', { days: String(LONGEST_DAYS) });
    }
  }
  return problems;
}

function instant(typed: string): string {
  return DateTime.fromISO(typed).toUTC().toISO()!;
}

/** @param draft - without problems */
export function planOf(draft: PlanDraft): ActivityPlan {
  const { subject } = draft;
  return {
    project: draft.project,
    ...(subject === 'service' && { service: draft.service.trim() }),
    ...((subject === '5xx_count' || subject === 'p95_latency_ms') && {
      metric: subject,
    }),
    from: instant(draft.from),
    to: instant(draft.to),
    reason: draft.reason.trim(),
  };
}

/** The plan behind an activity, to plan it again. */
export function planAgain({
  project,
  service,
  metric,
  from,
  to,
  reason,
}: PlannedActivity): ActivityPlan {
  return {
    project,
    ...(service && { service }),
    ...(metric && { metric }),
    from,
    to,
    reason,
  };
}
