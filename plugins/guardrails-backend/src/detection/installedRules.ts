/** Which rules there are, and which versions of them: those of the plugin, and those that modules added. */
import type { DetectionRule } from '@cloudops/plugin-guardrails-node';
import { ConfigurationError } from '../config';
import { builtInRules, earlierRules } from './rules';

/**
 * Every version of every rule, the plugin's own first. The highest version of a name judges; by the others stored
 * decisions are taken again.
 *
 * @param added - by modules. What a version means never changes, so none may be of a name that the plugin has: it would
 *   be in the way of the plugin's next one
 * @throws {@link ConfigurationError} naming the rule and what is accepted
 */
export function installedRules(
  added: readonly DetectionRule<any>[] = [],
): readonly DetectionRule<any>[] {
  const own = builtInRules.map(({ name }) => name);
  const problems = added.flatMap(({ name, version }, i) => {
    if (own.includes(name)) {
      return `detection rule '${name}': was added, takes a name that no rule of the plugin has; ${own.join(
        ', ',
      )} are its own`;
    }
    const isTwice = added
      .slice(0, i)
      .some(each => each.name === name && each.version === version);
    return isTwice
      ? `detection rule '${name}': got version ${version} twice, takes each version once`
      : [];
  });
  if (problems.length > 0) {
    throw new ConfigurationError(problems);
  }
  return [...builtInRules, ...earlierRules, ...added];
}

/** Of each name the version that judges, in order of the names. */
export function newestOf(
  rules: readonly DetectionRule<any>[],
): readonly DetectionRule<any>[] {
  const newest = new Map<string, DetectionRule<any>>();
  for (const rule of rules) {
    const known = newest.get(rule.name);
    if (!known || known.version < rule.version) {
      newest.set(rule.name, rule);
    }
  }
  return [...newest.values()];
}
