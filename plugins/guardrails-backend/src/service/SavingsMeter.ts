/** Measures what recommendations save since they are done, and stores it so that no question has to measure it again. */
import type { GuardrailsConfig } from '../config';
import type {
  Day,
  DoneRecommendation,
  GuardrailsDatabase,
  MeasuredSavingsRecord,
  ProjectSavings,
  Stores,
  SummedProject,
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
import { once, serviceOf, sumsOf } from './savingsSums';

const DAY_MS = 86_400_000;

/** A year, and the month that it takes to measure. */
const REPORTED_DAYS = 400;

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
  readonly #now: () => Date;

  constructor(options: {
    database: GuardrailsDatabase;
    freshness: Freshness;
    config: Pick<GuardrailsConfig, 'costs'>;
    /** The clock; the system's when absent. */
    now?: () => Date;
  }) {
    this.#database = options.database;
    this.#freshness = options.freshness;
    this.#config = options.config;
    this.#now = options.now ?? (() => new Date());
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
   * What the savings of a year come to, of the projects (of all when absent) that `counts` says. What is stored is taken
   * where nothing has changed and no day is final since it was added up, all else is added up now.
   */
  async summed(
    projectIds: readonly string[] | undefined,
    counts: (projectId: string) => boolean,
  ): Promise<(ProjectSavings & { readonly name: string })[]> {
    const since = this.#since();
    const projects = (
      await this.#database.savings.summed(projectIds, since, SAVINGS_METHOD)
    ).filter(({ projectId }) => counts(projectId));
    const { stored, open } = await this.#storedAndOpen(projects);
    if (open.length === 0) return stored;
    const done = once(
      await this.#database.savings.done(
        open.map(({ projectId }) => projectId),
        since,
      ),
    );
    const measured = await this.of(done, storedOf(done));
    return [
      ...stored,
      ...open.flatMap(({ projectId, name }) => {
        const ofProject = done.filter(each => each.projectId === projectId);
        if (ofProject.length === 0) return [];
        const { currency } = ofProject[0].project;
        return [{ name, currency, sums: sumsOf(ofProject, measured) }];
      }),
    ];
  }

  /**
   * Measures, adds up and stores what somebody who asks would have to, a project after the other. Measured is all that was
   * ever done, because lists show what no report does any more.
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
    await this.#storeSums();
  }

  async #storeSums(): Promise<void> {
    await this.#database.savings.expectSums();
    const since = this.#since();
    const projects = await this.#database.savings.summed(
      undefined,
      since,
      SAVINGS_METHOD,
    );
    const labels = await this.#database.projects.labels(
      projects.flatMap(({ projectId, savings }) =>
        savings?.currency === undefined ? [] : [projectId],
      ),
    );
    const { open } = await this.#storedAndOpen(
      projects.map(project =>
        project.savings?.currency === labels.get(project.projectId)?.currency
          ? project
          : { ...project, savings: undefined },
      ),
    );
    const lastFinals = await this.#lastFinals(open);
    for (const { projectId, name } of open) {
      const lastFinal = lastFinals.get(name);
      await this.#database.transaction(async stores => {
        await stores.savings.lockSums(projectId);
        const done = await stores.savings.done([projectId], since);
        const counted = once(done);
        const stored = storedOf(counted);
        const complete = counted.filter(each =>
          isMeasured(each, stored, undefined),
        );
        // What has to be measured when somebody asks cannot be added up before.
        if (!counted.every(each => isMeasured(each, stored, lastFinal))) return;
        await stores.savings.putSums(
          projectId,
          {
            sums: sumsOf(counted, stored),
            currency: done[0]?.project.currency,
            lastFinal: complete.length < counted.length ? lastFinal : undefined,
          },
          {
            method: SAVINGS_METHOD,
            since: { first: since, last: done[0]?.doneAt },
          },
        );
      });
    }
  }

  #since(): Date {
    return new Date(this.#now().getTime() - REPORTED_DAYS * DAY_MS);
  }

  async #storedAndOpen(projects: readonly SummedProject[]): Promise<{
    stored: (ProjectSavings & { readonly name: string })[];
    open: SummedProject[];
  }> {
    const lastFinals = await this.#lastFinals(
      projects.filter(({ savings }) => savings?.lastFinal !== undefined),
    );
    const stored: (ProjectSavings & { readonly name: string })[] = [];
    const open: SummedProject[] = [];
    for (const project of projects) {
      const { name, savings } = project;
      if (
        savings &&
        (savings.lastFinal === undefined ||
          savings.lastFinal === lastFinals.get(name))
      ) {
        stored.push({ ...savings, name });
      } else {
        open.push(project);
      }
    }
    return { stored, open };
  }

  /** The last final days, by the project's name; of those of which any cost was ever read. */
  async #lastFinals(
    projects: readonly { readonly name: string }[],
  ): Promise<Map<string, Day>> {
    const names = [...new Set(projects.map(({ name }) => name))];
    if (names.length === 0) return new Map();
    const readAsOf = await this.#freshness.readAsOf('costs', names);
    return new Map(
      [...readAsOf].map(([name, asOf]) => [
        name,
        // By the last complete read, as the estimated days of a cost report are.
        addDays(dayOf(asOf), -this.#config.costs.finalAfterDays),
      ]),
    );
  }

  /** What `stored` does not say; what it does is added to `found`. */
  async #due(
    recommendations: readonly MeteredRecommendation[],
    stored: ReadonlyMap<string, MeasuredSavingsRecord>,
    found: Map<string, MeasuredSavings>,
  ): Promise<Due[]> {
    const open: MeteredRecommendation[] = [];
    for (const recommendation of recommendations) {
      if (isMeasured(recommendation, stored, undefined)) {
        found.set(recommendation.id, stored.get(recommendation.id)!);
      } else {
        open.push(recommendation);
      }
    }
    const lastFinals = await this.#lastFinals(
      open.map(({ project }) => project),
    );
    return open.flatMap(recommendation => {
      const lastFinal = lastFinals.get(recommendation.project.name);
      if (lastFinal === undefined) return [];
      if (isMeasured(recommendation, stored, lastFinal)) {
        found.set(recommendation.id, stored.get(recommendation.id)!);
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

/**
 * Whether it was measured as it would be now.
 *
 * @param lastFinal - absent: whether it is complete, which it stays: how far costs were read never goes back
 */
function isMeasured(
  { id, alert, doneAt }: MeteredRecommendation,
  stored: ReadonlyMap<string, MeasuredSavingsRecord>,
  lastFinal: Day | undefined,
): boolean {
  const known = stored.get(id);
  return (
    known?.method === SAVINGS_METHOD &&
    isMeasuredOn(known, {
      windowStart: alert.windowStart,
      doneAt,
      lastFinal:
        lastFinal === undefined ? Infinity : Date.parse(lastFinal) / DAY_MS,
    })
  );
}
