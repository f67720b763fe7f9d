/**
 * Earlier versions of the rules that come with the plugin. They judge nothing new: by them a stored decision is taken
 * again, with the parameters that are stored with it, whatever the defaults are by now.
 *
 * Each is what the present version is but for how it differed. `versions.test.ts` holds all of them to the verdicts that
 * they gave when they were shipped.
 */
import type { DetectionRule } from '@cloudops/plugin-guardrails-node';
import { EARLIER_METHODS } from '../costs/method';
import { costDriftVersion } from './costDrift';
import { costLevelShiftVersion } from './costLevelShift';
import { costMonthlyChargeVersion } from './costMonthlyCharge';
import { costNewServiceBySum } from './costNewServiceBySum';
import { costSparseSpikeVersion } from './costSparseSpike';
import { costSpikeVersion } from './costSpike';

const [first, second, third, fourth] = EARLIER_METHODS;

export const earlierRules: readonly DetectionRule<any>[] = [
  costNewServiceBySum(1, 'ofJudgedDay'),
  costNewServiceBySum(2, 'ofEachDay'),
  costMonthlyChargeVersion(1, second),
  costMonthlyChargeVersion(2, third),
  costMonthlyChargeVersion(3, fourth),
  costSpikeVersion(2, first),
  costSpikeVersion(3, second),
  costSpikeVersion(4, third),
  costSpikeVersion(5, fourth),
  costSparseSpikeVersion(1, second),
  costSparseSpikeVersion(2, third),
  costLevelShiftVersion(1, second),
  costDriftVersion(1, second),
];
