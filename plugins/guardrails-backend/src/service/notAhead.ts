/** How a moment is shown that a clock ahead of this one stamped: nothing has happened in a time to come. */
export function notAhead(at: Date, now: Date): Date {
  return at > now ? now : at;
}
