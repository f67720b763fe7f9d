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

/** Intl accepts three letters only. */
function isCurrency(currency: string): boolean {
  return /^[A-Za-z]{3}$/.test(currency);
}

/** Two for the dollar and the euro, none for the yen. */
function decimalsOfCurrency(currency: string): number {
  return isCurrency(currency)
    ? numberFormat('en', { style: 'currency', currency }).resolvedOptions()
        .maximumFractionDigits ?? 2
    : 2;
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
  // Whatever else the data says is shown as it is.
  return isCurrency(currency)
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
 * An amount that is there but rounds to nothing reads `<$0.01`, or `<¥1` where the currency has nothing smaller.
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
  const least = 10 ** -decimalsOfCurrency(currency);
  if (amount > 0 && amount < least / 2) {
    return `<${formatCurrency(least, currency, false, locale, false)}`;
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

/** From this amount on, an axis says millions in a word: nine digits leave a phone no room for the drawing. */
const WORDS_FROM = 1_000_000;

/** More decimals than stored amounts have. */
const MOST_DECIMALS = 8;

/** How many decimals it takes to tell all amounts as they are. */
function decimalsOf(amounts: readonly number[]): number {
  const tellsAll = (decimals: number) =>
    amounts.every(amount => Number(amount.toFixed(decimals)) === amount);
  let decimals = 0;
  while (decimals < MOST_DECIMALS && !tellsAll(decimals)) {
    decimals += 1;
  }
  return decimals;
}

/**
 * Writes the amounts on an axis, all with the same decimals: none where all are whole, otherwise as many as tell them
 * apart, and no fewer than the currency has: `$250`, `$2.50`, `$0.0005`, `$25M`.
 *
 * @param ticks - all amounts of the axis
 */
export function moneyTicks(
  currency: string,
  ticks: readonly number[],
  options: FormatOptions = {},
): (amount: number) => string {
  const { locale } = options;
  if (!isCurrency(currency)) {
    return amount => formatCurrency(amount, currency, false, locale, false);
  }
  const style = {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    signDisplay: 'negative',
  } as const;
  if (ticks.some(tick => Math.abs(tick) >= WORDS_FROM)) {
    const inWords = numberFormat(locale, {
      ...style,
      notation: 'compact',
      maximumFractionDigits: 2,
      minimumFractionDigits: 0,
    });
    return amount => inWords.format(amount);
  }
  const needed = decimalsOf(ticks);
  const decimals =
    needed === 0 ? 0 : Math.max(needed, decimalsOfCurrency(currency));
  const withDecimals = numberFormat(locale, {
    ...style,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return amount => withDecimals.format(amount);
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
