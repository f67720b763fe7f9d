/** Turns what the HTTP libraries refuse into Backstage's errors, which name the field, what it got and what it takes. */
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  CustomErrorBase,
  InputError,
  NotFoundError,
  stringifyError,
} from '@backstage/errors';
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import { error as validation } from 'express-openapi-validator';
import { failureTold } from '../service';
import type { ValidatedRequest } from './validateRequests';

/** A refusal that `@backstage/errors` has no class for. */
class HttpRefusal extends CustomErrorBase {
  readonly name: string;
  readonly statusCode: number;

  constructor(name: string, statusCode: number, message: string) {
    super(message);
    this.name = name;
    this.statusCode = statusCode;
  }
}

export const unknownRoute: RequestHandler = request => {
  throw noRoute(request);
};

function noRoute(request: Request): NotFoundError {
  return new NotFoundError(
    `Guardrails has no route ${request.method} ${request.path}`,
  );
}

/** @param logger - learns why a service did not answer, which the caller need not know */
export function translateErrors(logger: LoggerService): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (error instanceof validation.MethodNotAllowed) {
      response.set('Allow', error.headers?.Allow);
    }
    const told: Error & { retryAfter?: number } = failureTold(error);
    if (told.retryAfter !== undefined) {
      response.set('Retry-After', String(told.retryAfter));
    }
    if (told !== error) {
      logger.error(
        `${request.method} ${request.path}: ${stringifyError(error)}`,
      );
    }
    next(translated(told, request));
  };
}

/** As the caller is told it. */
export function translated(error: any, request: Request): Error {
  if (error instanceof validation.NotFound) return noRoute(request);
  if (error instanceof validation.BadRequest) {
    return new InputError(
      [...new Set(error.errors.map(each => described(each, request)))].join(
        '; ',
      ),
    );
  }
  if (error instanceof validation.MethodNotAllowed) {
    return new HttpRefusal(
      'MethodNotAllowedError',
      405,
      `${request.method} ${request.path}: takes ${error.headers?.Allow}`,
    );
  }
  if (error instanceof validation.UnsupportedMediaType) {
    return unsupportedBody(request);
  }
  return isBodyParserError(error) ? unreadableBody(error, request) : error;
}

function unsupportedBody(request: Request): HttpRefusal {
  return new HttpRefusal(
    'UnsupportedMediaTypeError',
    415,
    `Content-Type: got ${shown(
      request.get('content-type'),
    )}, takes application/json in UTF-8`,
  );
}

/** Express's body parser makes its errors with `http-errors`, which marks those that the client may see. */
function isBodyParserError(error: any): boolean {
  return error?.expose === true && typeof error.status === 'number';
}

function unreadableBody(
  error: { status: number; message: string },
  request: Request,
): Error {
  switch (error.status) {
    case 413:
      return new HttpRefusal(
        'PayloadTooLargeError',
        413,
        'body: is too large, takes at most 48 kB',
      );
    case 415:
      return unsupportedBody(request);
    default:
      return new InputError(`body: takes a JSON object; ${error.message}`);
  }
}

/** What the validator's messages say is accepted. */
const ACCEPTED: readonly (readonly [RegExp, string])[] = [
  [/^must be equal to one of the allowed values: (.*)$/, 'one of $1'],
  [/^must match format "uuid"$/, 'a UUID in lower case'],
  [
    /^must match format "date"$/,
    'a day that exists as YYYY-MM-DD, from 2000 to 2099',
  ],
  [
    /^must match format "date-time"$/,
    "a time as ISO 8601 with its zone, e.g. '2026-11-20T14:05:00Z', from 2000 to 2099",
  ],
  [/^must be integer$/, 'a whole number'],
  [/^must be string$/, 'one text'],
  [/^must be object$/, 'a JSON object'],
  [/^must be array$/, 'one value, or several by repeating it'],
  [/^must be >= (.*)$/, 'a number of at least $1'],
  [/^must be <= (.*)$/, 'a number of at most $1'],
  [/^must match pattern "\\S"$/, 'text that is more than spaces'],
  [/^must NOT have fewer than (\d+) characters$/, 'at least $1 character'],
  [/^must NOT have more than (\d+) characters$/, 'at most $1 characters'],
  [/^must NOT have more than (\d+) items$/, 'at most $1 values'],
  [/^must NOT have fewer than (\d+) items$/, 'at least $1 value'],
  [/^must NOT have duplicate items.*$/, 'each value once'],
  [/^must NOT have fewer than 1 properties$/, 'at least one of its fields'],
  [/^must NOT have fewer than (\d+) properties$/, 'at least $1 of its fields'],
  [/^must be string or null$/, 'text or null'],
];

function described(
  { path, message = '' }: { path?: string; message?: string },
  request: Request,
): string {
  const [, part = '', field, ...inner] = (path ?? '').split('/');
  const name = field === 'if-match' ? 'If-Match' : field ?? part;
  if (/^Unknown query parameter/.test(message)) {
    return `${name}: is not known to ${request.method} ${request.path}`;
  }
  if (/^must NOT have additional properties$/.test(message)) {
    return `${name}: is not known in this body`;
  }
  if (/^must have required property/.test(message))
    return `${name}: is missing`;
  if (/^Empty value found/.test(message)) return `${name}: is empty`;
  const rule = ACCEPTED.find(([pattern]) => pattern.test(message));
  const accepted = rule
    ? `takes ${message.replace(rule[0], rule[1])}`
    : message || 'is malformed';
  return `${name}: got ${shown(
    valueOf(request, part, field, inner),
  )}, ${accepted}`;
}

function valueOf(
  request: Request,
  part: string,
  field: string | undefined,
  inner: readonly string[],
): unknown {
  const holder =
    part === 'params'
      ? (request as ValidatedRequest).openapi?.pathParams
      : (request as unknown as Record<string, any>)[part];
  const path = field === undefined ? [] : [field, ...inner];
  return path.reduce<any>((value, step) => value?.[step], holder);
}

/** A value as a message shows it: on one line, and not longer than a line. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
