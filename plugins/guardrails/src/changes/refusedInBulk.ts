/** The refusal of one change among several, in the shape of a request of its own that was refused. */

export class RefusedInBulkError extends Error {
  readonly statusCode: number;
  readonly body: { readonly error: { readonly message: string } };

  constructor(statusCode: number, message: string) {
    super(message);
    // What tells a refusal from a failure is the name that the client gives its own.
    this.name = 'ResponseError';
    this.statusCode = statusCode;
    this.body = { error: { message } };
  }
}
