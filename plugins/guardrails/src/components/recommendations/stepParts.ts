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

/** What parts a command from the words after it in a sentence, and is in the way where the command has a line of its own. */
const PARTING = /^[;,.] ?/;

/** In the order of the step, of which nothing is left out but what parts them. */
export function stepParts(step: string): readonly StepPart[] {
  const parts: StepPart[] = [];
  const add = (text: string) => {
    const words = parts.length > 0 ? text.replace(PARTING, '') : text;
    if (words.trim()) parts.push({ kind: 'words', text: words });
  };
  let at = 0;
  for (const { 0: command, index } of step.matchAll(COMMAND)) {
    add(step.slice(at, index));
    parts.push({ kind: 'command', text: command });
    at = index + command.length;
  }
  add(step.slice(at));
  return parts;
}
