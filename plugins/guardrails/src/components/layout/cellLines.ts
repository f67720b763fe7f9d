/**
 * How far apart the lines of a table's cell are, for the style of its cells: Backstage sets them without room in between,
 * which is right until a name or a sentence takes two.
 */
export const CELL_LINES = { lineHeight: 1.3 } as const;

/** The least that a column of names has: most words fit into it, and a name breaks between its words. */
export const NAME_WIDTH = '7rem';
