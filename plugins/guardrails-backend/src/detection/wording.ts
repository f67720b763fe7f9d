/** Money, numbers, times and names as people read them. The one place that decides it for the whole backend. */
import { ALL_SERVICES } from '@cloudops/plugin-guardrails-node';
import { DateTime } from 'luxon';

const LOCALE = 'en-GB';

/** Under this, cents matter; from it on they are noise. */
const CENTS_BELOW = 100;

/** Units that are no currency. */
const UNIT_SUFFIX: Readonly<Record<string, string>> = { count: '', ms: ' ms' };

function isCurrency(unit: string): boolean {
  return !Object.hasOwn(UNIT_SUFFIX, unit);
}

function inCurrency(
  value: number,
  currency: string,
  fractionDigits: number,
): string {
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: fractionDigits,
    maximumFractionDigits: fractionDigits,
  })
    .format(value)
    .replace('-', '−');
}

/** `$46.10`, `$141`, `−$18.40`, `€1,284`: two decimals under 100, none above. */
export function money(value: number, currency: string): string {
  // Decided on the rounded amount, so that 99.996 is 100 and not 100.00.
  const cents = Math.abs(Math.round(value * 100)) < CENTS_BELOW * 100;
  return inCurrency(value, currency, cents ? 2 : 0);
}

/** `$2,900`, `$31`, `$3.10`: an estimate, which has no more than two digits to tell. */
export function roundMoney(value: number, currency: string): string {
  const rounded = Number(value.toPrecision(2));
  return inCurrency(rounded, currency, Number.isInteger(rounded) ? 0 : 2);
}

/** The mean length of a month. */
export const DAYS_PER_MONTH = 365 / 12;

/** `$2,900`: what an amount a day comes to in a month. */
export function perMonth(amountPerDay: number, currency: string): string {
  return roundMoney(amountPerDay * DAYS_PER_MONTH, currency);
}

/** `1,284`, `46.1`, `2`: thousands separated, and a decimal only where it tells something. */
export function plainNumber(value: number): string {
  return new Intl.NumberFormat('en-US', {
    maximumFractionDigits: Math.abs(value) < CENTS_BELOW ? 1 : 0,
  })
    .format(value)
    .replace('-', '−');
}

/** A value in its unit: `$141`, `420 ms`, `87`. */
export function amount(value: number, unit: string): string {
  return isCurrency(unit)
    ? money(value, unit)
    : `${plainNumber(value)}${UNIT_SUFFIX[unit]}`;
}

/** A value as a calculation shows it, with the digits that make the lines add up: `46.1032`. */
export function exact(value: number): string {
  return String(Number(value.toFixed(4)));
}

/** A factor as a calculation shows it: `1.034217`, so that a product of thousands adds up as well. */
export function exactFactor(value: number): string {
  return String(Number(value.toFixed(6)));
}

/** A share as a calculation shows it: `2.4137 %`. */
export function exactPercent(share: number): string {
  return `${exact(100 * share)} %`;
}

/** `30 %`. */
export function percent(share: number): string {
  return `${plainNumber(Math.round(share * 100))} %`;
}

function utc(at: number): DateTime {
  return DateTime.fromMillis(at, { zone: 'utc', locale: LOCALE });
}

/** `Tuesday`. */
export function weekday(at: number): string {
  return utc(at).toFormat('cccc');
}

/** `Tuesday 18 Nov`. */
export function dayInWords(at: number): string {
  return utc(at).toFormat('cccc d LLL');
}

/** `14:05 UTC on Thu 20 Nov`. */
export function timeInWords(at: number): string {
  return utc(at).toFormat("HH:mm 'UTC on' ccc d LLL");
}

function countedTime(seconds: number): { count: number; unit: string } {
  return seconds % 3600 === 0
    ? { count: seconds / 3600, unit: 'hour' }
    : { count: seconds / 60, unit: 'minute' };
}

/** `5 minutes`, `an hour`, `8 hours`. */
export function duration(seconds: number): string {
  const { count, unit } = countedTime(seconds);
  if (count === 1) {
    return unit === 'hour' ? 'an hour' : 'a minute';
  }
  return `${plainNumber(count)} ${unit}s`;
}

/** `the 5 minutes`, `the hour`, `the 8 hours`. */
export function theDuration(seconds: number): string {
  const { count, unit } = countedTime(seconds);
  return count === 1 ? `the ${unit}` : `the ${plainNumber(count)} ${unit}s`;
}

/** What people call the AWS services whose billing names are long. */
const SERVICE_NAMES: Readonly<Record<string, string>> = {
  [ALL_SERVICES]: 'Total',
  'Amazon Elastic Compute Cloud - Compute': 'EC2 compute',
  'EC2 - Other': 'EC2 - Other',
  'Amazon Relational Database Service': 'RDS',
  'Amazon Simple Storage Service': 'S3',
  'Amazon Simple Queue Service': 'SQS',
  'Amazon Simple Notification Service': 'SNS',
  'Amazon Elastic Load Balancing': 'Load balancing',
  'Amazon Virtual Private Cloud': 'VPC',
  'Amazon Elastic Container Service': 'ECS',
  'Amazon Elastic Container Service for Kubernetes': 'EKS',
  'AWS Key Management Service': 'KMS',
};

/** `RDS`, `CloudWatch`, `Lambda`: an AWS service without the words that every service has. */
export function serviceInWords(service: string): string {
  return SERVICE_NAMES[service] ?? service.replace(/^(Amazon|AWS)\s*/, '');
}

const METRIC_NAMES: Readonly<Record<string, string>> = {
  '5xx_count': '5xx errors',
  p95_latency_ms: 'p95 latency',
};

/** `5xx errors`, `p95 latency`; a metric that is not known by its own name. */
export function metricInWords(metric: string): string {
  return METRIC_NAMES[metric] ?? metric;
}
