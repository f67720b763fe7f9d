/** Steps that begin the work on any cost alert: where the money goes, and how to hear of it the next time. */
import type {
  PlaybookAlert,
  RecommendationDraft,
} from '@cloudops/plugin-guardrails-node';
import { amount, perMonth } from '../detection/wording';

/** A week before the window shows what usual looked like. */
const DAYS_BEFORE = 7;
const DAY_MS = 86_400_000;

function day(at: string, offsetDays = 0): string {
  return new Date(Date.parse(at) + offsetDays * DAY_MS)
    .toISOString()
    .slice(0, 10);
}

/** The first day of the alert's window, `YYYY-MM-DD`. */
export function firstDay({ windowStart }: PlaybookAlert): string {
  return day(windowStart);
}

/** The AWS CLI command that splits the service's cost by usage type around the alert's window. */
export function usageTypeCommand({
  serviceName,
  windowStart,
  windowEnd,
}: PlaybookAlert): string {
  const filter = JSON.stringify({
    Dimensions: { Key: 'SERVICE', Values: [serviceName] },
  });
  return `aws ce get-cost-and-usage --time-period Start=${day(
    windowStart,
    -DAYS_BEFORE,
  )},End=${day(
    windowEnd,
  )} --granularity DAILY --metrics UnblendedCost --group-by Type=DIMENSION,Key=USAGE_TYPE --filter '${filter}'`;
}

/**
 * Find the usage type that grew: the first step for every service. The alert's page names it once the drivers are found,
 * which the cap on paid requests may put off.
 */
export function splitByUsageType(alert: PlaybookAlert): string {
  return `See which usage type grew on ${firstDay(
    alert,
  )}: "What drove it" on the page of the alert; Cost Explorer → daily, service "${
    alert.serviceName
  }", group by Usage type; or: ${usageTypeCommand(alert)}`;
}

/** An AWS Budget, so that the next rise is an e-mail on its first day. The last recommendation where no limit of the service itself exists. */
export function budgetGuardrail(alert: PlaybookAlert): RecommendationDraft {
  const { serviceName, baselineValue, thresholdValue, unit, project } = alert;
  return {
    title: `Put a daily limit on ${serviceName} for ${project}`,
    actionSteps: [
      `Agree on the most that a usual day may cost; it is ${amount(
        baselineValue,
        unit,
      )} by now.`,
      `Set it in the portal: guardrails.projects (${project}) → detection.rules.cost_limit.limits: { "${serviceName}": ${Math.ceil(
        thresholdValue,
      )} }.`,
      `Add an AWS budget for people without the portal: Billing and Cost Management → Budgets → Create budget → Customize → Cost budget, period Daily, filter Service = "${serviceName}", alert at 100 % of actual cost.`,
    ],
    impact: `the next rise is seen on its first day: each day earlier saves about ${amount(
      Math.max(0, alert.observedValue - baselineValue),
      unit,
    )}`,
  };
}

/** What a usual month of the service costs, for a recommendation that lowers it for good. */
export function usualMonth({ baselineValue, unit }: PlaybookAlert): string {
  return `works on the usual ${perMonth(baselineValue, unit)} a month too`;
}
