/** Which news of the trail each outlet has been told. */

/** One event that one outlet has to take. */
export interface Delivery {
  readonly eventId: string;
  readonly outlet: string;
  /** How often it was tried, this time included. */
  readonly attempts: number;
}

export interface DeliveryStore {
  /** Whether anything was ever to be told to this outlet. */
  isUsed(outlet: string): Promise<boolean>;
  /**
   * Takes in the alert and recommendation events created at or after `since` that the outlet has not yet, save those
   * of a failed announcement; how many.
   */
  enrol(outlet: string, since: Date, now: Date): Promise<number>;
  /**
   * The delivery of the oldest event that is due; until `claimedUntil` nobody else gets it. Of an alert (or of a
   * recommendation) only the oldest that was not ended yet, due or not: its events reach an outlet in their order.
   */
  claim(
    outlet: string,
    claimedUntil: Date,
    now: Date,
  ): Promise<Delivery | undefined>;
  /** Ends a delivery. */
  settle(
    delivery: Delivery,
    outcome:
      | { readonly status: 'delivered' }
      | { readonly status: 'skipped' | 'failed'; readonly reason: string },
  ): Promise<void>;
  /** Keeps a delivery for another attempt. */
  postpone(delivery: Delivery, reason: string, until: Date): Promise<void>;
}
