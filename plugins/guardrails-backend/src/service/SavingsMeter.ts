/** Measures what recommendations save since they are done, and stores it so that no question has to measure it again. */
import { ALL_SERVICES } from '@cloudops/plugin-guardrails-node';
import type { GuardrailsConfig } from '../config';
import type {
  Day,
  DoneRecommendation,
  GuardrailsDatabase,
  MeasuredSavingsRecord,
  Stores,
} from '../database/interfaces';
import {
  isMeasuredOn,
  measuredRange,
  measureSavings,
  SAVINGS_METHOD,
  type MeasuredSavings,
  type SavingsPeriod,
} from '../recommendations';
import { addDays, dayOf } from './days';
import type { Freshness } from './Freshness';

const DAY_MS = 86_400_000;

/** What is measured. */
export type MeteredRecommendation = Pick<
  DoneRecommendation,
  'id' | 'projectId' | 'doneAt'
> & {
  readonly project: Pick<DoneRecommendation['project'], 'name'>;
  readonly alert: Pick<
    DoneRecommendation['alert'],
    'serviceName' | 'windowStart'
  >;
};

/** One that has to be measured, and on which days. */
interface Due {
  readonly recommendation: MeteredRecommendation;
  readonly period: SavingsPeriod;
}

export class SavingsMeter {
  readonly #database: GuardrailsDatabase;
  readonly #freshness: Freshness;
  readonly #config: Pick<GuardrailsConfig, 'costs'>;

  constructor(options: {
    database: GuardrailsDatabase;
    freshness: Freshness;
    config: Pick<GuardrailsConfig, 'costs'>;
  }) {
    this.#database = options.database;
    this.#freshness = options.freshness;
    this.#config = options.config;
  }

  /**
   * By the recommendation's id; of those of whose project any cost was ever read. What is stored is taken where it was
   * measured on the days that count today, all else is measured now.
   */
  async of(
    recommendations: readonly MeteredRecommendation[],
    stored: ReadonlyMap<string, MeasuredSavingsRecord>,
  ): Promise<Map<string, MeasuredSavings>> {
    const found = new Map<string, MeasuredSavings>();
    const due = await this.#due(recommendations, stored, found);
    for (const [id, measured] of await this.#measured(due, this.#database)) {
      found.set(id, measured);
    }
    return found;
  }

  /**
   * Measures and stores what somebody who asks would have to measure, a project after the other: of all that was ever
   * done, because lists show what no report does any more.
   */
  async store(): Promise<void> {
    await this.#database.savings.expectAsWritten();
    const done = await this.#database.savings.done(undefined, new Date(0));
    const due = await this.#due(done, storedOf(done), new Map());
    const ofProjects = new Map<string, Due[]>();
    for (const each of due) {
      const { projectId } = each.recommendation;
      ofProjects.set(projectId, [...(ofProjects.get(projectId) ?? []), each]);
    }
    for (const [projectId, ofProject] of ofProjects) {
      await this.#database.transaction(async stores => {
        // What is measured is still true when it is stored.
        await stores.costs.lock(projectId);
        await stores.savings.put(
          projectId,
          await this.#measured(ofProject, stores),
        );
      });
    }
  }

  /** What `stored` does not say; what it does is added to `found`. */
  async #due(
    recommendations: readonly MeteredRecommendation[],
    stored: ReadonlyMap<string, MeasuredSavingsRecord>,
    found: Map<string, MeasuredSavings>,
  ): Promise<Due[]> {
    const open: MeteredRecommendation[] = [];
    for (const recommendation of recommendations) {
      const known = stored.get(recommendation.id);
      // A complete one stays so: how far costs were read never goes back.
      if (known && isOf(known, recommendation, Infinity)) {
        found.set(recommendation.id, known);
      } else {
        open.push(recommendation);
      }
    }
    if (open.length === 0) return [];
    const readAsOf = await this.#freshness.readAsOf('costs', [
      ...new Set(open.map(({ project }) => project.name)),
    ]);
    return open.flatMap(recommendation => {
      const asOf = readAsOf.get(recommendation.project.name);
      if (!asOf) return [];
      // By the last complete read, as the estimated days of a cost report are.
      const lastFinal = addDays(
        dayOf(asOf),
        -this.#config.costs.finalAfterDays,
      );
      const known = stored.get(recommendation.id);
      if (
        known &&
        isOf(known, recommendation, Date.parse(lastFinal) / DAY_MS)
      ) {
        found.set(recommendation.id, known);
        return [];
      }
      return [{ recommendation, period: periodOf(recommendation, lastFinal) }];
    });
  }

  async #measured(
    due: readonly Due[],
    { costs }: Pick<Stores, 'costs'>,
  ): Promise<Map<string, MeasuredSavingsRecord>> {
    if (due.length === 0) return new Map();
    const series = await costs.series(
      due.map(({ recommendation: { projectId, alert }, period }) => ({
        projectId,
        service: serviceOf(alert),
        ...measuredRange(period),
      })),
    );
    // After the costs were read: of what the retention deletes in between, nothing is taken for days without cost.
    const extents = await costs.extents([
      ...new Set(due.map(({ recommendation: { projectId } }) => projectId)),
    ]);
    return new Map(
      due.flatMap(({ recommendation: { id, projectId }, period }, i) => {
        const extent = extents.get(projectId);
        if (!extent) return [];
        const { from, to } = measuredRange(period);
        const costsByDay = new Map(
          series[i].map(({ date, amount }) => [date, amount]),
        );
        const measured = {
          method: SAVINGS_METHOD,
          firstDay: from,
          doneOn: period.doneOn,
          lastDay: to,
          ...measureSavings(costsByDay, {
            ...period,
            storedFrom: extent.first,
          }),
        };
        return [[id, measured] as const];
      }),
    );
  }
}

/** By id. */
export function storedOf(
  done: readonly DoneRecommendation[],
): Map<string, MeasuredSavingsRecord> {
  return new Map(
    done.flatMap(({ id, measured }) => (measured ? [[id, measured]] : [])),
  );
}

/** Undefined for all of a project's services together. */
export function serviceOf({
  serviceName,
}: Pick<DoneRecommendation['alert'], 'serviceName'>): string | undefined {
  return serviceName === ALL_SERVICES ? undefined : serviceName;
}

function periodOf(
  { alert, doneAt }: MeteredRecommendation,
  lastFinal: Day,
): SavingsPeriod {
  return {
    alertedFrom: dayOf(alert.windowStart),
    doneOn: dayOf(doneAt),
    lastFinal,
  };
}

/** Whether it was measured as it would be now. */
function isOf(
  known: MeasuredSavingsRecord,
  { alert, doneAt }: MeteredRecommendation,
  lastFinal: number,
): boolean {
  return (
    known.method === SAVINGS_METHOD &&
    isMeasuredOn(known, { windowStart: alert.windowStart, doneAt, lastFinal })
  );
}
