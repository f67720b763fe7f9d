/** Answers how many alerts there were, and how long people took to answer them. */
import { InputError } from '@backstage/errors';
import {
  alertReadPermission,
  type AlertStatistics as AlertStatisticsView,
  type AlertStatisticsQuery,
  type TimeTaken,
} from '@cloudops/plugin-guardrails-common';
import type { AnswersRecord, Stores } from '../database/interfaces';
import { dayOf } from './days';
import type { GrantedCall } from './GuardrailsService';
import type { ProjectScope } from './ProjectScope';
import { timesAsked } from './questions';

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** A quarter. */
const DEFAULT_MS = 12 * WEEK_MS;
/** A year and the month before it, as for costs. */
const MOST_DAYS = 400;
/** 1 January 1970 was a Thursday. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

export class AlertStatistics {
  readonly #stores: Stores;
  readonly #scope: ProjectScope;
  readonly #now: () => Date;

  constructor(options: {
    stores: Stores;
    scope: ProjectScope;
    now: () => Date;
  }) {
    this.#stores = options.stores;
    this.#scope = options.scope;
    this.#now = options.now;
  }

  async report(
    query: AlertStatisticsQuery,
    options: GrantedCall,
  ): Promise<AlertStatisticsView> {
    const { from, to } = rangeAsked(query, this.#now());
    const projectIds = await this.#scope.ids(
      query,
      options,
      alertReadPermission,
    );
    const { opened, acknowledged, resolved } =
      await this.#stores.alerts.statistics({ projectIds, from, to });
    return {
      from: from.toISOString(),
      to: to.toISOString(),
      opened: opened.reduce((sum, { count }) => sum + count, 0),
      acknowledged: acknowledged.count,
      resolved: resolved.count,
      mtta: timeTaken(acknowledged),
      mttr: timeTaken(resolved),
      byWeek: weeksOf(from, to).map(week => {
        const ofWeek = <T extends { readonly week: Date }>(all: readonly T[]) =>
          all.find(each => each.week.getTime() === week.getTime());
        return {
          week: dayOf(week),
          opened: ofWeek(opened)?.count ?? 0,
          resolved: ofWeek(resolved.byWeek)?.count ?? 0,
          mttaSeconds: ofWeek(acknowledged.byWeek)?.medianSeconds,
          mttrSeconds: ofWeek(resolved.byWeek)?.medianSeconds,
        };
      }),
    };
  }
}

function timeTaken(answers: AnswersRecord): TimeTaken {
  return {
    seconds: answers.medianSeconds,
    p90Seconds: answers.p90Seconds,
    count: answers.ranked,
  };
}

/** @throws InputError that names the field */
function rangeAsked(
  query: AlertStatisticsQuery,
  now: Date,
): { from: Date; to: Date } {
  const asked = timesAsked(query);
  const to = asked.to ?? now;
  const from = asked.from ?? new Date(to.getTime() - DEFAULT_MS);
  if (from >= to) {
    throw new InputError(
      `from: got '${
        query.from
      }', takes a time before '${to.toISOString()}', which is now`,
    );
  }
  if (to.getTime() - from.getTime() > MOST_DAYS * DAY_MS) {
    throw new InputError(
      `from: got '${from.toISOString()}', more than ${MOST_DAYS} days before '${to.toISOString()}'; takes at most ${MOST_DAYS} days`,
    );
  }
  return { from, to };
}

/** The Mondays, UTC, of every week that the range touches. */
function weeksOf(from: Date, to: Date): Date[] {
  const weeks: Date[] = [];
  const first =
    Math.floor((from.getTime() - FIRST_MONDAY_MS) / WEEK_MS) * WEEK_MS +
    FIRST_MONDAY_MS;
  for (let at = first; at < to.getTime(); at += WEEK_MS) {
    weeks.push(new Date(at));
  }
  return weeks;
}
