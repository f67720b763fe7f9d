import { credentialsRefused, requestFailed } from './awsErrors';

const QUESTION = { service: 'Cost Explorer', action: 'ce:GetCostAndUsage' };

function failure(
  name: string,
  message: string,
  details: { code?: string; attempts?: number; httpStatusCode?: number } = {},
): Error {
  const { code, ...$metadata } = details;
  return Object.assign(new Error(message), { name, code, $metadata });
}

describe('requestFailed', () => {
  it.each([
    [
      failure('AccessDeniedException', 'User: u is not authorized'),
      'not allowed to call ce:GetCostAndUsage; add it to the policy of the role or user whose credentials the portal uses (AccessDeniedException: User: u is not authorized)',
    ],
    [
      failure('ExpiredTokenException', 'The token has expired'),
      'Cost Explorer did not accept the credentials; check the `aws` section of app-config (ExpiredTokenException: The token has expired)',
    ],
    [
      failure('ThrottlingException', 'Rate exceeded', { attempts: 5 }),
      'Cost Explorer still throttled ce:GetCostAndUsage at attempt 5; the next run asks again (ThrottlingException: Rate exceeded)',
    ],
    [
      failure('DataUnavailableException', 'The requested data is unavailable.'),
      'Cost Explorer has no data yet; it must be enabled in the billing console and then takes up to 24 hours (DataUnavailableException: The requested data is unavailable.)',
    ],
    [
      failure('Error', 'connect ECONNREFUSED 127.0.0.1:1', {
        code: 'ECONNREFUSED',
        attempts: 5,
      }),
      'Cost Explorer could not be reached for ce:GetCostAndUsage in 5 attempts; check the network and AWS_ENDPOINT_URL (Error: connect ECONNREFUSED 127.0.0.1:1)',
    ],
    [
      failure('AggregateError', '', { code: 'ECONNREFUSED', attempts: 5 }),
      'Cost Explorer could not be reached for ce:GetCostAndUsage in 5 attempts; check the network and AWS_ENDPOINT_URL (ECONNREFUSED)',
    ],
    [
      failure('TimeoutError', 'no answer in 60000 ms', { attempts: 5 }),
      'Cost Explorer could not be reached for ce:GetCostAndUsage in 5 attempts; check the network and AWS_ENDPOINT_URL (TimeoutError: no answer in 60000 ms)',
    ],
    [
      failure('ValidationException', 'Start date should be before end date'),
      'ce:GetCostAndUsage failed; the next run asks again (ValidationException: Start date should be before end date)',
    ],
    [
      failure('InternalFailure', 'The request processing has failed', {
        httpStatusCode: 500,
        attempts: 5,
      }),
      'Cost Explorer had an internal error and could not answer ce:GetCostAndUsage at attempt 5; the next run asks again (InternalFailure: The request processing has failed)',
    ],
    [
      failure(
        'SyntaxError',
        'Unexpected token < in JSON at position 0\n  Deserialization error: to see the raw response, inspect the hidden field {error}.$response on this object.',
        { httpStatusCode: 502 },
      ),
      'Cost Explorer answered ce:GetCostAndUsage with something that cannot be read, such as half an answer or the page of a proxy; the next run asks again, and if this stays so, check AWS_ENDPOINT_URL and any proxy (SyntaxError: Unexpected token < in JSON at position 0)',
    ],
    [
      failure(
        'Error',
        'aborted\n  Deserialization error: to see the raw response, inspect the hidden field {error}.$response on this object.',
        { code: 'ECONNRESET', attempts: 5 },
      ),
      'Cost Explorer could not be reached for ce:GetCostAndUsage in 5 attempts; check the network and AWS_ENDPOINT_URL (Error: aborted)',
    ],
    [
      'a text',
      'ce:GetCostAndUsage failed; the next run asks again (Error: a text)',
    ],
  ])('says what %s means', (error, sentence) => {
    expect(requestFailed(QUESTION, error)).toMatchObject({
      name: 'AwsRequestError',
      message: sentence,
      cause: error,
    });
  });
});

describe('credentialsRefused', () => {
  it('names what to check for the portal’s own account', () => {
    expect(
      credentialsRefused({}, failure('CredentialsProviderError', 'none found'))
        .message,
    ).toBe(
      'no credentials; give the process AWS credentials or set `aws.mainAccount` in app-config (CredentialsProviderError: none found)',
    );
  });

  it('says that AWS could not be reached for them', () => {
    expect(
      credentialsRefused(
        { accountId: '444455556666' },
        failure('Error', 'connect ECONNREFUSED', { code: 'ECONNREFUSED' }),
      ).message,
    ).toBe(
      'no credentials; what gives them could not be reached, check the network and AWS_ENDPOINT_URL (Error: connect ECONNREFUSED)',
    );
  });

  const ROLE = { name: 'GuardrailsReadOnly' };

  it.each([
    [
      { accountId: '444455556666' },
      failure('AccessDenied', 'not authorized to perform: sts:AssumeRole'),
      'check its entry in `aws.accounts` of app-config, its role’s trust policy and its external id',
    ],
    [
      { accountId: '444455556666', role: ROLE },
      failure('AccessDenied', 'not authorized to perform: sts:AssumeRole'),
      "check the role 'GuardrailsReadOnly' of the project, its trust policy and its external id",
    ],
    [
      { accountId: '444455556666', role: ROLE },
      failure('Throttling', 'Rate exceeded', { attempts: 3 }),
      'STS still throttled sts:AssumeRole at attempt 3; the next run asks again',
    ],
    [
      { accountId: '444455556666' },
      failure('InternalFailure', 'it has failed', {
        httpStatusCode: 500,
        attempts: 3,
      }),
      'STS had an internal error and could not answer sts:AssumeRole at attempt 3; the next run asks again',
    ],
  ])(
    'sends nobody to the trust policy of %j for what STS itself had: %s',
    (account, error, advice) => {
      expect(credentialsRefused(account, error).message).toBe(
        `no credentials; ${advice} (${error.name}: ${error.message})`,
      );
    },
  );
});
