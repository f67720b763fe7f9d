/** What a line of the bill is: who pays for what, how it is charged, and as which record type. */

/** Cost of each weekday from Monday on, relative to the week's mean. */
export type Week = readonly [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

export type RecordType =
  | 'Usage'
  | 'Recurring'
  | 'Support'
  | 'Tax'
  | 'Credit'
  | 'Refund';

/** Charged every day, in proportion to use. */
export interface DailyCharge {
  readonly every: 'day';
  /** Mean over a week at the reference day of `finalCosts.ts`. */
  readonly usd: number;
  readonly week: Week;
  /** Linear growth: the share of `usd` added each month. */
  readonly growthPerMonth: number;
  /** Standard deviation of a day around its expectation, relative. */
  readonly noise: number;
}

/** Charged in one sum on one day of the month. Negative for credits and refunds. */
export interface MonthlyCharge {
  readonly every: 'month';
  readonly usd: number;
  readonly dayOfMonth: number;
  /** 2 = every second month. */
  readonly months: number;
  /** Whether amortized metrics spread the sum over the days of the month. */
  readonly amortized: boolean;
}

/** Charged only while the incident of this id lasts. */
export interface IncidentCharge {
  readonly every: 'incident';
  readonly usd: number;
  readonly incidentId: string;
}

export interface CostLine {
  /** Unique in the world; names the line's noise. */
  readonly id: string;
  readonly accountId: string;
  /** The component tag's value; undefined is untagged spend. */
  readonly component?: string;
  readonly service: string;
  readonly usageType: string;
  /** `NoRegion` and `global` as Cost Explorer has them. */
  readonly region: string;
  readonly recordType: RecordType;
  readonly charge: DailyCharge | MonthlyCharge | IncidentCharge;
  readonly unit: string;
  readonly usdPerUnit: number;
}
