/** Reads the members of an operation's input, and refuses those of the wrong type as AWS's parsers do. */
import { AwsError, unreadable, validationError } from '../protocols/awsError';
import type { Input } from '../protocols/protocol';

function wrongType(name: string, expected: string): AwsError {
  return unreadable(`'${name}' is not ${expected}`);
}

export function missing(name: string): AwsError {
  return validationError(
    `1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must not be null`,
  );
}

export function optionalString(input: Input, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || value === null) {
    return undefined;
  }
  if (typeof value !== 'string') {
    throw wrongType(name, 'a string');
  }
  return value;
}

export function requiredString(input: Input, name: string): string {
  const value = optionalString(input, name);
  if (value === undefined) {
    throw missing(name);
  }
  return value;
}

export function optionalNumber(input: Input, name: string): number | undefined {
  const value = input[name];
  if (value === undefined || value === null) {
    return undefined;
  }
  if (typeof value !== 'number') {
    throw wrongType(name, 'a number');
  }
  return value;
}

export function requiredNumber(input: Input, name: string): number {
  const value = optionalNumber(input, name);
  if (value === undefined) {
    throw missing(name);
  }
  return value;
}

export function structure(value: unknown, name: string): Input {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrongType(name, 'a structure');
  }
  return value as Input;
}

export function optionalStructure(
  input: Input,
  name: string,
): Input | undefined {
  const value = input[name];
  return value === undefined || value === null
    ? undefined
    : structure(value, name);
}

export function requiredStructure(input: Input, name: string): Input {
  const value = optionalStructure(input, name);
  if (value === undefined) {
    throw missing(name);
  }
  return value;
}

/** An absent list is an empty one. */
export function structures(input: Input, name: string): Input[] {
  return list(input, name).map((value, index) =>
    structure(value, `${name}.${index + 1}`),
  );
}

/** An absent list is an empty one. */
export function strings(input: Input, name: string): string[] {
  return list(input, name).map((value, index) => {
    if (typeof value !== 'string') {
      throw wrongType(`${name}.${index + 1}`, 'a string');
    }
    return value;
  });
}

function list(input: Input, name: string): unknown[] {
  const value = input[name];
  if (value === undefined || value === null) {
    return [];
  }
  if (!Array.isArray(value)) {
    throw wrongType(name, 'a list');
  }
  return value;
}
