/** AWS query: a form in, XML out. STS. */
import { AwsError, unreadable } from './awsError';
import { HttpReply, HttpRequest, Protocol } from './protocol';
import { queryErrorCode } from './queryErrorCodes';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

// Refusals of the caller are 403 here, where the JSON protocols have 400.
const FORBIDDEN = [
  'AccessDeniedException',
  'ExpiredTokenException',
  'IncompleteSignatureException',
  'MissingAuthenticationTokenException',
  'UnrecognizedClientException',
];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, character => ENTITIES[character]);
}

function elementsOf(members: object): string {
  return Object.entries(members)
    .map(([name, value]) => {
      const content =
        typeof value === 'object' && value !== null
          ? elementsOf(value)
          : escapeXml(String(value));
      return `<${name}>${content}</${name}>`;
    })
    .join('');
}

function replyOf(status: number, body: string, requestId: string): HttpReply {
  return {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body,
  };
}

export const awsQuery: Protocol = {
  accepts: ({ headers }) =>
    String(headers['content-type']).startsWith(
      'application/x-www-form-urlencoded',
    ),

  read({ body }: HttpRequest) {
    const { Action, ...input } = Object.fromEntries(new URLSearchParams(body));
    if (!Action) {
      throw unreadable("The form has no field 'Action'");
    }
    return { operation: Action, input };
  },

  reply: ({ operation }, output, requestId) =>
    replyOf(
      200,
      `<${operation}Response xmlns="${NAMESPACE}"><${operation}Result>${elementsOf(
        output,
      )}</${operation}Result>${elementsOf({
        ResponseMetadata: { RequestId: requestId },
      })}</${operation}Response>`,
      requestId,
    ),

  fail: ({ code, message, status }: AwsError, requestId) =>
    replyOf(
      FORBIDDEN.includes(code) ? 403 : status,
      `<ErrorResponse xmlns="${NAMESPACE}">${elementsOf({
        Error: {
          Type: status < 500 ? 'Sender' : 'Receiver',
          Code: queryErrorCode(code),
          Message: message,
        },
        RequestId: requestId,
      })}</ErrorResponse>`,
      requestId,
    ),
};
