/** The extension points by which another module brings its own sources, rules and playbooks. */
import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { CostSource } from './costs';
import type { DetectionRule } from './detection';
import type { MetricSource } from './metrics';
import type { Playbook } from './playbooks';

/**
 * Replaces where signals come from. Each can be set once; a second call is an error at start.
 *
 * @public
 */
export interface GuardrailsSourcesExtensionPoint {
  setCostSource(source: CostSource): void;
  setMetricSource(source: MetricSource): void;
}

/** @public */
export const guardrailsSourcesExtensionPoint =
  createExtensionPoint<GuardrailsSourcesExtensionPoint>({
    id: 'guardrails.sources',
  });

/**
 * Adds detection rules, and earlier versions of them: the highest version of a name judges, by the others the evidence of
 * an alert takes its stored decision again. A name that a rule of the plugin has, or the same version twice, is an error at
 * start.
 *
 * @public
 */
export interface GuardrailsDetectionExtensionPoint {
  addRule(rule: DetectionRule<any>): void;
}

/** @public */
export const guardrailsDetectionExtensionPoint =
  createExtensionPoint<GuardrailsDetectionExtensionPoint>({
    id: 'guardrails.detection',
  });

/**
 * Adds playbooks, asked before the built-in ones.
 *
 * @public
 */
export interface GuardrailsPlaybooksExtensionPoint {
  addPlaybook(playbook: Playbook): void;
}

/** @public */
export const guardrailsPlaybooksExtensionPoint =
  createExtensionPoint<GuardrailsPlaybooksExtensionPoint>({
    id: 'guardrails.playbooks',
  });
