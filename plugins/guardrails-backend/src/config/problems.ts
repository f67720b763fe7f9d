/** What is wrong with a configuration, in words: the full key, what was got, what is accepted. */
import { CustomErrorBase } from '@backstage/errors';
import type { z } from 'zod';

/** The configuration cannot be used. Lists every problem that was found, one a line. */
export class ConfigurationError extends CustomErrorBase {
  name = 'ConfigurationError' as const;
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The configuration of Guardrails cannot be used; correct it in app-config and restart:\n${problems
        .map(each => `- ${each}`)
        .join('\n')}`,
    );
    this.problems = problems;
  }
}

/** Keys whose values are secrets, also when they are something else than they should be. */
const SECRET_KEYS = /^guardrails\.notify\.webhook(\.|$)/;

/** A value as a message shows it: on one line, and not longer than a line. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** One problem: `guardrails.projects[0].accountId: got "12", takes an AWS account's twelve digits …`. */
export function problem(key: string, got: unknown, accepted: string): string {
  return got === undefined
    ? `${key}: is missing, takes ${accepted}`
    : `${key}: got ${
        SECRET_KEYS.test(key) ? 'something else (not shown)' : shown(got)
      }, takes ${accepted}`;
}

function keyOf(base: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (key, step) =>
      typeof step === 'number' ? `${key}[${step}]` : `${key}.${String(step)}`,
    base,
  );
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<any>((inner, step) => inner?.[step], value);
}

/**
 * Parses a part of the configuration whose schema's messages say what is accepted.
 *
 * @param key - where the part stands, e.g. `guardrails.projects[2]`
 * @returns the parsed part, or the problems it has
 */
export function parsePart<S extends z.ZodType>(
  schema: S,
  raw: unknown,
  key: string,
): { value: z.output<S> } | { problems: string[] } {
  const result = schema.safeParse(raw);
  if (result.success) return { value: result.data };
  const problems = result.error.issues.flatMap(issue => {
    const at = keyOf(key, issue.path);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map(
        unknown => `${at}.${unknown}: is not known, takes ${issue.message}`,
      );
    }
    return [problem(at, valueAt(raw, issue.path), issue.message)];
  });
  return { problems: [...new Set(problems)] };
}

/** Leaves out keys without a value, which is what an unset environment variable makes of them. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([key, inner]) => [key, withoutNulls(inner)]),
  );
}
