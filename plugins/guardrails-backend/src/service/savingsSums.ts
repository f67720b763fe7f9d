/** Adds up what recommendations save. */
import { ALL_SERVICES } from '@cloudops/plugin-guardrails-node';
import type { DoneRecommendation, SavingsSum } from '../database/interfaces';
import { countedOnce, type MeasuredSavings } from '../recommendations';

export const NOTHING_SAVED: SavingsSum = {
  expectedPerMonth: 0,
  recommendations: 0,
  measured: 0,
  measuredPerMonth: 0,
  squaredPlusMinus: 0,
};

/** Of the first one's owner. */
export function addedUp(a: SavingsSum, b: SavingsSum): SavingsSum {
  return {
    owner: a.owner,
    expectedPerMonth: a.expectedPerMonth + b.expectedPerMonth,
    recommendations: a.recommendations + b.recommendations,
    measured: a.measured + b.measured,
    measuredPerMonth: a.measuredPerMonth + b.measuredPerMonth,
    squaredPlusMinus: a.squaredPlusMinus + b.squaredPlusMinus,
  };
}

/** By owner. */
export function sumsOf(
  savings: readonly DoneRecommendation[],
  measured: ReadonlyMap<string, MeasuredSavings>,
): SavingsSum[] {
  const sums = new Map<string | undefined, SavingsSum>();
  for (const { id, owner, savesPerMonth } of savings) {
    const { perMonth, plusMinus = 0 } = measured.get(id) ?? {};
    sums.set(
      owner,
      addedUp(sums.get(owner) ?? { ...NOTHING_SAVED, owner }, {
        expectedPerMonth: savesPerMonth,
        recommendations: 1,
        measured: perMonth === undefined ? 0 : 1,
        measuredPerMonth: perMonth ?? 0,
        squaredPlusMinus: perMonth === undefined ? 0 : plusMinus ** 2,
      }),
    );
  }
  return [...sums.values()];
}

/** Of savings, the first one first: done first comes first, and counts. */
export function once(
  savings: readonly DoneRecommendation[],
): DoneRecommendation[] {
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

/** Undefined for all of a project's services together. */
export function serviceOf({
  serviceName,
}: Pick<DoneRecommendation['alert'], 'serviceName'>): string | undefined {
  return serviceName === ALL_SERVICES ? undefined : serviceName;
}
