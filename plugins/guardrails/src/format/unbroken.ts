/** Keeps a number and what it counts on one line. */

/** `30 % over` does not end a line with the 30. */
export function unbroken(text: string): string {
  return text.replace(/(?<=\d) (?=%)/g, '\u00a0');
}
