/** The shape of `guardrails` in app-config. Every message says what a key accepts. */
import { z } from 'zod';
import { COST_METRICS, USAGE_TYPES } from './GuardrailsConfig';

/** Cost Explorer answers for 13 months back, and CloudWatch keeps hourly points for 455 days. */
const LONGEST_BACKFILL_DAYS = 395;

function section<S extends z.ZodRawShape>(shape: S) {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: issue =>
      issue.code === 'unrecognized_keys' ? keys : `a map of ${keys}`,
  });
}

function wholeNumber(from: number, to: number) {
  const accepted = { error: `a whole number from ${from} to ${to}` };
  // Values that come from environment variables are text.
  return z.preprocess(
    value =>
      typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)
        ? Number(value)
        : value,
    z.int(accepted).min(from, accepted).max(to, accepted),
  );
}

function text(longest: number) {
  const accepted = { error: `text of 1 to ${longest} characters` };
  return z.string(accepted).trim().min(1, accepted).max(longest, accepted);
}

function pattern(expression: RegExp, accepted: string) {
  return z.string({ error: accepted }).regex(expression, { error: accepted });
}

const region = pattern(
  /^[a-z]{2}(-[a-z]+)+-\d$/,
  "an AWS region, e.g. 'eu-central-1'",
);

const ruleParameters = z
  .record(
    z.string(),
    z.record(z.string(), z.unknown(), {
      error: "a map of the rule's parameters",
    }),
    { error: 'a map of rule names to their parameters' },
  )
  .default({});

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** An address that nobody can listen in on the way to. */
function isPrivate(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return (
    protocol === 'https:' ||
    (protocol === 'http:' && LOOPBACK.includes(hostname))
  );
}

const WEBHOOK_URL = "an https:// address, e.g. 'https://example.com/alerts'";
// Standard Webhooks asks for 24 to 64 bytes.
const WEBHOOK_SECRET =
  "'whsec_' and 24 to 64 random bytes in base64, e.g. the output of: echo whsec_$(openssl rand -base64 32)";

const webhook = section({
  url: z.string({ error: WEBHOOK_URL }).refine(isPrivate, {
    error: WEBHOOK_URL,
  }),
  secret: pattern(
    /^whsec_(?=.{32,88}$)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
    WEBHOOK_SECRET,
  ),
});

// As IAM takes them: a name of 64 characters at most, after a path that may be empty.
const ROLE_NAME = /^([\w+=,.@-]{1,64}\/)*[\w+=,.@-]{1,64}$/;

/** One entry of `guardrails.projects`. */
export const projectSection = section({
  name: text(200),
  accountId: pattern(
    /^\d{12}$/,
    "an AWS account's twelve digits in quotes, e.g. '111122223333'",
  ).optional(),
  role: section({
    name: pattern(
      ROLE_NAME,
      "the name of an IAM role, with its path if it has one, e.g. 'GuardrailsReadOnly'",
    ),
    externalId: pattern(
      /^[\w+=,.@:/-]{2,1224}$/,
      'an external id of 2 to 1224 letters, digits and any of _+=,.@:/-',
    ).optional(),
  }).optional(),
  costs: section({ tagValue: text(256).optional() }).prefault({}),
  metrics: section({
    restApiId: pattern(
      /^[a-z0-9]{4,32}$/,
      "the id of an API Gateway REST API, e.g. 'a1b2c3d4e5'",
    ).optional(),
    httpApiId: pattern(
      /^[a-z0-9]{4,32}$/,
      "the id of an API Gateway HTTP API, e.g. 'a1b2c3d4e5'",
    ).optional(),
    loadBalancer: pattern(
      /^(arn:[\w-]+:elasticloadbalancing:[\w-]+:\d{12}:loadbalancer\/)?app\/[\w-]{1,32}\/[0-9a-f]{16}$/,
      "the ARN of an Application Load Balancer, or what follows 'loadbalancer/' in it, e.g. 'app/storefront/50dc6c495c0c9188'",
    ).optional(),
    region: region.optional(),
  }).prefault({}),
  detection: section({ rules: ruleParameters }).prefault({}),
});
export type ProjectSection = z.output<typeof projectSection>;

/** An entry of `guardrails.schedule`; its durations are read by Backstage's own reader. */
export const scheduleEntry = section({
  frequency: z.unknown().optional(),
  timeout: z.unknown().optional(),
  initialDelay: z.unknown().optional(),
});

/** `guardrails`; its projects and schedules are parsed one by one, so that each tells its own problems. */
export const guardrailsSection = section({
  costs: section({
    metric: z
      .enum(COST_METRICS, { error: `one of ${COST_METRICS.join(', ')}` })
      .default('UnblendedCost'),
    usageTypes: z
      .array(text(128), { error: 'a list of record types' })
      .min(1, { error: 'at least one record type' })
      .default([...USAGE_TYPES]),
    tagKey: text(128).optional(),
    backfillDays: wholeNumber(1, LONGEST_BACKFILL_DAYS).default(90),
    // Late days arrive within a few days; months that AWS has not closed are read whole besides, once a day.
    restatementDays: wholeNumber(1, 92).default(7),
    finalAfterDays: wholeNumber(1, 31).default(3),
    // $0.40 a day for an account at most.
    requestCapPerDay: wholeNumber(1, 10_000).default(40),
  }).prefault({}),
  metrics: section({
    periodSeconds: wholeNumber(60, 3600)
      .refine(seconds => seconds % 60 === 0 && 3600 % seconds === 0, {
        error: 'whole minutes that divide an hour, e.g. 60, 300 or 3600',
      })
      .default(300),
    backfillDays: wholeNumber(1, LONGEST_BACKFILL_DAYS).default(90),
    // CloudWatch's values converge for up to ten minutes.
    overlapMinutes: wholeNumber(10, 1440).default(15),
    region: region.optional(),
  }).prefault({}),
  detection: section({
    lookbackDays: wholeNumber(1, 31).default(14),
    rules: ruleParameters,
  }).prefault({}),
  // $0.10 a day for an account at most.
  drivers: section({
    queriesPerDay: wholeNumber(0, 1000).default(10),
  }).prefault({}),
  notify: section({
    owners: z
      .stringbool({ error: 'true or false' })
      .or(z.boolean({ error: 'true or false' }))
      .default(true),
    webhook: webhook.optional(),
  }).prefault({}),
  // Rules look back a quarter at most; what was deleted can be neither shown nor replayed.
  retention: section({
    costsDays: wholeNumber(100, 3650).optional(),
    metricsDays: wholeNumber(100, 3650).optional(),
    eventsDays: wholeNumber(100, 3650).optional(),
  }).optional(),
  database: section({
    preparedStatements: z
      .stringbool({ error: 'true or false' })
      .or(z.boolean({ error: 'true or false' }))
      .default(true),
  }).prefault({}),
  projects: z.array(z.unknown(), { error: 'a list of projects' }).default([]),
  schedule: section({
    ingestCosts: z.unknown().optional(),
    ingestMetrics: z.unknown().optional(),
    detect: z.unknown().optional(),
    retention: z.unknown().optional(),
  }).prefault({}),
});
export type GuardrailsSection = z.output<typeof guardrailsSection>;
