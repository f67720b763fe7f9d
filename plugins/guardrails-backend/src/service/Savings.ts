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
  RecommendationRecord,
  ShownRecommendation,
  Stores,
} from '../database/interfaces';
import {
  countedOnce,
  expectedPerMonth,
  isMonthlySaving,
  type MeasuredSavings,
} from '../recommendations';
import type { GrantedCall } from './GuardrailsService';
import type { ProjectScope } from './ProjectScope';
import {
  REPORTED_DAYS,
  serviceOf,
  storedOf,
  type SavingsMeter,
} from './SavingsMeter';
import { DEFAULT_CURRENCY } from './views';

/** A recommendation that saves money. */
interface Saving<R> {
  readonly recommendation: R;
  readonly expected: number;
}

/** Of one that is not done. */
export function expectedSavings(
  { impact }: Pick<RecommendationRecord, 'impact'>,
  alert: Parameters<typeof expectedPerMonth>[0],
  currency: string,
): SavingsView | undefined {
  const expected = isMonthlySaving(impact)
    ? expectedPerMonth(alert)
    : undefined;
  return expected === undefined
    ? undefined
    : { expectedPerMonth: cents(expected), days: 0, currency };
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
      .flatMap(savingOf);
    if (savings.length === 0) return new Map();
    const done = savings.flatMap(({ recommendation }) =>
      recommendation.status === 'done'
        ? [{ ...recommendation, doneAt: recommendation.doneAt! }]
        : [],
    );
    const measured = await this.#meter.of(
      done,
      await this.#stores.savings.ofRecommendations(done.map(({ id }) => id)),
    );
    return new Map(
      savings.map(({ recommendation: { id, project }, expected }) => {
        const { days = 0, perMonth, plusMinus } = measured.get(id) ?? {};
        return [
          id,
          {
            expectedPerMonth: cents(expected),
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
      done
        .filter(({ projectId }) =>
          [alertReadPermission, costReadPermission].every(permission =>
            options.grants.has(permission, projectId),
          ),
        )
        .flatMap(savingOf),
    );
    const measured = await this.#meter.of(
      savings.map(({ recommendation }) => recommendation),
      storedOf(savings.map(({ recommendation }) => recommendation)),
    );
    const groups = new Map<string, Group>();
    for (const { recommendation, expected } of savings) {
      const { name, currency = DEFAULT_CURRENCY } = recommendation.project;
      const of =
        query.groupBy === 'owner'
          ? { owner: recommendation.owner }
          : { project: name };
      const key = JSON.stringify([of, currency]);
      const group = groups.get(key) ?? new Group({ ...of, currency });
      group.add(expected, measured.get(recommendation.id));
      groups.set(key, group);
    }
    return {
      items: [...groups.values()]
        .map(group => group.view())
        .sort((a, b) => b.expectedPerMonth - a.expectedPerMonth),
    };
  }
}

function savingOf<R extends ShownRecommendation | DoneRecommendation>(
  recommendation: R,
): Saving<R>[] {
  const expected = isMonthlySaving(recommendation.impact)
    ? expectedPerMonth(recommendation.alert)
    : undefined;
  return expected === undefined ? [] : [{ recommendation, expected }];
}

/** Done first comes first, and counts. */
function once(
  savings: readonly Saving<DoneRecommendation>[],
): Saving<DoneRecommendation>[] {
  return countedOnce(
    savings.map(saving => {
      const { projectId, alert, doneAt } = saving.recommendation;
      return {
        saving,
        projectId,
        service: serviceOf(alert),
        from: alert.windowStart,
        doneAt,
      };
    }),
  ).map(({ saving }) => saving);
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
