/**
 * Synthetic daily costs of AWS services with labelled anomalies, the same for the same seed: what each service usually
 * costs, what goes wrong with it, and how its days are restated until they are final.
 */
import { injectAnomalies } from './costAnomalies';
import type { CostEvent, LabelledCosts, LabelledDay } from './costCorpus';
import { Random } from '../Random';
import {
  addCredits,
  clamp,
  usualService,
  type ServiceOptions,
} from './usualCosts';

export interface GeneratorOptions extends ServiceOptions {
  readonly seed: number;
  readonly services: number;
}

const WARMUP_DAYS = 28;

export function generateCosts(options: GeneratorOptions): LabelledCosts[] {
  const random = new Random(options.seed);
  return Array.from({ length: options.services }, (_, index) =>
    generateService(`svc${String(index).padStart(3, '0')}`, random, options),
  );
}

function generateService(
  id: string,
  random: Random,
  options: GeneratorOptions,
): LabelledCosts {
  const { service, firstLevel } = usualService(random, options);
  const events = injectAnomalies(service, random);
  addCredits(service, random);
  const { actual, days, firstDay, endDay } = service;
  const kept = events
    .filter(({ start, end }) => start >= firstDay + 5 && end < endDay)
    .map(event => ({
      ...event,
      start: event.start - firstDay,
      end: event.end - firstDay,
    }));
  // A service that appears and would spend the default limit within a week.
  const isNew = firstDay > 0 && firstLevel * 7 >= 100;
  const news: CostEvent = {
    type: 'new_service',
    start: 0,
    end: 13,
    permanent: true,
    material: true,
  };
  return {
    id,
    warmup: WARMUP_DAYS,
    existedBefore: firstDay === 0,
    days: days.slice(firstDay, endDay).map(({ at }, i): LabelledDay => {
      const final = cents(actual[firstDay + i]);
      return {
        at,
        final,
        firstSeen: cents(
          final * clamp(0.86 + 0.1 * random.normal(), 0.4, 1.02),
        ),
        seenAfterTwoDays: cents(
          final * clamp(0.975 + 0.02 * random.normal(), 0.85, 1.02),
        ),
      };
    }),
    events: isNew ? [news, ...kept] : kept,
  };
}

function cents(value: number): number {
  return Math.round(value * 100) / 100;
}
