/** What to write where, so that a rule judges with other parameters. */
import {
  GUARDRAILS_PROJECT_ANNOTATION,
  GUARDRAILS_RULE_ANNOTATION_PREFIX,
} from '@cloudops/plugin-guardrails-common';
import { writtenValue, type ParameterValue } from './parameterText';

/** Parameter → value. */
export type ChosenValues = Readonly<Record<string, ParameterValue>>;

/** In the quotes that YAML takes as they are. */
function quoted(text: string): string {
  return `'${text.replace(/'/g, "''")}'`;
}

/** Annotations of a catalog entity: for the project that it names. */
export function annotationSnippet(
  project: string,
  rule: string,
  values: ChosenValues,
): string {
  return [
    'metadata:',
    '  annotations:',
    `    ${GUARDRAILS_PROJECT_ANNOTATION}: ${project}`,
    ...Object.entries(values).map(
      ([name, value]) =>
        `    ${GUARDRAILS_RULE_ANNOTATION_PREFIX}${rule}.${name}: ${quoted(
          writtenValue(value),
        )}`,
    ),
  ].join('\n');
}

// A map stays on its line: JSON is YAML.
function ruleLines(rule: string, values: ChosenValues, indent: string) {
  return [
    `${indent}detection:`,
    `${indent}  rules:`,
    `${indent}    ${rule}:`,
    ...Object.entries(values).map(
      ([name, value]) => `${indent}      ${name}: ${writtenValue(value)}`,
    ),
  ];
}

/** The portal's app-config: for one project, or without one for all. */
export function configSnippet(
  project: string | undefined,
  rule: string,
  values: ChosenValues,
): string {
  return (
    project === undefined
      ? ['guardrails:', ...ruleLines(rule, values, '  ')]
      : [
          'guardrails:',
          '  projects:',
          `    - name: ${project}`,
          ...ruleLines(rule, values, '      '),
        ]
  ).join('\n');
}
