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
  SavingsSum,
  ShownRecommendation,
  SizedRecommendation,
  Stores,
} from '../database/interfaces';
import type { GrantedCall } from './GuardrailsService';
import type { ProjectScope } from './ProjectScope';
import type { SavingsMeter } from './SavingsMeter';
import { addedUp, NOTHING_SAVED } from './savingsSums';
import { DEFAULT_CURRENCY } from './views';

/** Of one that is not done. */
export function expectedSavings(
  { savesPerMonth }: Pick<SizedRecommendation, 'savesPerMonth'>,
  currency: string,
): SavingsView | undefined {
  return savesPerMonth === undefined
    ? undefined
    : { expectedPerMonth: cents(savesPerMonth), days: 0, currency };
}

/** What a group's recommendations come to. */
class Group {
  readonly #of: Pick<SavingsGroup, 'owner' | 'project' | 'currency'>;
  #sum: SavingsSum = NOTHING_SAVED;

  constructor(of: Pick<SavingsGroup, 'owner' | 'project' | 'currency'>) {
    this.#of = of;
  }

  add(sum: SavingsSum): void {
    this.#sum = addedUp(this.#sum, sum);
  }

  view(): SavingsGroup {
    const { expectedPerMonth, recommendations, measured } = this.#sum;
    const { measuredPerMonth, squaredPlusMinus } = this.#sum;
    return {
      ...this.#of,
      expectedPerMonth: cents(expectedPerMonth),
      ...(measured > 0 && {
        measuredPerMonth: cents(measuredPerMonth),
        plusMinus: cents(Math.sqrt(squaredPlusMinus)),
      }),
      recommendations,
      measured,
    };
  }
}

export class Savings {
  readonly #stores: Stores;
  readonly #scope: ProjectScope;
  readonly #meter: SavingsMeter;

  constructor(options: {
    stores: Stores;
    scope: ProjectScope;
    meter: SavingsMeter;
  }) {
    this.#stores = options.stores;
    this.#scope = options.scope;
    this.#meter = options.meter;
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
    const savings = await this.#meter.summed(ids, projectId =>
      [alertReadPermission, costReadPermission].every(permission =>
        options.grants.has(permission, projectId),
      ),
    );
    const groups = new Map<string, Group>();
    for (const { name, sums, currency = DEFAULT_CURRENCY } of savings) {
      for (const sum of sums) {
        const of =
          query.groupBy === 'owner' ? { owner: sum.owner } : { project: name };
        const key = `${currency} ${of.owner ?? ''} ${of.project ?? ''}`;
        const group = groups.get(key) ?? new Group({ ...of, currency });
        group.add(sum);
        groups.set(key, group);
      }
    }
    return {
      items: [...groups]
        .map(([key, group]) => ({ key, view: group.view() }))
        .sort(
          (a, b) =>
            b.view.expectedPerMonth - a.view.expectedPerMonth ||
            (a.key < b.key ? -1 : 1),
        )
        .map(({ view }) => view),
    };
  }
}

function savesMoney<R extends SizedRecommendation>(
  recommendation: R,
): recommendation is R & { readonly savesPerMonth: number } {
  return recommendation.savesPerMonth !== undefined;
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
