/** A parameter of a rule as a person reads it: its value with its unit, its range, and who set it. */
import type { RuleParameter } from '@cloudops/plugin-guardrails-common';
import type { Words } from '../../words';

/** What a parameter can be set to. */
export type ParameterValue = NonNullable<RuleParameter['value']>;

/** Units that have a word in every language; any other is shown as the rule calls it. */
const UNITS = {
  days: 'settings.unit_days',
  currency: 'settings.unit_currency',
  spreads: 'settings.unit_spreads',
  times: 'settings.unit_times',
  errors: 'settings.unit_errors',
  points: 'settings.unit_points',
  probability: 'settings.unit_probability',
  'usual distances': 'settings.unit_distances',
  'unit of the metric': 'settings.unit_metric',
} as const;

/** As many digits as tell two limits apart; a probability has its digits after many zeros. */
const SIGNIFICANT_DIGITS = 6;

function plainNumber(value: number, { locale }: Words): string {
  return new Intl.NumberFormat(locale, {
    maximumSignificantDigits: SIGNIFICANT_DIGITS,
  }).format(value);
}

/** `20 currency`, `30%`, `14 days`. */
export function numberWithUnit(
  value: number,
  unit: string | undefined,
  words: Words,
): string {
  if (unit === 'share') {
    return new Intl.NumberFormat(words.locale, {
      style: 'percent',
      maximumSignificantDigits: SIGNIFICANT_DIGITS,
    }).format(value);
  }
  const number = plainNumber(value, words);
  if (unit === undefined) return number;
  const key = Object.hasOwn(UNITS, unit)
    ? UNITS[unit as keyof typeof UNITS]
    : undefined;
  return `${number} ${key ? words.t(key) : unit}`;
}

/** A value that is set or the default; what is not one number says so. */
export function valueText(
  value: ParameterValue | undefined,
  { unit }: Pick<RuleParameter, 'unit'>,
  words: Words,
): string {
  const { t } = words;
  if (value === undefined) return t('settings.notSet');
  if (typeof value === 'boolean')
    return t(value ? 'settings.on' : 'settings.off');
  if (typeof value === 'number') return numberWithUnit(value, unit, words);
  const limits = Object.entries(value);
  return limits.length === 0
    ? t('settings.notSet')
    : limits
        .map(([of, limit]) => `${of}: ${numberWithUnit(limit, unit, words)}`)
        .join(', ');
}

/** `1 to 20`, `over 0 to 100`, a share's `1% to 1,000%`; undefined for what has no range. */
export function rangeText(
  { minimum, exclusiveMinimum, maximum, unit }: RuleParameter,
  words: Words,
): string | undefined {
  const { t } = words;
  const number = (value: number) =>
    unit === 'share'
      ? numberWithUnit(value, unit, words)
      : plainNumber(value, words);
  const from =
    exclusiveMinimum === undefined
      ? minimum !== undefined && number(minimum)
      : t('settings.over', { number: number(exclusiveMinimum) });
  const to = maximum !== undefined && number(maximum);
  if (from && to) return t('settings.range', { from, to });
  return from || to || undefined;
}

/** Whether a parameter is read and typed in percent: it is kept as a part of one. */
export function isInPercent({ unit, type }: RuleParameter): boolean {
  return unit === 'share' && type !== 'limits';
}

/** So many digits a number keeps through `× 100` and back: 0.07 is 7, and not 7.000000000000001. */
const EXACT_DIGITS = 12;

/** A value that a person typed, a share in percent, as the rule takes it; otherwise what is wrong with it. */
export function parseValue(
  typed: string,
  parameter: RuleParameter,
  words: Words,
): { readonly value: ParameterValue } | { readonly problem: string } {
  const { t } = words;
  const { type, minimum, exclusiveMinimum, maximum } = parameter;
  if (type === 'boolean') return { value: typed === 'true' };
  const inRange = (value: unknown): value is number =>
    typeof value === 'number' &&
    Number.isFinite(value) &&
    (minimum === undefined || value >= minimum) &&
    (exclusiveMinimum === undefined || value > exclusiveMinimum) &&
    (maximum === undefined || value <= maximum);
  const range = rangeText(parameter, words) ?? '';
  if (type === 'limits') {
    try {
      const limits = JSON.parse(typed);
      if (
        limits !== null &&
        typeof limits === 'object' &&
        !Array.isArray(limits) &&
        Object.values(limits).every(inRange)
      ) {
        return { value: limits };
      }
    } catch {
      // Said below, with what is accepted.
    }
    return { problem: t('settings.notLimits', { range }) };
  }
  const number = typed.trim() === '' ? NaN : Number(typed);
  const value = isInPercent(parameter)
    ? Number((number / 100).toPrecision(EXACT_DIGITS))
    : number;
  return inRange(value) && (type !== 'integer' || Number.isInteger(value))
    ? { value }
    : {
        problem: t(
          type === 'integer' ? 'settings.notInteger' : 'settings.notNumber',
          { range },
        ),
      };
}

/** A value as a person types it: a share in percent. */
export function typedValue(
  value: ParameterValue | undefined,
  parameter: RuleParameter,
): string {
  return typeof value === 'number' && isInPercent(parameter)
    ? String(Number((value * 100).toPrecision(EXACT_DIGITS)))
    : writtenValue(value);
}

/** A value as configuration and annotations write it. */
export function writtenValue(value: ParameterValue | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
