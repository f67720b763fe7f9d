/** The rules that come with the plugin, in the order in which they are asked; and their earlier versions. */
import type { DetectionRule } from '@cloudops/plugin-guardrails-node';
import { costDrift } from './costDrift';
import { costLevelShift } from './costLevelShift';
import { costLimit } from './costLimit';
import { costMonthlyCharge } from './costMonthlyCharge';
import { costNewService } from './costNewService';
import { costSparseSpike } from './costSparseSpike';
import { costSpike } from './costSpike';
import { errorBurst } from './errorBurst';
import { levelShift } from './levelShift';
import { peakExceeded } from './peakExceeded';
import { seasonalDeviation } from './seasonalDeviation';
import { shortChange } from './shortChange';
import { staticLimit } from './staticLimit';
import { suddenJump } from './suddenJump';

export { earlierRules } from './earlier';

export const builtInRules: readonly DetectionRule<any>[] = [
  costLimit,
  costNewService,
  costMonthlyCharge,
  costSpike,
  costSparseSpike,
  costLevelShift,
  costDrift,
  errorBurst,
  levelShift,
  suddenJump,
  shortChange,
  peakExceeded,
  seasonalDeviation,
  staticLimit,
];
