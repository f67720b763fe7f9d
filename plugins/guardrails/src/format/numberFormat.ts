/** The formatters of numbers, each made once: making one takes longer than hundreds of numbers take it. */

const made = new Map<string, Intl.NumberFormat>();

/**
 * @param locale - BCP 47 tag; the user's own locale when absent
 */
export function numberFormat(
  locale: string | undefined,
  options: Intl.NumberFormatOptions,
): Intl.NumberFormat {
  const key = JSON.stringify([locale, options]);
  const known = made.get(key);
  if (known) return known;
  const format = new Intl.NumberFormat(locale, options);
  made.set(key, format);
  return format;
}
