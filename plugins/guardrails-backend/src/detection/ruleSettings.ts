/** What a rule is set to: each parameter with its default and range, as its schema has them, and where its value comes from. */
import { z } from 'zod';
import type {
  ConfiguredRule,
  ParameterOrigin,
  RulesOfProject,
} from './RuleSet';

/** One parameter of a rule as it is in force. */
export interface ParameterSetting extends ParameterOrigin {
  readonly name: string;
  /** `limits` is a map of a service or metric to its limit; of these the range is that of each limit. */
  readonly type: 'boolean' | 'integer' | 'number' | 'limits';
  readonly description?: string;
  /** Absent where nothing is set and the rule has no default, or none that is one number. */
  readonly value?: unknown;
  readonly default?: unknown;
  readonly minimum?: number;
  /** Of a range whose lower end is not part of it. */
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  /** `days`, `share`, `currency` (the project's), … */
  readonly unit?: string;
}

/** What JSON Schema says of one parameter. */
interface ParameterSchema {
  readonly type?: string;
  readonly default?: unknown;
  readonly description?: string;
  readonly unit?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly additionalProperties?: ParameterSchema;
}

const TYPES: Readonly<Record<string, ParameterSetting['type']>> = {
  boolean: 'boolean',
  integer: 'integer',
  object: 'limits',
};

/** Every parameter of a rule, in the order in which the rule declares them. */
export function settingsOf(
  { rule, parameters }: ConfiguredRule,
  originOf: RulesOfProject['originOf'],
): ParameterSetting[] {
  return Object.entries(schemasOf(rule)).map(([name, schema]) => {
    const range = schema.additionalProperties ?? schema;
    return {
      name,
      type: TYPES[schema.type ?? ''] ?? 'number',
      description: schema.description,
      value: parameters[name],
      default: schema.default,
      minimum: range.minimum,
      exclusiveMinimum: range.exclusiveMinimum,
      maximum: range.maximum,
      unit: schema.unit,
      ...originOf(rule.name, name),
    };
  });
}

function schemasOf({
  parameters,
}: ConfiguredRule['rule']): Readonly<Record<string, ParameterSchema>> {
  const schema = z.toJSONSchema(parameters, {
    io: 'input',
    unrepresentable: 'any',
  });
  return (schema.properties ?? {}) as Record<string, ParameterSchema>;
}
