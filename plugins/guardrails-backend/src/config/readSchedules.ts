/** Reads when the jobs run: Backstage's own format, with defaults that weigh freshness against AWS's prices. */
import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  type SchedulerServiceTaskScheduleDefinitionConfig,
} from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import {
  durationToMilliseconds,
  type HumanDuration,
  type JsonObject,
} from '@backstage/types';
import type { GuardrailsConfig } from './GuardrailsConfig';
import { isCron } from './cron';
import { parsePart, problem } from './problems';
import { scheduleEntry } from './sections';

type Schedules = GuardrailsConfig['schedule'];

/**
 * A grouped Cost Explorer query is $0.01 a page, and its data change about three times a day. CloudWatch asks $0.01
 * for 1,000 metrics: two metrics every 15 minutes are $0.06 a month for a project, every minute $0.86.
 *
 * The timeout is also the lease of a backend that was killed: nobody runs the job before it is over. So it is shorter
 * than the frequency, and what is due often waits least. A run that needs longer is taken up by the next one.
 */
const DEFAULTS: Record<
  keyof Schedules,
  SchedulerServiceTaskScheduleDefinitionConfig
> = {
  ingestCosts: { frequency: { hours: 8 }, timeout: { minutes: 30 } },
  ingestMetrics: { frequency: { minutes: 15 }, timeout: { minutes: 10 } },
  detect: { frequency: { hours: 1 }, timeout: { minutes: 30 } },
  retention: { frequency: { hours: 24 }, timeout: { minutes: 30 } },
};

const ACCEPTED = {
  frequency:
    "a duration such as { hours: 8 } or 'PT8H', { cron: '0 6 * * *' } or { trigger: manual }",
  timeout: "a duration such as { minutes: 30 } or 'PT30M'",
  initialDelay: "a duration such as { minutes: 1 } or 'PT1M'",
} as const;

/** Answers all schedules, or the problems that any of them has. */
export function readSchedules(
  raw: unknown,
): { value: Schedules } | { problems: string[] } {
  const given = (typeof raw === 'object' ? raw : {}) as Record<string, unknown>;
  const problems: string[] = [];
  const read = (job: keyof Schedules) => {
    const key = `guardrails.schedule.${job}`;
    const entry = parsePart(scheduleEntry, given[job] ?? {}, key);
    if ('problems' in entry) {
      problems.push(...entry.problems);
      return undefined;
    }
    const merged = { ...DEFAULTS[job], ...entry.value } as JsonObject;
    const wrong = (['frequency', 'timeout', 'initialDelay'] as const).filter(
      field => !isReadable(field, merged),
    );
    problems.push(
      ...wrong.map(field =>
        problem(`${key}.${field}`, merged[field], ACCEPTED[field]),
      ),
    );
    return wrong.length === 0
      ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
          new ConfigReader(merged),
        )
      : undefined;
  };
  const ingestCosts = read('ingestCosts');
  const ingestMetrics = read('ingestMetrics');
  const detect = read('detect');
  const retention = read('retention');
  return ingestCosts && ingestMetrics && detect && retention
    ? { value: { ingestCosts, ingestMetrics, detect, retention } }
    : { problems };
}

/** Whether Backstage's reader takes one field of a schedule. */
function isReadable(field: keyof typeof ACCEPTED, entry: JsonObject): boolean {
  const cron = (entry.frequency as JsonObject | undefined)?.cron;
  if (field === 'frequency' && cron !== undefined) {
    return typeof cron === 'string' && isCron(cron);
  }
  // The reader takes a whole schedule and names no field: every other field is one that it takes.
  const alone: JsonObject = { ...DEFAULTS.detect } as JsonObject;
  if (entry[field] !== undefined) alone[field] = entry[field];
  try {
    const read = readSchedulerServiceTaskScheduleDefinitionFromConfig(
      new ConfigReader(alone),
    )[field];
    // A job that runs again at once, or may take no time at all, would never rest or never end.
    return (
      read === undefined ||
      'trigger' in read ||
      field === 'initialDelay' ||
      durationToMilliseconds(read as HumanDuration) > 0
    );
  } catch {
    return false;
  }
}
