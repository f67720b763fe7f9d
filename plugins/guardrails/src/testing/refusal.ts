/** The errors the API client rejects with, made without a server. */
import { ResponseError } from '@backstage/errors';

const NAMES: Readonly<Record<number, string>> = {
  400: 'InputError',
  401: 'AuthenticationError',
  403: 'NotAllowedError',
  404: 'NotFoundError',
  409: 'ConflictError',
  412: 'PreconditionFailedError',
  429: 'TooManyRequestsError',
  503: 'ServiceUnavailableError',
};

/** What the client rejects with when the server answers `statusCode` and says `message`. */
export async function refusal(
  statusCode: number,
  message: string,
  name = NAMES[statusCode] ?? 'Error',
): Promise<ResponseError> {
  const body = JSON.stringify({
    error: { name, message },
    response: { statusCode },
  });
  // Only what ResponseError reads: jsdom has no Response.
  return ResponseError.fromResponse({
    ok: false,
    status: statusCode,
    statusText: name,
    headers: new Headers({ 'content-type': 'application/json' }),
    text: async () => body,
  } as unknown as Response);
}

/** What `fetch` rejects with when no answer comes at all. */
export function noAnswer(): TypeError {
  return new TypeError('Failed to fetch');
}
