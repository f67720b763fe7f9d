/** Tables as CSV files (RFC 4180) that spreadsheets open without running what is in them. */

/** A field; a leading formula sign is defused, because spreadsheets would run it. */
function field(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const defused = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(defused)
    ? `"${defused.replace(/"/g, '""')}"`
    : defused;
}

/** @param lines - the first is the header */
export function csvOf(
  lines: readonly (readonly (string | number)[])[],
): string {
  return lines.map(line => `${line.map(field).join(',')}\r\n`).join('');
}

/** Hands a CSV file to the reader's own spreadsheet. */
export function downloadCsv(name: string, csv: string | Blob): void {
  const url = URL.createObjectURL(
    new Blob([csv], { type: 'text/csv;charset=utf-8' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
