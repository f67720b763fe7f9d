/** Which rules there are and with which parameters they judge each project. */
import type { DetectionRule } from '@cloudops/plugin-guardrails-node';
import {
  ConfigurationError,
  parsePart,
  type GuardrailsConfig,
} from '../config';
import { newestOf } from './installedRules';

type RuleParameters = Readonly<
  Record<string, Readonly<Record<string, unknown>>>
>;

/** A rule with the parameters it judges a project with, defaults filled in. */
export interface ConfiguredRule {
  readonly rule: DetectionRule<any>;
  readonly parameters: any;
}

/** Parameters that a catalog entity sets for its project, unchecked. */
export interface EntityParameters {
  readonly entityRef: string;
  readonly parameters: RuleParameters;
}

/** Who set a value: the rule itself, `guardrails.detection`, `guardrails.projects[]`, or an annotation of the entity. */
export interface ParameterOrigin {
  readonly origin: 'default' | 'configuration' | 'project' | 'annotation';
  /** Of an annotation. */
  readonly entityRef?: string;
}

/** One level of parameters, and where it stands. */
interface Layer {
  readonly key: string;
  readonly parameters: RuleParameters;
  readonly origin: ParameterOrigin;
}

/** The rules of a project, what of its entities' annotations cannot be used, and where each value comes from. */
export interface RulesOfProject {
  readonly rules: readonly ConfiguredRule[];
  readonly problems: readonly string[];
  originOf(rule: string, parameter: string): ParameterOrigin;
}

/** Parameters of a rule, defaults filled in, or what is wrong with them: where, what was got, what is accepted. */
export function checkedParameters(
  rule: DetectionRule<any>,
  raw: Readonly<Record<string, unknown>>,
  key: string,
): { readonly value: any } | { readonly problems: readonly string[] } {
  return parsePart(rule.parameters, raw, key);
}

/** Every configured rule of one project: defaults under global parameters under the project's own. */
function configure(
  rules: readonly DetectionRule<any>[],
  layers: readonly Layer[],
): { configured: ConfiguredRule[]; problems: string[] } {
  const problems: string[] = [];
  const configured = rules.flatMap(rule => {
    const merged = Object.assign(
      {},
      ...layers.map(({ parameters }) => parameters[rule.name] ?? {}),
    );
    const key = [...layers]
      .reverse()
      .find(({ parameters }) => parameters[rule.name])?.key;
    const parsed = checkedParameters(
      rule,
      merged,
      `${key ?? layers[0].key}.${rule.name}`,
    );
    if ('problems' in parsed) {
      problems.push(...parsed.problems);
      return [];
    }
    return [{ rule, parameters: parsed.value }];
  });
  for (const { key, parameters } of layers) {
    for (const name of Object.keys(parameters)) {
      if (!rules.some(rule => rule.name === name)) {
        problems.push(
          `${key}.${name}: is not known, takes ${rules
            .map(rule => rule.name)
            .join(', ')}`,
        );
      }
    }
  }
  return { configured, problems };
}

export class RuleSet {
  readonly #installed: readonly DetectionRule<any>[];
  /** Of each name the version that judges. */
  readonly #rules: readonly DetectionRule<any>[];
  readonly #global: readonly ConfiguredRule[];
  readonly #byProject: ReadonlyMap<string, readonly ConfiguredRule[]>;
  /** From the global one to the project's own. */
  readonly #layers: (project?: string) => readonly Layer[];

  /**
   * Merges and checks every parameter.
   *
   * @param installed - of a name the highest version judges; by the others stored decisions are taken again
   * @throws {@link ConfigurationError} naming the key, what was got and what is accepted
   */
  static create(
    installed: readonly DetectionRule<any>[],
    config: Pick<GuardrailsConfig, 'detection' | 'projects'>,
  ): RuleSet {
    const rules = newestOf(installed);
    const global = {
      key: 'guardrails.detection.rules',
      parameters: config.detection.ruleParameters,
      origin: { origin: 'configuration' },
    } satisfies Layer;
    const forAll = configure(rules, [global]);
    const problems = [...forAll.problems];
    const byProject = new Map<string, readonly ConfiguredRule[]>();
    const layersOf = (name?: string): Layer[] => {
      const project = config.projects.find(each => each.name === name);
      return project
        ? [
            global,
            {
              key: `guardrails.projects['${name}'].detection.rules`,
              parameters: project.ruleParameters,
              origin: { origin: 'project' },
            },
          ]
        : [global];
    };
    for (const { name } of config.projects) {
      const own = configure(rules, layersOf(name));
      problems.push(...own.problems);
      byProject.set(name, own.configured);
    }
    if (problems.length > 0) {
      throw new ConfigurationError([...new Set(problems)]);
    }
    return new RuleSet(
      installed,
      rules,
      forAll.configured,
      byProject,
      layersOf,
    );
  }

  private constructor(
    installed: readonly DetectionRule<any>[],
    rules: readonly DetectionRule<any>[],
    global: readonly ConfiguredRule[],
    byProject: ReadonlyMap<string, readonly ConfiguredRule[]>,
    layers: (project?: string) => readonly Layer[],
  ) {
    this.#installed = installed;
    this.#rules = rules;
    this.#global = global;
    this.#byProject = byProject;
    this.#layers = layers;
  }

  /** The rules of a project, in order; one that the configuration does not name has the global parameters. */
  forProject(name?: string): readonly ConfiguredRule[] {
    return (
      (name === undefined ? undefined : this.#byProject.get(name)) ??
      this.#global
    );
  }

  /**
   * The rules of a project with what its entities set over the configuration. An entity whose parameters cannot be
   * used, or contradict those of another one, is left out, and `problems` says why.
   *
   * @param name - of the project; absent: what holds for every one that sets nothing of its own
   */
  forEntities(
    name: string | undefined,
    entities: readonly EntityParameters[],
  ): RulesOfProject {
    let layers = this.#layers(name);
    let rules = this.forProject(name);
    const problems: string[] = [];
    const setBy = new Map<string, { entityRef: string; value: string }>();
    for (const { entityRef, parameters } of entities) {
      const settings = Object.entries(parameters).flatMap(([rule, own]) =>
        Object.entries(own).map(([parameter, value]) => ({
          key: `${rule}.${parameter}`,
          value: JSON.stringify(value),
        })),
      );
      const clash = settings.find(
        ({ key, value }) => (setBy.get(key)?.value ?? value) !== value,
      );
      const where = `${entityRef}: guardrails/rule`;
      const layer: Layer = {
        key: where,
        parameters,
        origin: { origin: 'annotation', entityRef },
      };
      const own = configure(this.#rules, [...layers, layer]);
      if (clash) {
        const other = setBy.get(clash.key)!;
        problems.push(
          `${where}.${clash.key}: got ${clash.value}, takes ${other.value}, which ${other.entityRef} sets for the same project`,
        );
      } else if (own.problems.length > 0) {
        problems.push(...own.problems);
      } else {
        layers = [...layers, layer];
        rules = own.configured;
        settings.forEach(({ key, value }) =>
          setBy.set(key, { entityRef, value }),
        );
      }
    }
    return {
      rules,
      problems,
      originOf: (rule, parameter) =>
        layers.findLast(
          layer => layer.parameters[rule]?.[parameter] !== undefined,
        )?.origin ?? { origin: 'default' },
    };
  }

  /** The version of a rule that judges; undefined when no such rule is installed any more. */
  rule(name: string): DetectionRule<any> | undefined {
    return this.#rules.find(rule => rule.name === name);
  }

  /** A version of a rule, by which stored decisions are taken again; undefined when it is not installed. */
  version(name: string, version: number): DetectionRule<any> | undefined {
    return this.#installed.find(
      rule => rule.name === name && rule.version === version,
    );
  }
}
