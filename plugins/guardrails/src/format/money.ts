/** Amounts of money and other measured values as a person reads them. */
import { numberFormat } from './numberFormat';

/** Below this amount cents matter to a reader, from it on they are noise. */
const CENTS_BELOW = 100;

export interface FormatOptions {
  /** BCP 47 tag; the user's own locale when absent. */
  readonly locale?: string;
}

function roundedToCents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

/** @param whole - without decimals; otherwise with as many as the currency has */
function formatCurrency(
  amount: number,
  currency: string,
  whole: boolean,
  locale: string | undefined,
  signed: boolean,
): string {
  const digits = {
    ...(whole && { minimumFractionDigits: 0, maximumFractionDigits: 0 }),
    signDisplay: signed ? 'exceptZero' : 'negative',
  } as const;
  // Intl accepts three letters only; whatever else the data says is shown as it is.
  return /^[A-Za-z]{3}$/.test(currency)
    ? numberFormat(locale, {
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
        ...digits,
      }).format(amount)
    : `${numberFormat(locale, {
        minimumFractionDigits: 2,
        maximumFractionDigits: 2,
        ...digits,
      }).format(amount)} ${currency}`;
}

/**
 * An amount with two decimals below 100, none from there on: `$46.10`, `$2,900`.
 * An amount that is there but rounds to nothing reads `<$0.01`.
 *
 * @param currency - ISO 4217, as the data says
 */
export function formatMoney(
  amount: number,
  currency: string,
  options: FormatOptions & { readonly signed?: boolean } = {},
): string {
  const { locale, signed = false } = options;
  const cents = roundedToCents(amount);
  if (cents === 0 && amount > 0) {
    return `<${formatCurrency(0.01, currency, false, locale, false)}`;
  }
  const whole = Math.abs(cents) >= CENTS_BELOW;
  return formatCurrency(amount, currency, whole, locale, signed);
}

/** An amount to the cent, however large: `$2,900.04`; for sums that a reader adds up. */
export function formatCents(
  amount: number,
  currency: string,
  options: FormatOptions & { readonly signed?: boolean } = {},
): string {
  const { locale, signed = false } = options;
  // Without a minus before nothing.
  const cents = roundedToCents(amount) || 0;
  return formatCurrency(cents, currency, false, locale, signed);
}

/**
 * Amounts on an axis, all with the same decimals: two on an axis that ends below 10, none on a longer one.
 *
 * @param longest - the largest amount on the axis, without its sign
 */
export function moneyTicks(
  currency: string,
  longest: number,
  options: FormatOptions = {},
): (amount: number) => string {
  const whole = longest >= 10;
  return amount =>
    formatCurrency(amount, currency, whole, options.locale, false);
}

/** A whole or short number with thousands separated: `12,480`, `3.5`. */
export function formatNumber(
  value: number,
  options: FormatOptions = {},
): string {
  return numberFormat(options.locale, {
    maximumFractionDigits: Math.abs(value) < 10 ? 2 : 0,
  }).format(value);
}

/**
 * A value of an alert or metric in its unit: `87`, `240 ms`, `$141`.
 *
 * @param unit - `count`, `ms` or an ISO 4217 currency
 */
export function formatQuantity(
  value: number,
  unit: string,
  options: FormatOptions = {},
): string {
  if (unit === 'count') return formatNumber(value, options);
  if (unit === 'ms') return `${formatNumber(value, options)} ms`;
  return formatMoney(value, unit, options);
}

/** A ratio as a signed percentage: 0.12 → `+12%`. */
export function formatChange(
  ratio: number,
  options: FormatOptions = {},
): string {
  return numberFormat(options.locale, {
    style: 'percent',
    maximumFractionDigits: 0,
    signDisplay: 'exceptZero',
  }).format(ratio);
}

/** A part of a whole as a percentage: 0.42 → `42%`; a part that rounds to nothing → `<1%`. */
export function formatShare(
  ratio: number,
  options: FormatOptions = {},
): string {
  const percent = numberFormat(options.locale, {
    style: 'percent',
    maximumFractionDigits: 0,
  });
  return ratio > 0 && ratio < 0.005
    ? `<${percent.format(0.01)}`
    : // Never a negative nothing.
      percent.format(Math.round(ratio * 100) / 100 || 0);
}
