import { credentialsRefused, requestFailed } from './awsErrors';

const QUESTION = { service: 'Cost Explorer', action: 'ce:GetCostAndUsage' };

function failure(
  name: string,
  message: string,
  details: { code?: string; attempts?: number } = {},
): Error {
  const { code, attempts } = details;
  return Object.assign(new Error(message), {
    name,
    code,
    $metadata: { attempts },
  });
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
      'ce:GetCostAndUsage failed (ValidationException: Start date should be before end date)',
    ],
    ['a text', 'ce:GetCostAndUsage failed (Error: a text)'],
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
});
