/** A step of a recommendation in parts: what to do in words, and the AWS CLI commands in it, which are copied as they are. */

export interface StepPart {
  readonly kind: 'words' | 'command';
  readonly text: string;
}

/**
 * A command ends with the step, or where the sentence around it goes on: at a bracket, or at a comma, full stop or
 * semicolon before a space. What is quoted, and places to fill in (`<bucket>`), belong to it whatever they hold.
 */
const COMMAND =
  /\baws [a-z][a-z0-9]+ [a-z]+-[a-z0-9-]+(?: (?!\()(?:"[^"]*"|'[^']*'|<[^<>]*>|[^\s"'<>;,.]|[;,.](?=\S))+)*/g;

/** Together the parts are the step. */
export function stepParts(step: string): readonly StepPart[] {
  const parts: StepPart[] = [];
  let at = 0;
  for (const { 0: command, index } of step.matchAll(COMMAND)) {
    if (index > at) parts.push({ kind: 'words', text: step.slice(at, index) });
    parts.push({ kind: 'command', text: command });
    at = index + command.length;
  }
  if (at < step.length) parts.push({ kind: 'words', text: step.slice(at) });
  return parts;
}
