/** Says what recommendations were expected to save, and what the bills show since they are done. */
import {
  alertReadPermission,
  costReadPermission,
  recommendationReadPermission,
  type Savings as SavingsView,
  type SavingsGroup,
  type SavingsList,
  type SavingsQuery,
} from '@cloudops/plugin-guardrails-common';
import type {
  DoneRecommendation,
  ShownRecommendation,
  SizedRecommendation,
  Stores,
} from '../database/interfaces';
import { countedOnce, type MeasuredSavings } from '../recommendations';
import type { GrantedCall } from './GuardrailsService';
import type { ProjectScope } from './ProjectScope';
import { serviceOf, storedOf, type SavingsMeter } from './SavingsMeter';
import { DEFAULT_CURRENCY } from './views';

/** A year, and the month that it takes to measure. */
const REPORTED_DAYS = 400;

/** Of one that is not done. */
export function expectedSavings(
  { savesPerMonth }: Pick<SizedRecommendation, 'savesPerMonth'>,
  currency: string,
): SavingsView | undefined {
  return savesPerMonth === undefined
    ? undefined
    : { expectedPerMonth: cents(savesPerMonth), days: 0, currency };
}

/** What a group's recommendations come to; their errors are independent of each other. */
class Group {
  readonly #of: Pick<SavingsGroup, 'owner' | 'project' | 'currency'>;
  #expected = 0;
  #recommendations = 0;
  readonly #measured: Required<MeasuredSavings>[] = [];

  constructor(of: Pick<SavingsGroup, 'owner' | 'project' | 'currency'>) {
    this.#of = of;
  }

  add(expected: number, measured: MeasuredSavings | undefined): void {
    this.#expected += expected;
    this.#recommendations += 1;
    if (measured?.perMonth !== undefined) {
      this.#measured.push(measured as Required<MeasuredSavings>);
    }
  }

  view(): SavingsGroup {
    const sum = this.#measured.reduce((all, each) => all + each.perMonth, 0);
    const error = Math.hypot(...this.#measured.map(each => each.plusMinus));
    return {
      ...this.#of,
      expectedPerMonth: cents(this.#expected),
      ...(this.#measured.length > 0 && {
        measuredPerMonth: cents(sum),
        plusMinus: cents(error),
      }),
      recommendations: this.#recommendations,
      measured: this.#measured.length,
    };
  }
}

export class Savings {
  readonly #stores: Stores;
  readonly #scope: ProjectScope;
  readonly #meter: SavingsMeter;
  readonly #now: () => Date;

  constructor(options: {
    stores: Stores;
    scope: ProjectScope;
    meter: SavingsMeter;
    now: () => Date;
  }) {
    this.#stores = options.stores;
    this.#scope = options.scope;
    this.#meter = options.meter;
    this.#now = options.now;
  }

  /** By id; of those that save money, where the caller may see the alert and its costs. */
  async of(
    recommendations: readonly ShownRecommendation[],
    { grants }: GrantedCall,
  ): Promise<Map<string, SavingsView>> {
    const savings = recommendations
      .filter(({ projectId }) =>
        [alertReadPermission, costReadPermission].every(permission =>
          grants.has(permission, projectId),
        ),
      )
      .filter(savesMoney);
    if (savings.length === 0) return new Map();
    const done = savings.flatMap(each =>
      each.status === 'done' ? [{ ...each, doneAt: each.doneAt! }] : [],
    );
    const measured = await this.#meter.of(
      done,
      await this.#stores.savings.ofRecommendations(done.map(({ id }) => id)),
    );
    return new Map(
      savings.map(({ id, project, savesPerMonth }) => {
        const { days = 0, perMonth, plusMinus } = measured.get(id) ?? {};
        return [
          id,
          {
            expectedPerMonth: cents(savesPerMonth),
            measuredPerMonth: perMonth && cents(perMonth),
            plusMinus: plusMinus && cents(plusMinus),
            days,
            currency: project.currency ?? DEFAULT_CURRENCY,
          },
        ];
      }),
    );
  }

  async report(
    query: SavingsQuery,
    options: GrantedCall,
  ): Promise<SavingsList> {
    const ids = await this.#scope.ids(
      query,
      options,
      recommendationReadPermission,
    );
    const since = new Date(this.#now().getTime() - REPORTED_DAYS * 86_400_000);
    const done = await this.#stores.savings.done(ids, since);
    const savings = once(
      done.filter(({ projectId }) =>
        [alertReadPermission, costReadPermission].every(permission =>
          options.grants.has(permission, projectId),
        ),
      ),
    );
    const measured = await this.#meter.of(savings, storedOf(savings));
    const groups = new Map<string, Group>();
    for (const { id, owner, project, savesPerMonth } of savings) {
      const { name, currency = DEFAULT_CURRENCY } = project;
      const of = query.groupBy === 'owner' ? { owner } : { project: name };
      const key = JSON.stringify([of, currency]);
      const group = groups.get(key) ?? new Group({ ...of, currency });
      group.add(savesPerMonth, measured.get(id));
      groups.set(key, group);
    }
    return {
      items: [...groups.values()]
        .map(group => group.view())
        .sort((a, b) => b.expectedPerMonth - a.expectedPerMonth),
    };
  }
}

function savesMoney<R extends SizedRecommendation>(
  recommendation: R,
): recommendation is R & { readonly savesPerMonth: number } {
  return recommendation.savesPerMonth !== undefined;
}

/** Done first comes first, and counts. */
function once(savings: readonly DoneRecommendation[]): DoneRecommendation[] {
  return countedOnce(
    savings.map(saving => ({
      saving,
      projectId: saving.projectId,
      service: serviceOf(saving.alert),
      from: saving.alert.windowStart,
      doneAt: saving.doneAt,
    })),
  ).map(({ saving }) => saving);
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
