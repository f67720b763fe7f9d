/**
 * How much of a day's final cost Cost Explorer shows at a given moment.
 *
 * | time since the end of the day | shown of the final amount                                         |
 * | ----------------------------- | ----------------------------------------------------------------- |
 * | the day is still running      | nothing for 8 hours, then what the elapsed hours make up of 60 %  |
 * | under 24 hours                | 60 to 86 %, in steps of 8 hours; some services not at all for 16 hours |
 * | under 48 hours                | about 97.5 %                                                      |
 * | from 48 hours                 | all, except that about one service-day in forty is restated once more after 96 hours (+1.8 %, sometimes −0.9 %) |
 */
import { Day, HOUR_MS, startOfDay } from './calendar';
import { Stream, streamOf, uniform } from './noise';

// Cost Explorer refreshes at least once every 24 hours; three times a day is what is usually seen.
const REFRESH_HOURS = 8;
const FIRST_DAY_SHARES = [0.62, 0.74, 0.86];
const FIRST_DAY_SPREAD = 0.02;
const SECOND_DAY_SHARE = 0.975;
const SECOND_DAY_SPREAD = 0.01;

const LATE_SHARE_OF_SERVICE_DAYS = 0.06;
const LATE_HOURS = 16;

const RESTATED_SHARE_OF_SERVICE_DAYS = 1 / 40;
const RESTATED_AFTER_HOURS = 96;
const RESTATED_UP = 1.018;
const RESTATED_DOWN = 0.991;
const RESTATED_DOWN_SHARE = 0.25;

/** What is published together: one AWS service of one component. */
export interface Published {
  readonly accountId: string;
  readonly component?: string;
  readonly service: string;
}

/** The chances that decide when a service-day arrives. */
export interface ArrivalNoise {
  readonly share: Stream;
  readonly lateness: Stream;
  readonly restatement: Stream;
}

export function arrivalNoise(
  seed: number,
  { accountId, component = '', service }: Published,
): ArrivalNoise {
  const stream = (what: string) =>
    streamOf(seed, accountId, component, service, what);
  return {
    share: stream('share'),
    lateness: stream('lateness'),
    restatement: stream('restatement'),
  };
}

/**
 * By how much a service-day is restated after it looked final: 1.018, 0.991, or 1 for most days.
 * The final amount includes it.
 */
export function restatementOf({ restatement }: ArrivalNoise, day: Day): number {
  const chance = uniform(restatement, day);
  if (chance >= RESTATED_SHARE_OF_SERVICE_DAYS) {
    return 1;
  }
  return chance < RESTATED_SHARE_OF_SERVICE_DAYS * RESTATED_DOWN_SHARE
    ? RESTATED_DOWN
    : RESTATED_UP;
}

/** The share of a day's final amount that is shown at `now`: 0 is nothing, 1 is all. */
export function visibleShare(noise: ArrivalNoise, day: Day, now: Date): number {
  const hoursSinceEnd = (now.getTime() - startOfDay(day + 1)) / HOUR_MS;
  if (hoursSinceEnd >= 48) {
    return hoursSinceEnd >= RESTATED_AFTER_HOURS
      ? 1
      : 1 / restatementOf(noise, day);
  }
  const jitter = uniform(noise.share, day);
  if (hoursSinceEnd >= 24) {
    return SECOND_DAY_SHARE + SECOND_DAY_SPREAD * (jitter - 0.5);
  }
  if (
    hoursSinceEnd < LATE_HOURS &&
    uniform(noise.lateness, day) < LATE_SHARE_OF_SERVICE_DAYS
  ) {
    return 0;
  }
  if (hoursSinceEnd >= 0) {
    const share = FIRST_DAY_SHARES[Math.floor(hoursSinceEnd / REFRESH_HOURS)];
    // Subtracted, so that the range documented above is never exceeded at its top.
    return share - FIRST_DAY_SPREAD * jitter;
  }
  const refreshes = Math.floor((24 + hoursSinceEnd) / REFRESH_HOURS);
  return (
    Math.max(0, (refreshes * REFRESH_HOURS) / 24) *
    (FIRST_DAY_SHARES[0] - FIRST_DAY_SPREAD)
  );
}
