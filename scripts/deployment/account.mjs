// Who would deploy: asked before anything is built, which takes minutes.
import { SetupError } from '../setup/setup-error.mjs';

/** Where `cdk` deploys when nobody names a region. */
const DEFAULT_REGION = 'us-east-1';

/**
 * Asks AWS whose credentials these are; it needs no permission.
 *
 * @param {{ profile?: string }} options - a profile of the AWS configuration
 * @returns {Promise<string>} the account
 * @throws {SetupError} without credentials, or with some that AWS does not take
 */
export async function requireAccount({ profile }) {
  // A package of the checkout, which is not there before the install step.
  const { GetCallerIdentityCommand, STSClient } = await import(
    '@aws-sdk/client-sts'
  );
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const client = new STSClient({
    ...(profile && { profile }),
    region: AWS_REGION || AWS_DEFAULT_REGION || DEFAULT_REGION,
  });
  try {
    const { Account } = await client.send(new GetCallerIdentityCommand({}));
    return String(Account);
  } catch (error) {
    const { name, message } = /** @type {Error} */ (error);
    throw new SetupError(
      `AWS does not say whose account this would be (${name}: ${message}).\n` +
        (profile
          ? `The credentials are those of the profile '${profile}' of the AWS configuration.`
          : 'The credentials are those of the environment (AWS_PROFILE, AWS_ACCESS_KEY_ID) or of the default profile.') +
        ' Sign in anew (aws sso login, aws configure), or name a profile that has some: npm run deploy -- --profile <name>',
    );
  } finally {
    client.destroy();
  }
}
