/** All a screen needs to speak: the messages of the app's language, and numbers, money and dates that fit them. */
import type { TranslationFunction } from '@backstage/core-plugin-api/alpha';
import {
  formatAge,
  formatCents,
  formatChange,
  formatDate,
  formatDay,
  formatDuration,
  formatExact,
  formatMoment,
  formatMoney,
  formatMonth,
  formatMonths,
  formatNumber,
  formatPeriod,
  formatQuantity,
  formatRelative,
  formatShare,
  moneyTicks,
} from '../format';
import type { guardrailsTranslationRef } from './translation';

/**
 * The language of the sentences that are stored: titles, impacts, steps, and why something failed. Whatever shows one
 * says so, so that a screen reader speaks it as it is meant.
 */
export const STORED_LANGUAGE = 'en';

/** Says a message of the plugin. */
export type Translate = TranslationFunction<typeof guardrailsTranslationRef.T>;

/** Messages and formats of one language. The formats are those of `format/`, in {@link Words.locale}. */
export interface Words {
  readonly t: Translate;
  /** BCP 47 tag: the reader's own variant of the language, such as `en-GB`. */
  readonly locale: string;
  money(
    amount: number,
    currency: string,
    options?: { readonly signed?: boolean },
  ): string;
  cents(
    amount: number,
    currency: string,
    options?: { readonly signed?: boolean },
  ): string;
  moneyTicks(
    currency: string,
    ticks: readonly number[],
  ): (amount: number) => string;
  number(value: number): string;
  quantity(value: number, unit: string): string;
  change(ratio: number): string;
  share(ratio: number): string;
  relative(iso: string, now: Date): string;
  age(since: string, now: Date): string;
  exact(iso: string): string;
  date(iso: string): string;
  day(
    day: string,
    options?: { readonly weekday?: boolean; readonly now?: Date },
  ): string;
  month(day: string): string;
  months(days: readonly string[]): string;
  moment(at: string, periodMs: number): string;
  duration(milliseconds: number): string;
  period(seconds: number): string;
}

/** A machine that is set to no language may name one that is no tag, such as `en-US@posix`. */
const TAG = /^[a-z]+(-[a-z\d]+)*$/i;

/**
 * @param t - of the language the app is in
 * @param preferred - the languages that the reader's browser prefers, best first: they choose the variant
 */
export function wordsOf(t: Translate, preferred: readonly string[]): Words {
  const language = t('language');
  const locale =
    preferred.find(tag => tag.split('-')[0] === language && TAG.test(tag)) ??
    language;
  const inLocale = { locale };
  return {
    t,
    locale,
    money: (amount, currency, options) =>
      formatMoney(amount, currency, { ...options, locale }),
    cents: (amount, currency, options) =>
      formatCents(amount, currency, { ...options, locale }),
    moneyTicks: (currency, ticks) => moneyTicks(currency, ticks, inLocale),
    number: value => formatNumber(value, inLocale),
    quantity: (value, unit) => formatQuantity(value, unit, inLocale),
    change: ratio => formatChange(ratio, inLocale),
    share: ratio => formatShare(ratio, inLocale),
    relative: (iso, now) =>
      formatRelative(iso, now, { locale, justNow: t('time.justNow') }),
    age: (since, now) => formatAge(since, now, t('time.dayUnit')),
    date: iso => formatDate(iso, inLocale),
    exact: iso => formatExact(iso, inLocale),
    day: (day, options) => formatDay(day, { ...options, locale }),
    month: day => formatMonth(day, inLocale),
    months: days => formatMonths(days, inLocale),
    moment: (at, periodMs) => formatMoment(at, periodMs, inLocale),
    period: seconds => formatPeriod(seconds, inLocale),
    duration: milliseconds => formatDuration(milliseconds, t('time.dayUnit')),
  };
}
