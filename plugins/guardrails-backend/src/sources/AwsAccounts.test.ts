/** Whose credentials are used; and which account is the portal's own: taken from AWS alone, and only when it is one. */
import {
  NOW,
  OTHER_ACCOUNT,
  OWN_ACCOUNT,
  awsAccounts,
  useSimulatedAws,
} from './__testUtils__/simulatedAws';

const aws = useSimulatedAws({ now: NOW });
const EVER = 1000;

function ask(): Promise<string> {
  return awsAccounts({}, { requestTimeoutMs: 300 }).ownAccountId(
    new AbortController().signal,
  );
}

describe('the portal’s own account', () => {
  it('is asked of STS once', async () => {
    const accounts = awsAccounts({});
    const { signal } = new AbortController();

    expect(await accounts.ownAccountId(signal)).toBe(OWN_ACCOUNT);
    expect(await accounts.ownAccountId(signal)).toBe(OWN_ACCOUNT);

    expect(aws.current.requests.count('GetCallerIdentity').total).toBe(1);
  });

  it.each([
    ['none', undefined, 'no account'],
    ['an empty one', '', 'no account'],
    ['one that is cut off', '11112222', "'11112222'"],
    ['what a proxy thinks of it', 'Sign in to go on', "'Sign in to go on'"],
    [
      'twelve other digits',
      '１１１１２２２２３３３３',
      "'１１１１２２２２３３３３'",
    ],
  ])('is not taken from an answer with %s', async (_, Account, got) => {
    aws.current.faults.add({
      operation: 'GetCallerIdentity',
      error: 'ChangedReply',
      change: ({ Account: _right, ...output }: any) =>
        Account === undefined ? output : { ...output, Account },
    });
    const accounts = awsAccounts({});
    const { signal } = new AbortController();

    await expect(accounts.ownAccountId(signal)).rejects.toMatchObject({
      name: 'AwsRequestError',
      message: `STS answered ${got} as the account of the portal’s own credentials, where 12 digits are expected; check AWS_ENDPOINT_URL and any proxy between the portal and AWS`,
    });

    // The next one asks again.
    expect(await accounts.ownAccountId(signal)).toBe(OWN_ACCOUNT);
  });

  it.each(['TruncatedReply', 'LostReply', 'NoReply'] as const)(
    'is not taken from %s',
    async error => {
      aws.current.faults.add({
        operation: 'GetCallerIdentity',
        error,
        count: EVER,
      });

      await expect(ask()).rejects.toMatchObject({
        name: 'AwsRequestError',
        message: expect.stringContaining('sts:GetCallerIdentity'),
      });
    },
  );
});

describe('a role that projects name', () => {
  it('is assumed by the external id that they name with it, each by its own', async () => {
    const accounts = awsAccounts({});
    const { signal } = new AbortController();
    const credentialsBy = async (externalId: string) => {
      const { credentials } = await accounts.clientOptions(
        {
          accountId: OTHER_ACCOUNT,
          role: { name: 'GuardrailsReadOnly', externalId },
        },
        signal,
      );
      return credentials();
    };

    await expect(credentialsBy('another')).rejects.toMatchObject({
      name: 'AwsRequestError',
      message: expect.stringContaining("check the role 'GuardrailsReadOnly'"),
    });
    expect(await credentialsBy('guardrails-demo')).toHaveProperty(
      'sessionToken',
    );
  });
});
