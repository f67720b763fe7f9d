/** The sizes that a place has before its content comes. */

/** Pixels the chart takes, also while it is loaded. */
export const COST_CHART_HEIGHT = 320;

/** Pixels of a row of the services table. */
export const SERVICE_ROW_HEIGHT = 40;
