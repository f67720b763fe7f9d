/** An error that a client is to see. Its code is the JSON protocols' spelling; other protocols translate it. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status: number = 400) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
  }
}

export function validationError(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

export function unknownOperation(operation: string): AwsError {
  return new AwsError(
    'UnknownOperationException',
    `The simulator does not know the operation '${operation}'`,
  );
}

export function unreadable(what: string): AwsError {
  return new AwsError('SerializationException', what);
}
