/** The port through which daily costs enter: what a cost source is asked and what it answers. */

/**
 * The AWS account a source reads, as the configuration names it.
 *
 * @public
 */
export interface SourceAccount {
  /** Twelve digits; absent for the account of the portal's own credentials. */
  readonly accountId?: string;
  /** What is assumed in the account; absent: the role that the portal is configured with for it. */
  readonly role?: AccountRole;
}

/**
 * A role of an AWS account.
 *
 * @public
 */
export interface AccountRole {
  readonly name: string;
  /** Absent: the one that the portal is configured with for the account. */
  readonly externalId?: string;
}

/**
 * What attributes spend: a cost allocation tag or a cost category, by its key.
 *
 * @public
 */
export interface CostDimension {
  readonly type: 'tag' | 'costCategory';
  readonly key: string;
}

/**
 * Accounts of an organization. Its management account is billed for all members; an account of its own, or a member, for
 * itself alone, whatever is asked.
 *
 * @public
 */
export interface LinkedAccounts {
  /** Twelve digits each: spend that is left out, because it is read of these accounts themselves. */
  readonly except: readonly string[];
}

/**
 * A question for daily costs: one paid, grouped query with all its pages.
 *
 * @public
 */
export interface DailyCostQuery {
  readonly account: SourceAccount;
  /**
   * `usage`: what using services cost, by service. `charges`: everything else (credits, refunds, tax, fees), by record
   * type. Every record of the bill is in one of the two.
   */
  readonly spend: 'usage' | 'charges';
  /** First UTC day, `YYYY-MM-DD`, inclusive. */
  readonly from: string;
  /** Last UTC day, `YYYY-MM-DD`, exclusive. */
  readonly to: string;
  /** What to split each service or record type by; absent: by that alone. */
  readonly splitBy?: CostDimension;
  /** Spend that is left out, because other queries have it: everything with one of these values. */
  readonly except?: readonly {
    readonly dimension: CostDimension;
    readonly values: readonly string[];
  }[];
  /** Whose spend of what the account is billed; absent: all of it. */
  readonly linkedAccounts?: LinkedAccounts;
}

/**
 * What one service cost on one day, for one value of the tag or cost category that was asked for.
 *
 * @public
 */
export interface DailyCostRecord {
  /** UTC day, `YYYY-MM-DD`. */
  readonly date: string;
  /**
   * AWS service as the source names it, e.g. `Amazon Relational Database Service`; of a charge the reserved name that
   * `serviceOfCharge` of the common package makes, e.g. `charge:Credit`.
   */
  readonly service: string;
  /** Value of the asked tag or cost category; empty for spend without it; absent when none was asked for. */
  readonly tagValue?: string;
  /** Decimal number as the source sent it (Cost Explorer: about ten decimals), may be negative. */
  readonly amount: string;
  /** ISO 4217 code, e.g. `USD`. */
  readonly currency: string;
  /**
   * Whether the source itself calls the day an estimate (Cost Explorer: `ResultsByTime[].Estimated`, true for every day
   * of a month that is not invoiced yet); absent: it does not.
   */
  readonly isEstimated?: boolean;
}

/**
 * A part of an account's spend: what has one of the values, but for what is left out; without `of` all of it but that.
 *
 * @public
 */
export interface SpendShare {
  readonly of?: {
    readonly dimension: CostDimension;
    readonly values: readonly string[];
  };
  readonly except?: DailyCostQuery['except'];
}

/**
 * A question for what a service's cost consists of: one paid, grouped query with all its pages.
 *
 * @public
 */
export interface CostBreakdownQuery {
  readonly account: SourceAccount;
  /** As the source names it in its {@link DailyCostRecord}s. Usage alone, no charges. */
  readonly service: string;
  /** First UTC day, `YYYY-MM-DD`, inclusive. */
  readonly from: string;
  /** Last UTC day, `YYYY-MM-DD`, exclusive. */
  readonly to: string;
  /** Whose spend: what is in any of the parts; absent: the whole account's. */
  readonly shares?: readonly SpendShare[];
  /** Whose spend of what the account is billed; absent: all of it. */
  readonly linkedAccounts?: LinkedAccounts;
}

/**
 * What one usage type of a service cost on one day in one account.
 *
 * @public
 */
export interface CostBreakdownRecord {
  /** UTC day, `YYYY-MM-DD`. */
  readonly date: string;
  /** As AWS spells it, e.g. `NatGateway-Bytes`. */
  readonly usageType: string;
  /** Twelve digits: the member account of the organization that used it. */
  readonly linkedAccount: string;
  /** Decimal number as the source sent it, may be negative. */
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
  /**
   * What a service's cost consists of, for what drove a cost alert. Absent where the source cannot tell; alerts then
   * say nothing of it.
   */
  fetchBreakdown?(
    query: CostBreakdownQuery,
    context: SourceContext,
  ): AsyncIterable<readonly CostBreakdownRecord[]>;
}
