/** Parameters that every rule with a history has. */
import { enabledByDefault, wholeNumberWithin } from '../parameters';

export function historyParameters() {
  return {
    enabled: enabledByDefault(),
    /** Newest days that may still change and therefore are no baseline; not less than `costs.finalAfterDays`. */
    settleDays: wholeNumberWithin(1, 31, 3),
    /** Days looked at: three earlier occurrences of a day of the month. */
    historyDays: wholeNumberWithin(35, 400, 100),
    /** Days of cost that must be known before anything is judged. */
    minHistoryDays: wholeNumberWithin(14, 400, 31),
  };
}
