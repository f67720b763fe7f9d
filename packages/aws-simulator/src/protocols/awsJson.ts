/**
 * AWS JSON 1.0 and 1.1: Cost Explorer and CloudWatch.
 * CloudWatch's clients still expect the error codes of its former query protocol, in a header of their own.
 */
import { AwsError, unknownOperation, unreadable } from './awsError';
import { HttpReply, HttpRequest, Input, Protocol } from './protocol';
import { queryErrorCode } from './queryErrorCodes';

const SERVICES = ['AWSInsightsIndexService', 'GraniteServiceVersion20100801'];

function replyOf(
  status: number,
  body: object,
  requestId: string,
  headers: Record<string, string> = {},
): HttpReply {
  return {
    status,
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amzn-requestid': requestId,
      ...headers,
    },
    body: JSON.stringify(body),
  };
}

export const awsJson: Protocol = {
  accepts: ({ headers }) => headers['x-amz-target'] !== undefined,

  read({ headers, body }: HttpRequest) {
    const target = String(headers['x-amz-target']);
    const [service, operation] = target.split('.');
    if (!SERVICES.includes(service) || !operation) {
      throw unknownOperation(target);
    }
    let input: unknown;
    try {
      input = JSON.parse(body);
    } catch {
      throw unreadable('The request body is not JSON');
    }
    if (typeof input !== 'object' || input === null || Array.isArray(input)) {
      throw unreadable('The request body is not a JSON object');
    }
    return { operation, input: input as Input };
  },

  reply: (_call, output, requestId) => replyOf(200, output, requestId),

  fail: ({ code, message, status }: AwsError, requestId) =>
    replyOf(
      status,
      // Services differ in the spelling of the message's key, so their clients accept both.
      { __type: code, message, Message: message },
      requestId,
      {
        'x-amzn-query-error': `${queryErrorCode(code)};${
          status < 500 ? 'Sender' : 'Receiver'
        }`,
      },
    ),
};
