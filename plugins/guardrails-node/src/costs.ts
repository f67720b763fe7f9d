/** The port through which daily costs enter: what a cost source is asked and what it answers. */

/**
 * The AWS account a source reads, as the configuration names it.
 *
 * @public
 */
export interface SourceAccount {
  /** Twelve digits; absent for the account of the portal's own credentials. */
  readonly accountId?: string;
}

/**
 * A question for daily costs: one paid, grouped query with all its pages.
 *
 * @public
 */
export interface DailyCostQuery {
  readonly account: SourceAccount;
  /** First UTC day, `YYYY-MM-DD`, inclusive. */
  readonly from: string;
  /** Last UTC day, `YYYY-MM-DD`, exclusive. */
  readonly to: string;
  /** Cost allocation tag to split each service by; absent: by service only. */
  readonly tagKey?: string;
}

/**
 * What one service cost on one day, for one value of the tag that was asked for.
 *
 * @public
 */
export interface DailyCostRecord {
  /** UTC day, `YYYY-MM-DD`. */
  readonly date: string;
  /** AWS service as the source names it, e.g. `Amazon Relational Database Service`. */
  readonly service: string;
  /** Value of the asked tag; empty for spend without it; absent when no tag was asked for. */
  readonly tagValue?: string;
  /** Decimal number as the source sent it (Cost Explorer: about ten decimals), may be negative. */
  readonly amount: string;
  /** ISO 4217 code, e.g. `USD`. */
  readonly currency: string;
}

/**
 * How a source is accompanied while it works.
 *
 * @public
 */
export interface SourceContext {
  /** Aborts between and within requests. */
  readonly signal: AbortSignal;
  /**
   * Called before each request to AWS, retries and pages included. Throws when the request must not be
   * made any more (the day's cap is reached); the source lets that error pass.
   */
  readonly onRequest: () => void | Promise<void>;
}

/**
 * Where daily costs come from. Ends normally only after the last page; throws when any page failed, so that
 * an answer is either complete or an error.
 *
 * @public
 */
export interface CostSource {
  /** Shown as the `source` of cost alerts, e.g. `Cost Explorer`. */
  readonly name: string;
  fetchDailyCosts(
    query: DailyCostQuery,
    context: SourceContext,
  ): AsyncIterable<readonly DailyCostRecord[]>;
}
