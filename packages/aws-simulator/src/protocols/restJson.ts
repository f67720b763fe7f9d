/** REST with JSON bodies: API Gateway. The path names the operation, so this protocol takes what the others leave. */
import { AwsError, unknownOperation } from './awsError';
import { HttpReply, HttpRequest, Protocol } from './protocol';

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly operation: string;
  /** The input's member that the path carries. */
  readonly parameter: string;
}

const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/restapis\/([^/]+)$/,
    operation: 'GetRestApi',
    parameter: 'restApiId',
  },
  {
    method: 'GET',
    path: /^\/v2\/apis\/([^/]+)$/,
    operation: 'GetApi',
    parameter: 'ApiId',
  },
];

// API Gateway spells and numbers these in its own way.
const CODES: Readonly<Record<string, string>> = {
  ThrottlingException: 'TooManyRequestsException',
};
const STATUSES: Readonly<Record<string, number>> = {
  AccessDeniedException: 403,
  ExpiredTokenException: 403,
  IncompleteSignatureException: 403,
  LimitExceededException: 429,
  MissingAuthenticationTokenException: 403,
  NotFoundException: 404,
  TooManyRequestsException: 429,
  UnknownOperationException: 404,
  UnrecognizedClientException: 403,
};

function replyOf(
  status: number,
  body: object,
  requestId: string,
  headers: Record<string, string> = {},
): HttpReply {
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'x-amzn-requestid': requestId,
      ...headers,
    },
    body: JSON.stringify(body),
  };
}

export const restJson: Protocol = {
  accepts: () => true,

  read({ method, path }: HttpRequest) {
    for (const route of ROUTES) {
      const match = route.method === method && route.path.exec(path);
      if (match) {
        let value: string;
        try {
          value = decodeURIComponent(match[1]);
        } catch {
          throw new AwsError(
            'BadRequestException',
            `The path ${path} is not properly escaped`,
          );
        }
        return {
          operation: route.operation,
          input: { [route.parameter]: value },
        };
      }
    }
    throw unknownOperation(`${method} ${path}`);
  },

  reply: (_call, output, requestId) => replyOf(200, output, requestId),

  fail(error: AwsError, requestId) {
    const code = CODES[error.code] ?? error.code;
    return replyOf(
      STATUSES[code] ?? error.status,
      { message: error.message },
      requestId,
      { 'x-amzn-errortype': code },
    );
  },
};
