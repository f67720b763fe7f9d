/**
 * `sudden_jump`: a value that left the ones before it further than is usual for the series, the time of day and the
 * last hours.
 *
 * Traffic that moves smoothly is compared with the five minutes before. A latency is the median of a quarter of an hour,
 * so that a single slow period is none, compared with the median of twelve points before.
 */
import type { MetricKind } from '@cloudops/plugin-guardrails-node';
import {
  JUMP_DAYS,
  jumpGlance,
  jumpMemory,
  Jumps,
  type JumpSpans,
  USUAL_JUMP,
} from '../metrics/jumps';
import { relativeRule } from '../metrics/relativeRule';
import { duration, metricInWords } from '../wording';

const TRAFFIC_SECONDS = 300;
const LATENCY_SECONDS = 900;
const LATENCY_POINTS_BEFORE = 12;

function spansOf(kind: MetricKind, periodSeconds: number): JumpSpans {
  const pointsIn = (seconds: number) =>
    Math.max(1, Math.round(seconds / periodSeconds));
  return kind === 'latency'
    ? { observed: pointsIn(LATENCY_SECONDS), before: LATENCY_POINTS_BEFORE }
    : {
        observed: pointsIn(TRAFFIC_SECONDS),
        before: pointsIn(TRAFFIC_SECONDS),
      };
}

export const suddenJump = relativeRule({
  name: 'sudden_jump',
  version: 1,
  summary: 'A value that left the ones before it further than is usual',
  factors: {
    latency: { above: 1.5 },
    traffic: { above: 1.2, below: 1.05 },
  },
  memory: periodSeconds =>
    jumpMemory(periodSeconds, spansOf('latency', periodSeconds)),

  glance: periodSeconds =>
    jumpGlance(periodSeconds, spansOf('latency', periodSeconds)),

  open(history, periodSeconds) {
    const byKind = new Map<boolean, Jumps>();
    return (index, kind) => {
      const isLatency = kind === 'latency';
      const spans = spansOf(kind, periodSeconds);
      let jumps = byKind.get(isLatency);
      if (!jumps) {
        jumps = new Jumps(
          history,
          `sudden_jump@1 ${isLatency ? 'latency' : 'traffic'}`,
          periodSeconds,
          spans,
        );
        byKind.set(isLatency, jumps);
      }
      const jump = jumps.at(index);
      return jump ? [{ ...jump, points: spans.observed }] : [];
    };
  },

  words: ({ key }, overSeconds) => ({
    observed: `${metricInWords(key)}, median of ${duration(overSeconds)}`,
    baseline: 'As what came before it and the time of day let expect',
  }),
  formulas: (overSeconds, kind) => ({
    observed: `median of ${duration(overSeconds)}`,
    baseline: `median of the ${
      kind === 'latency'
        ? `${LATENCY_POINTS_BEFORE} points`
        : duration(overSeconds)
    } before, and the median change at this time on the ${JUMP_DAYS} days before where that explains some of it`,
    usual: USUAL_JUMP,
  }),
});
