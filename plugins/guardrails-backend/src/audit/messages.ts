/** The sentences of the trail: what happened, in words that stand alone in a history. */
import type {
  AlertStatus,
  RecommendationStatus,
} from '@cloudops/plugin-guardrails-common';
import type {
  CostRestatement,
  PlannedActivityRecord,
} from '../database/interfaces';
import type {
  ActivityPlannedMetadata,
  AlertCreatedMetadata,
  DriversFoundMetadata,
  FindingSuppressedMetadata,
} from './interfaces';
import type {
  AttributionChangedMetadata,
  AwsRequestedMetadata,
  CostsReadMetadata,
  RunMetadata,
} from './runs';

type Verdict = AlertCreatedMetadata['verdict'];

/** `: "note"`, or nothing. */
function quoted(note: string | undefined): string {
  return note === undefined ? '' : `: "${note}"`;
}

/** Cents are enough to read; below one the digits that matter come later. The exact numbers are in the metadata. */
function readable(value: number): string {
  return new Intl.NumberFormat('en-US', {
    maximumFractionDigits: Math.abs(value) < 1 ? 6 : 2,
  }).format(value);
}

function comparison(verdict: Verdict): string {
  return `observed ${readable(verdict.observed)}, baseline ${readable(
    verdict.baseline,
  )}, limit ${readable(verdict.threshold)}`;
}

/** All four stored decimals: a restatement may be smaller than a cent. */
function money(amount: string, currency: string): string {
  const [sign, digits] = amount.startsWith('-')
    ? ['-', amount.slice(1)]
    : ['', amount];
  return currency === 'USD'
    ? `${sign}$${digits}`
    : `${sign}${digits} ${currency}`;
}

export function alertOpened(
  actor: string,
  title: string,
  decision: AlertCreatedMetadata,
): string {
  return `${actor} opened this alert: "${title}" (rule ${decision.rule} v${
    decision.ruleVersion
  }: ${comparison(decision.verdict)})`;
}

export function alertRecurred(
  actor: string,
  title: string,
  verdict: Verdict,
): string {
  return `${actor} saw "${title}" again at ${verdict.at}: ${comparison(
    verdict,
  )}`;
}

export function alertEscalated(
  actor: string,
  title: string,
  from: string,
  to: string,
  verdict: Verdict,
): string {
  return `${actor} raised the severity of "${title}" from ${from} to ${to} at ${
    verdict.at
  }: ${comparison(verdict)}`;
}

export function alertStatusChanged(
  actor: string,
  title: string,
  change: { from: AlertStatus; to: AlertStatus; note?: string },
): string {
  const did: Record<AlertStatus, string> = {
    open:
      change.from === 'acknowledged'
        ? `took back the acknowledgement of "${title}"`
        : `reopened "${title}"`,
    acknowledged: `acknowledged "${title}"`,
    resolved: `resolved "${title}"`,
  };
  return `${actor} ${did[change.to]}${quoted(change.note)}`;
}

export function alertSnoozed(
  actor: string,
  title: string,
  { until, note }: { until: string; note?: string },
): string {
  return `${actor} snoozed "${title}" until ${until}${quoted(note)}`;
}

export function alertSnoozeEnded(
  actor: string,
  title: string,
  note: string | undefined,
): string {
  return `${actor} ended the snooze of "${title}"${quoted(note)}`;
}

export function driversFound(
  actor: string,
  { service, day }: DriversFoundMetadata,
  largest: string,
): string {
  return `${actor} looked at what ${service} cost on ${day}: ${largest}`;
}

export function driversFailed(
  actor: string,
  failure: { attempt: number; attempts: number; reason: string },
): string {
  const { attempt, attempts, reason } = failure;
  return `${actor} could not find out what drove this (attempt ${attempt} of ${attempts}): ${reason}`;
}

export function activityPlanned(
  actor: string,
  plan: ActivityPlannedMetadata,
): string {
  const { service, metric, from, to, reason } = plan;
  return `${actor} planned an activity from ${from} to ${to}, ${
    service ?? metric
      ? `during which nothing fires on ${service ?? metric}`
      : 'during which nothing fires on the whole project'
  }: "${reason}"`;
}

export function activityCancelled(actor: string, reason: string): string {
  return `${actor} cancelled the planned activity "${reason}"`;
}

export function findingSuppressed(
  actor: string,
  title: string,
  activity: PlannedActivityRecord,
  { verdict, alertId }: FindingSuppressedMetadata,
): string {
  const { plannedBy, reason, to } = activity;
  return `${actor} saw "${title}" at ${verdict.at} (${comparison(
    verdict,
  )}) and ${
    alertId ? 'left its alert as it is' : 'opened no alert'
  }, because ${plannedBy} planned it until ${to.toISOString()}: "${reason}"`;
}

export function recommendationMade(actor: string, title: string): string {
  return `${actor} recommended: "${title}"`;
}

export function recommendationStatusChanged(
  actor: string,
  title: string,
  change: {
    from: RecommendationStatus;
    to: RecommendationStatus;
    note?: string;
  },
): string {
  const did: Record<RecommendationStatus, string> = {
    open:
      change.from === 'in_progress'
        ? `stopped work on "${title}"`
        : `reopened "${title}"`,
    in_progress: `started "${title}"`,
    done: `marked "${title}" as done`,
    dismissed: `dismissed "${title}"`,
  };
  return `${actor} ${did[change.to]}${quoted(change.note)}`;
}

export function ownerChanged(
  actor: string,
  title: string,
  change: { from?: string; to?: string; note?: string },
): string {
  const { from, to } = change;
  let did = `removed ${from} as owner of "${title}"`;
  if (to !== undefined) {
    did =
      from === undefined
        ? `assigned "${title}" to ${to}`
        : `reassigned "${title}" from ${from} to ${to}`;
  }
  return `${actor} ${did}${quoted(change.note)}`;
}

export function noteAdded(actor: string, title: string, note: string): string {
  return `${actor} noted on "${title}"${quoted(note)}`;
}

export function announcementFailed(
  actor: string,
  failure: { outlet: string; attempts: number; reason: string },
): string {
  const { outlet, attempts, reason } = failure;
  const times = attempts === 1 ? 'once' : `${attempts} times`;
  return `${actor} tried ${times} to tell ${outlet} of this alert and gave up: ${reason}`;
}

export function recommendationResized(
  actor: string,
  title: string,
  from: string,
  to: string,
): string {
  return `${actor} sized "${title}" anew, because its alert became worse: "${to}", before "${from}"`;
}

function runCounters(run: RunMetadata): string {
  const plural = (count: number, noun: string) =>
    `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
  return [
    `${plural(run.rowsWritten, 'row')} written`,
    ...(run.rowsDeleted ? [`${plural(run.rowsDeleted, 'row')} deleted`] : []),
    plural(run.awsRequests, 'AWS request'),
  ].join(', ');
}

export function runRequested(actor: string, jobId: string): string {
  return `${actor} asked ${jobId} to run now`;
}

function accountInWords(accountId: string | undefined): string {
  return accountId
    ? `AWS account ${accountId}`
    : 'the portal’s own AWS account';
}

export function awsRequested(request: AwsRequestedMetadata): string {
  const { jobId, accountId, number, capPerDay } = request;
  return `${jobId} made paid request ${number} of at most ${capPerDay} a day to ${accountInWords(
    accountId,
  )}`;
}

/** All are in the metadata; a sentence has room for how many. */
export function attributionChanged(change: AttributionChangedMetadata): string {
  const { accountId, projects } = change;
  return `The spend of ${accountInWords(
    accountId,
  )} is divided among ${projects.length.toLocaleString('en-US')} ${
    projects.length === 1 ? 'project' : 'projects'
  } from now on: the open months at once, the past once a week at most`;
}

export function costsRead(read: CostsReadMetadata): string {
  const { from, to, accountId, spend, progress } = read;
  const what = spend.join(' and ');
  return `${what[0].toUpperCase()}${what.slice(1)} of ${accountInWords(
    accountId,
  )} from ${from} until before ${to} was read, ${progress.doneDays.toLocaleString(
    'en-US',
  )} of ${progress.totalDays.toLocaleString('en-US')} days of this run`;
}

export function runStarted(actor: string, run: RunMetadata): string {
  return run.trigger === 'manual'
    ? `${actor} started ${run.jobId}`
    : `${run.jobId} started on schedule`;
}

export function runSucceeded(run: RunMetadata): string {
  return `${run.jobId} succeeded: ${runCounters(run)}`;
}

/** All failures are in the metadata; a sentence has room for one. */
export function runFailed(run: RunMetadata): string {
  const [first, ...others] = run.failures;
  const more =
    others.length > 0
      ? `, and ${others.length.toLocaleString('en-US')} more`
      : '';
  return `${run.jobId} failed: ${first.scope}: ${
    first.message
  }${more} (${runCounters(run)})`;
}

export function runSkipped(run: RunMetadata, reason: string): string {
  return `${run.jobId} was skipped: ${reason}`;
}

export function costRestated(restatement: CostRestatement): string {
  const { service, date, currency, from, to } = restatement;
  return `${service} on ${date} was restated from ${money(
    from,
    currency,
  )} to ${money(to, currency)}`;
}
