/** The rules that come with the plugin, in the order in which they are asked. */
import type { DetectionRule } from '@cloudops/plugin-guardrails-node';
import { costLimit } from './costLimit';
import { costSpike } from './costSpike';
import { errorBurst } from './errorBurst';
import { levelShift } from './levelShift';
import { staticLimit } from './staticLimit';

export const builtInRules: readonly DetectionRule<any>[] = [
  costSpike,
  costLimit,
  errorBurst,
  levelShift,
  staticLimit,
];
