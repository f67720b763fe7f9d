/** Cost Explorer's filter expressions, as predicates on charges. */
import { validationError } from '../protocols/awsError';
import type { Input } from '../protocols/protocol';
import type { CostLine } from '../world/costLine';
import { COMPONENTS, COMPONENT_TAG, TEAM_CATEGORY } from '../world/components';
import {
  optionalStructure,
  requiredString,
  strings,
  structures,
} from './members';

export type LinePredicate = (line: CostLine) => boolean;

/** The dimensions that the world knows. */
const DIMENSIONS: Readonly<Record<string, (line: CostLine) => string>> = {
  LINKED_ACCOUNT: line => line.accountId,
  RECORD_TYPE: line => line.recordType,
  REGION: line => line.region,
  SERVICE: line => line.service,
  USAGE_TYPE: line => line.usageType,
};

const ROOTS = ['And', 'Or', 'Not', 'Dimensions', 'Tags', 'CostCategories'];
// The depth is AWS's to limit, too; without a limit a request could exhaust the stack.
const DEEPEST = 10;

/** @throws AwsError for a dimension that the simulator has no data for */
export function dimensionOf(key: string): (line: CostLine) => string {
  if (!Object.hasOwn(DIMENSIONS, key)) {
    throw validationError(
      `The simulator has no dimension '${key}', only ${Object.keys(
        DIMENSIONS,
      ).join(', ')}`,
    );
  }
  return DIMENSIONS[key];
}

/** Empty for untagged spend. No tag but one is activated, so under any other key everything is untagged. */
export function tagValueOf(key: string): (line: CostLine) => string {
  return key === COMPONENT_TAG ? line => line.component ?? '' : () => '';
}

const OWNERS: ReadonlyMap<string | undefined, string> = new Map(
  COMPONENTS.map(({ name, owner }) => [name, owner]),
);

/** Empty for spend that no component causes. No cost category but one is defined, so nothing has a value of another. */
export function costCategoryValueOf(key: string): (line: CostLine) => string {
  return key === TEAM_CATEGORY
    ? line => OWNERS.get(line.component) ?? ''
    : () => '';
}

function matchOptions(leaf: Input, allowed: readonly string[]): string[] {
  const options = strings(leaf, 'MatchOptions');
  const wrong = options.find(option => !allowed.includes(option));
  if (wrong !== undefined) {
    throw validationError(
      `MatchOptions '${wrong}' is not supported here, only ${allowed.join(
        ', ',
      )}`,
    );
  }
  return options;
}

function equalsOneOf(
  valueOf: (line: CostLine) => string,
  leaf: Input,
): LinePredicate {
  const values = strings(leaf, 'Values');
  if (values.length === 0) {
    throw validationError('Values must have at least one element');
  }
  return line => values.includes(valueOf(line));
}

function valueOrAbsence(
  valueOf: (line: CostLine) => string,
  leaf: Input,
): LinePredicate {
  const options = matchOptions(leaf, ['EQUALS', 'ABSENT', 'CASE_SENSITIVE']);
  if (options.includes('ABSENT')) {
    return line => valueOf(line) === '';
  }
  return equalsOneOf(valueOf, leaf);
}

/** @throws AwsError when the expression is malformed or uses what the simulator does not have */
export function predicateOf(
  expression: Input,
  depth: number = 1,
): LinePredicate {
  const roots = ROOTS.filter(root => expression[root] !== undefined);
  if (roots.length !== 1) {
    throw validationError(
      `Expression must have exactly one of ${ROOTS.join(', ')}; it has ${
        roots.join(', ') || 'none'
      }`,
    );
  }
  if (depth > DEEPEST) {
    throw validationError(`Expression is nested deeper than ${DEEPEST} levels`);
  }
  const [root] = roots;
  if (root === 'And' || root === 'Or') {
    const operands = structures(expression, root).map(operand =>
      predicateOf(operand, depth + 1),
    );
    if (operands.length < 2) {
      throw validationError(`${root} must have at least two expressions`);
    }
    return root === 'And'
      ? line => operands.every(operand => operand(line))
      : line => operands.some(operand => operand(line));
  }
  const leaf = optionalStructure(expression, root) as Input;
  switch (root) {
    case 'Not': {
      const negated = predicateOf(leaf, depth + 1);
      return line => !negated(line);
    }
    case 'Dimensions':
      matchOptions(leaf, ['EQUALS', 'CASE_SENSITIVE']);
      return equalsOneOf(dimensionOf(requiredString(leaf, 'Key')), leaf);
    case 'Tags':
      return valueOrAbsence(tagValueOf(requiredString(leaf, 'Key')), leaf);
    default:
      return valueOrAbsence(
        costCategoryValueOf(requiredString(leaf, 'Key')),
        leaf,
      );
  }
}
