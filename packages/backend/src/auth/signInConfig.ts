// How people may sign in to this portal, decided from its configuration: a configuration that would let anybody into
// a production portal is refused before anything starts.
import type { Config } from '@backstage/config';
import { cognitoConfigProblems } from './CognitoConfig';

export interface SignInWays {
  readonly guest: boolean;
  readonly cognito: boolean;
}

/** Bits that nobody guesses: 32 characters of base64 are 192 bits, of hexadecimal 128. */
const SECRET_LENGTH = 32;

/**
 * @param nodeEnv - NODE_ENV of the process
 * @throws Error that names everything that must be mended
 */
export function readSignInWays(
  config: Config,
  nodeEnv: string | undefined,
): SignInWays {
  const environment =
    config.getOptionalString('auth.environment') ?? 'development';
  const isProduction = environment === 'production' || nodeEnv === 'production';
  const ways: SignInWays = {
    guest: config.has('auth.providers.guest'),
    cognito: config.has('auth.providers.cognito'),
  };
  const problems = [
    ...guestProblems(ways, isProduction),
    ...cognitoProblems(config, environment, ways),
  ];
  if (problems.length > 0) {
    throw new Error(
      `The portal does not start, because nobody could sign in to it safely:\n${problems
        .map(problem => `  - ${problem}`)
        .join('\n')}`,
    );
  }
  return ways;
}

function guestProblems(ways: SignInWays, isProduction: boolean): string[] {
  if (ways.guest && isProduction) {
    return [
      'auth.providers.guest is set, and guest sign-in asks for no password. In production remove it, or set it to null ' +
        'where another configuration file sets it',
    ];
  }
  return ways.guest || ways.cognito
    ? []
    : ['auth.providers names neither cognito nor guest'];
}

function cognitoProblems(
  config: Config,
  environment: string,
  ways: SignInWays,
): string[] {
  if (!ways.cognito) return [];
  const path = `auth.providers.cognito.${environment}`;
  const provider = config.getOptionalConfig(path);
  return [
    ...(provider
      ? cognitoConfigProblems(provider, path)
      : [`${path} is not set, and auth.environment is '${environment}'`]),
    ...((config.getOptionalString('auth.session.secret') ?? '').length <
    SECRET_LENGTH
      ? [
          `auth.session.secret takes ${SECRET_LENGTH} random characters or more (AUTH_SESSION_SECRET): it signs the cookie ` +
            'that ties a sign-in to its browser',
        ]
      : []),
  ];
}
