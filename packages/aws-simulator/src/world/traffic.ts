/** One minute of an endpoint's traffic, computed from the absolute minute alone. */
import { DAY_MS, HOUR_MS, MINUTE_MS, dayOf, weekdayOf } from './calendar';
import { TrafficProfile } from './endpoints';
import {
  BURST_ERRORS_PER_MINUTE,
  Incident,
  LATENCY_FACTOR,
  isDuring,
} from './incidents';
import { Stream, gaussian, poisson, streamOf, wave } from './noise';

/** Minutes since 1970-01-01 UTC. */
export type Minute = number;

const MINUTES_PER_DAY = 1440;
// How pointed the daily peak is; 1 would be a plain cosine.
const PEAKEDNESS = 1.2;
// Slow wandering of load and latency, over a few hours.
const WANDER_MINUTES = 240;
const LOAD_WANDER = 0.05;
const LATENCY_WANDER = 0.04;
const LATENCY_NOISE = 0.04;
// Standard deviation of the logarithm of one request's latency: a 95th percentile of about twice the median.
const LATENCY_SPREAD = 0.45;
const Z_95 = 1.6448536;

// A minute's counts and latencies reach their final values ten minutes after it ended, as CloudWatch's do.
const CONVERGENCE_MS = 10 * MINUTE_MS;
const FIRST_SEEN_SHARE = 0.4;
const FIRST_SEEN_LATENCY = 0.92;

/** How much of a minute is visible at `now`: undefined before it ended, then 0.4 growing to 1. */
export function visibleShareOfMinute(
  minute: Minute,
  now: Date,
): number | undefined {
  const age = now.getTime() - (minute + 1) * MINUTE_MS;
  if (age < 0) {
    return undefined;
  }
  return Math.min(
    1,
    FIRST_SEEN_SHARE + ((1 - FIRST_SEEN_SHARE) * age) / CONVERGENCE_MS,
  );
}

/** Inverse of the normal distribution's cumulative function, good to 0.0005 (Abramowitz and Stegun 26.2.23). */
function normalQuantile(share: number): number {
  if (share > 0.5) {
    return -normalQuantile(1 - share);
  }
  const t = Math.sqrt(-2 * Math.log(share));
  return (
    (2.515517 + 0.802853 * t + 0.010328 * t * t) /
      (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t) -
    t
  );
}

export class Traffic {
  readonly #profile: TrafficProfile;
  readonly #bursts: readonly Incident[];
  readonly #slowdowns: readonly Incident[];
  readonly #dayShape: Float64Array;
  readonly #meanDayShape: number;
  readonly #requestNoise: Stream;
  readonly #requestWander: Stream;
  readonly #serverErrorNoise: Stream;
  readonly #clientErrorNoise: Stream;
  readonly #latencyNoise: Stream;
  readonly #latencyWander: Stream;

  constructor(
    seed: number,
    profile: TrafficProfile,
    incidents: readonly Incident[],
  ) {
    this.#profile = profile;
    const own = incidents.filter(
      ({ component }) => component === profile.component,
    );
    this.#bursts = own.filter(({ kind }) => kind === 'errors');
    this.#slowdowns = own.filter(({ kind }) => kind === 'latency');
    this.#dayShape = Float64Array.from({ length: MINUTES_PER_DAY }, (_, i) => {
      const angle = ((i / 60 - profile.peakHour) / 24) * 2 * Math.PI;
      const rise = ((1 + Math.cos(angle)) / 2) ** PEAKEDNESS;
      return profile.nightShare + (1 - profile.nightShare) * rise;
    });
    this.#meanDayShape =
      this.#dayShape.reduce((sum, share) => sum + share, 0) / MINUTES_PER_DAY;
    const stream = (what: string) => streamOf(seed, profile.name, what);
    this.#requestNoise = stream('requests');
    this.#requestWander = stream('requests wander');
    this.#serverErrorNoise = stream('server errors');
    this.#clientErrorNoise = stream('client errors');
    this.#latencyNoise = stream('latency');
    this.#latencyWander = stream('latency wander');
  }

  /** Weekend days differ from weekdays; the change runs from noon to noon, so that midnight has no step. */
  #weekShape(minute: Minute): number {
    const shareOf = (day: number) =>
      weekdayOf(day) >= 5 ? this.#profile.weekendShare : 1;
    const sinceNoon = minute * MINUTE_MS - 12 * HOUR_MS;
    const before = dayOf(new Date(sinceNoon));
    const from = shareOf(before);
    const to = shareOf(before + 1);
    return from + (to - from) * (sinceNoon / DAY_MS - before);
  }

  #expectedRequests(minute: Minute): number {
    return (
      this.#profile.peakPerMinute *
      this.#dayShape[minute % MINUTES_PER_DAY] *
      this.#weekShape(minute) *
      (1 + LOAD_WANDER * wave(this.#requestWander, minute / WANDER_MINUTES))
    );
  }

  requests(minute: Minute): number {
    return poisson(this.#requestNoise, minute, this.#expectedRequests(minute));
  }

  /** 5xx answers among `requests`. */
  serverErrors(minute: Minute, requests: number): number {
    const burst = this.#bursts.some(incident =>
      isDuring(incident, minute * MINUTE_MS),
    );
    const expected =
      this.#expectedRequests(minute) * this.#profile.serverErrorShare +
      (burst ? BURST_ERRORS_PER_MINUTE : 0);
    return Math.min(
      requests,
      poisson(this.#serverErrorNoise, minute, expected),
    );
  }

  /** 4xx answers among `requests`. */
  clientErrors(minute: Minute, requests: number): number {
    const expected =
      this.#expectedRequests(minute) * this.#profile.clientErrorShare;
    return Math.min(
      requests,
      poisson(this.#clientErrorNoise, minute, expected),
    );
  }

  /**
   * Latency of the minute's requests: its 95th percentile in milliseconds, of which `visibleShare` is known.
   */
  p95Ms(minute: Minute, visibleShare: number): number {
    const load = this.#dayShape[minute % MINUTES_PER_DAY] - this.#meanDayShape;
    const slowed = this.#slowdowns.some(incident =>
      isDuring(incident, minute * MINUTE_MS),
    );
    return (
      this.#profile.p95Ms *
      (1 + 2 * this.#profile.latencySwing * load) *
      (1 +
        LATENCY_WANDER * wave(this.#latencyWander, minute / WANDER_MINUTES)) *
      (1 + LATENCY_NOISE * gaussian(this.#latencyNoise, minute)) *
      (slowed ? LATENCY_FACTOR : 1) *
      (FIRST_SEEN_LATENCY + (1 - FIRST_SEEN_LATENCY) * visibleShare)
    );
  }
}

/** What another quantile of the same lognormal latencies is, relative to the 95th percentile. `share` in (0, 1). */
export function quantileOfP95(share: number): number {
  return Math.exp(LATENCY_SPREAD * (normalQuantile(share) - Z_95));
}

/** What the mean of the same lognormal latencies is, relative to the 95th percentile. */
export const MEAN_OF_P95 = Math.exp(
  LATENCY_SPREAD * (LATENCY_SPREAD / 2 - Z_95),
);
