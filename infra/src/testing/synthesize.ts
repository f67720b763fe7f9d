/** The template for tests: without Docker, without the network, and without the frontend being built. */
import { Template } from 'aws-cdk-lib/assertions';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  createGuardrailsApp,
  type GuardrailsApp,
  type GuardrailsAppProps,
} from '../app';
import { placeholderSources } from '../sources';

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, any>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Condition?: string;
}

export interface Synthesized {
  readonly template: Template;
  readonly resources: Readonly<Record<string, Resource>>;
  /** All resources of a type. */
  all(type: string): readonly Resource[];
  /** The only resource of a type; throws when there is another number of them. */
  one(type: string): Resource;
  /** The logical id of the only resource of a type whose id contains the text; throws when there is another number. */
  idOf(type: string, part: string): string;
}

export function guardrailsApp(
  props: Partial<GuardrailsAppProps> = {},
): GuardrailsApp {
  return createGuardrailsApp({
    ...placeholderSources(),
    outdir: mkdtempSync(path.join(tmpdir(), 'guardrails-infra-')),
    ...props,
  });
}

/** @param context - as given with `-c` */
export function synthesize(
  context: Readonly<Record<string, unknown>> = {},
): Synthesized {
  const template = Template.fromStack(guardrailsApp({ context }).stack);
  const resources: Record<string, Resource> = template.toJSON().Resources;
  const all = (type: string) =>
    Object.values(resources).filter(({ Type }) => Type === type);
  return {
    template,
    resources,
    all,
    one: type => {
      const found = all(type);
      if (found.length !== 1) {
        throw new Error(`expected one ${type}, found ${found.length}`);
      }
      return found[0];
    },
    idOf: (type, part) => {
      const ids = Object.keys(resources).filter(
        id => resources[id].Type === type && id.includes(part),
      );
      if (ids.length !== 1) {
        throw new Error(`expected one ${type} like ${part}, found ${ids}`);
      }
      return ids[0];
    },
  };
}

/** Ids of the subnets that something lies in, from its list of references. */
export function subnetIds(references: readonly { Ref: string }[]): string[] {
  return references.map(({ Ref }) => Ref);
}

/** Whether a subnet, or what belongs to it, has no way in from the internet. */
export function isPrivate(id: string): boolean {
  return id.includes('private');
}

/** Intrinsic functions of a template as text: `{"Fn::Join": …}` becomes what it joins, a reference its name. */
export function text(value: any): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.map(text).join(',');
  if ('Ref' in value) return `<${value.Ref}>`;
  if ('Fn::GetAtt' in value) return `<${value['Fn::GetAtt'].join('.')}>`;
  if ('Fn::Join' in value) {
    const [separator, parts] = value['Fn::Join'];
    return Array.isArray(parts) ? parts.map(text).join(separator) : text(parts);
  }
  if ('Fn::Sub' in value) {
    return value['Fn::Sub'].replace(/\$\{([^}]+)\}/g, '<$1>');
  }
  if ('Fn::If' in value) {
    const [condition, then, otherwise] = value['Fn::If'];
    return `(${condition} ? ${text(then)} : ${text(otherwise)})`;
  }
  return JSON.stringify(value);
}

/** Logical ids end with eight characters that follow from the path; names in tests do without. */
export function withoutHashes(name: string): string {
  return name.replace(/([A-Za-z0-9]+?)[0-9A-F]{8}(?=[.>]|$)/g, '$1');
}
