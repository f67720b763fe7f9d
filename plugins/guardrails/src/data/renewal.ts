/** How often a page that stays open asks anew by itself. */

/** As often as metrics are read by default: nothing is called old, or not checked, after a read that the page did not see. */
export const AS_OFTEN_AS_READ_MS = 15 * 60_000;

/** The same for what has an answer: what was refused stays as it is, and is not replaced by a skeleton now and then. */
export function asOftenAsRead(value: unknown): number | undefined {
  return value === undefined ? undefined : AS_OFTEN_AS_READ_MS;
}

/** How often a list that is worked through asks by itself. Detection runs a few times an hour at most; a minute is soon enough. */
export const LIVE_EVERY_MS = 60_000;

/** Hundreds of things may be changed at once, each with its signal: what comes within this time is asked for together. */
export const LIVE_PAUSE_MS = 1_000;

/** The API answers no more at once. */
export const MOST_ASKED = 200;
