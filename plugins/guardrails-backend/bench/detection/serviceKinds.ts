/** The seven kinds of synthetic service: how common each is, how its costs vary, grow, and follow the week. */
import type { Random } from '../Random';

const KINDS = [
  'steady',
  'weekday',
  'usage',
  'storage',
  'monthly',
  'bursty',
  'trace',
] as const;
export type ServiceKind = (typeof KINDS)[number];

/** Their shares of all services. */
export const DEFAULT_MIX: Readonly<Record<ServiceKind, number>> = {
  steady: 0.2,
  weekday: 0.17,
  usage: 0.22,
  storage: 0.12,
  monthly: 0.12,
  bursty: 0.09,
  trace: 0.08,
};

/** Drawn for one service. */
export interface Shape {
  readonly sigma: number;
  /** Autocorrelation of the noise from day to day. */
  readonly memory: number;
  /** Share a month. */
  readonly growth: number;
  readonly weekdays: readonly number[];
}

export function shapeOf(kind: ServiceKind, random: Random): Shape {
  const flat = new Array<number>(7).fill(1);
  const weekend = (factor: number, friday = 1) => [
    1,
    1,
    1,
    1,
    friday,
    factor,
    factor,
  ];
  switch (kind) {
    case 'steady':
      return {
        sigma: random.between(0.008, 0.035),
        memory: random.between(0, 0.4),
        growth: random.between(-0.01, 0.03),
        weekdays: weekend(1 - random.between(0, 0.05)),
      };
    case 'weekday':
      return {
        sigma: random.between(0.03, 0.09),
        memory: random.between(0, 0.4),
        growth: random.between(-0.02, 0.05),
        weekdays: weekend(1 - random.between(0.3, 0.8), random.between(0.9, 1)),
      };
    case 'usage': {
      const phase = random.between(0, 7);
      const swing = random.between(0.05, 0.25);
      return {
        sigma: random.between(0.04, 0.12),
        memory: random.between(0.2, 0.6),
        growth: random.between(-0.02, 0.1),
        weekdays: flat.map(
          (_, i) => 1 + swing * Math.cos((2 * Math.PI * (i - phase)) / 7),
        ),
      };
    }
    case 'storage':
      return {
        sigma: random.between(0.003, 0.012),
        memory: 0,
        growth: random.between(0, 0.12),
        weekdays: flat,
      };
    case 'monthly':
      return {
        sigma: random.between(0.01, 0.06),
        memory: 0,
        growth: random.between(-0.01, 0.03),
        weekdays: flat,
      };
    case 'bursty':
      return {
        sigma: random.between(0.25, 0.6),
        memory: 0,
        growth: 0,
        weekdays: flat,
      };
    default:
      return {
        sigma: random.between(0.1, 0.3),
        memory: 0,
        growth: 0,
        weekdays: flat,
      };
  }
}
