/** Collects what other modules bring along: sources, detection rules, playbooks. */
import type { BackendPluginRegistrationPoints } from '@backstage/backend-plugin-api';
import {
  guardrailsDetectionExtensionPoint,
  guardrailsPlaybooksExtensionPoint,
  guardrailsSourcesExtensionPoint,
  type CostSource,
  type DetectionRule,
  type MetricSource,
  type Playbook,
} from '@cloudops/plugin-guardrails-node';

/** Filled by the time the plugin starts, because modules start before their plugin. */
export interface Extensions {
  readonly costSource?: CostSource;
  readonly metricSource?: MetricSource;
  readonly rules: readonly DetectionRule<any>[];
  readonly playbooks: readonly Playbook[];
}

export function registerExtensionPoints(
  env: BackendPluginRegistrationPoints,
): Extensions {
  const rules: DetectionRule<any>[] = [];
  const playbooks: Playbook[] = [];
  let costSource: CostSource | undefined;
  let metricSource: MetricSource | undefined;

  env.registerExtensionPoint(guardrailsSourcesExtensionPoint, {
    setCostSource(source) {
      if (costSource) throw setTwice('cost', costSource, source);
      costSource = source;
    },
    setMetricSource(source) {
      if (metricSource) throw setTwice('metric', metricSource, source);
      metricSource = source;
    },
  });
  env.registerExtensionPoint(guardrailsDetectionExtensionPoint, {
    addRule: rule => void rules.push(rule),
  });
  env.registerExtensionPoint(guardrailsPlaybooksExtensionPoint, {
    addPlaybook: playbook => void playbooks.push(playbook),
  });

  return {
    rules,
    playbooks,
    get costSource() {
      return costSource;
    },
    get metricSource() {
      return metricSource;
    },
  };
}

function setTwice(
  kind: string,
  first: { name: string },
  second: { name: string },
): Error {
  return new Error(
    `the ${kind} source of Guardrails was set to '${first.name}', got '${second.name}' too; install one module that sets it`,
  );
}
