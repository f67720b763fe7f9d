/** Parameters that somebody tries, over those in force. */
import { InputError } from '@backstage/errors';
import { checkedParameters, type ConfiguredRule } from '../detection';

/**
 * @param asked - by name; as text they mean what the same text means in an annotation
 * @throws InputError naming each that is wrong, what it got and what it takes
 */
export function settingsUnderTrial(
  inForce: ConfiguredRule,
  asked: Readonly<Record<string, unknown>>,
): ConfiguredRule {
  const checked = checkedParameters(
    inForce.rule,
    { ...inForce.parameters, ...asked },
    'parameters',
  );
  if ('problems' in checked) {
    throw new InputError(checked.problems.join('; '));
  }
  return { rule: inForce.rule, parameters: checked.value };
}
