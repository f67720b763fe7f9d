/**
 * How far apart the lines of a table's cell are, for the style of its cells: Backstage sets them without room in between,
 * which is right until a name or a sentence takes two.
 */
export const CELL_LINES = { lineHeight: 1.3 } as const;
