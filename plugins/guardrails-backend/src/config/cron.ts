/** Tells whether a text is a cron expression, before the scheduler refuses it and with it the whole portal's start. */

interface Field {
  readonly from: number;
  readonly to: number;
  /** Names in place of numbers, the first one for `from`. */
  readonly names?: readonly string[];
}

/** Five fields, or six with the seconds before them, as Backstage's scheduler takes them. */
const FIELDS: readonly Field[] = [
  { from: 0, to: 59 },
  { from: 0, to: 59 },
  { from: 0, to: 23 },
  { from: 1, to: 31 },
  {
    from: 1,
    to: 12,
    names: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' '),
  },
  { from: 0, to: 7, names: 'sun mon tue wed thu fri sat'.split(' ') },
];

// `*`, `5`, `1-5`, `mon-fri`, each also with a step, e.g. every 15 minutes.
const PART = /^(?:\*|([0-9]+|[a-z]{3})(?:-([0-9]+|[a-z]{3}))?)(?:\/([0-9]+))?$/;

function numberOf(text: string, { from, names = [] }: Field): number {
  return /^\d+$/.test(text) ? Number(text) : names.indexOf(text) + from;
}

function isPart(text: string, field: Field): boolean {
  const match = PART.exec(text);
  if (!match) return false;
  const [, first, last, step] = match;
  const start = first === undefined ? field.from : numberOf(first, field);
  const end = last === undefined ? start : numberOf(last, field);
  return (
    start >= field.from &&
    end >= start &&
    end <= field.to &&
    (step === undefined || Number(step) > 0)
  );
}

export function isCron(text: string): boolean {
  const fields = text.trim().toLowerCase().split(/\s+/);
  if (fields.length !== 5 && fields.length !== 6) return false;
  const kinds = FIELDS.slice(FIELDS.length - fields.length);
  return fields.every((field, i) =>
    field.split(',').every(part => isPart(part, kinds[i])),
  );
}
