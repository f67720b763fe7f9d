/** What the three AWS wire protocols have in common: a call is read from a request, a reply or error written back. */
import type { IncomingHttpHeaders } from 'node:http';
import type { AwsError } from './awsError';

export interface HttpRequest {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The members of an operation's input, unchecked. */
export type Input = Readonly<Record<string, unknown>>;

export interface ServiceCall {
  /** Name of the operation as AWS documents it, such as `GetCostAndUsage`. */
  readonly operation: string;
  readonly input: Input;
}

export interface Protocol {
  accepts(request: HttpRequest): boolean;
  /** @throws AwsError when the request cannot be read */
  read(request: HttpRequest): ServiceCall;
  reply(call: ServiceCall, output: object, requestId: string): HttpReply;
  fail(error: AwsError, requestId: string): HttpReply;
}
