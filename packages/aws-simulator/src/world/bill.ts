/** The bill: the charges of one account on one day, as Cost Explorer shows them at a given moment. */
import { Day } from './calendar';
import type { CostLine } from './costLine';
import { COST_LINES } from './costLines';
import { Amounts, LineNoise, finalAmounts, lineNoise } from './finalCosts';
import { Incident } from './incidents';
import { ArrivalNoise, arrivalNoise, visibleShare } from './visibility';

export interface Charge {
  readonly line: CostLine;
  readonly amounts: Amounts;
  /** In `line.unit`. */
  readonly usageQuantity: number;
}

interface PricedLine {
  readonly line: CostLine;
  readonly noise: LineNoise;
  readonly arrival: ArrivalNoise;
}

export class Bill {
  readonly #incidents: readonly Incident[];
  readonly #lines: readonly PricedLine[];

  constructor(seed: number, incidents: readonly Incident[]) {
    this.#incidents = incidents;
    this.#lines = COST_LINES.map(line => ({
      line,
      noise: lineNoise(seed, line),
      arrival: arrivalNoise(seed, line),
    }));
  }

  /** `now` undefined asks for the final amounts. Lines without any cost that day are left out. */
  chargesOf(accountId: string, day: Day, now?: Date): Charge[] {
    return this.#lines
      .filter(({ line }) => line.accountId === accountId)
      .flatMap(priced => {
        const charge = this.#chargeOf(priced, day, now);
        return charge ? [charge] : [];
      });
  }

  #chargeOf(
    { line, noise, arrival }: PricedLine,
    day: Day,
    now: Date | undefined,
  ): Charge | undefined {
    const final = finalAmounts(line, noise, this.#incidents, day);
    const share = now === undefined ? 1 : visibleShare(arrival, day, now);
    if (share === 0 || (final.unblended === 0 && final.amortized === 0)) {
      return undefined;
    }
    return {
      line,
      amounts: {
        unblended: final.unblended * share,
        amortized: final.amortized * share,
        netUnblended: final.netUnblended * share,
        netAmortized: final.netAmortized * share,
      },
      usageQuantity: Math.abs(final.unblended * share) / line.usdPerUnit,
    };
  }
}
