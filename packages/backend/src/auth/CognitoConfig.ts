// What a Cognito provider under auth.providers.cognito.<environment> must say, checked once and in words.
import type { Config } from '@backstage/config';

export interface CognitoConfig {
  /** The user pool's own address, e.g. `https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf123`. */
  readonly issuer: string;
  /** The Hosted UI's address, e.g. `https://guardrails.auth.eu-central-1.amazoncognito.com`. */
  readonly domain: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const TAKES = {
  issuer: 'the address of the user pool (COGNITO_ISSUER)',
  domain: 'the address of its Hosted UI (COGNITO_DOMAIN)',
  clientId: 'the id of its app client (COGNITO_CLIENT_ID)',
  clientSecret: 'the secret of its app client (COGNITO_CLIENT_SECRET)',
} as const;

/**
 * @param config - the provider's part of app-config, of one environment
 * @param path - where that part lies, for the messages
 * @returns what is wrong, one sentence for each setting; nothing when all is well
 */
export function cognitoConfigProblems(config: Config, path: string): string[] {
  return Object.entries(TAKES).flatMap(([key, takes]) => {
    const value = config.getOptionalString(key);
    if (!value) return [`${path}.${key} is not set: it takes ${takes}`];
    const isAddress = key === 'issuer' || key === 'domain';
    return isAddress && !isUrl(value)
      ? [`${path}.${key} takes a URL, ${takes}; got '${value}'`]
      : [];
  });
}

/** @throws Error that names every setting that is missing or wrong */
export function readCognitoConfig(config: Config): CognitoConfig {
  const problems = cognitoConfigProblems(config, 'auth.providers.cognito');
  if (problems.length > 0) throw new Error(problems.join('; '));
  const read = (key: keyof CognitoConfig) =>
    // An address is compared and put together with paths.
    config.getString(key).replace(/\/$/, '');
  return {
    issuer: read('issuer'),
    domain: read('domain'),
    clientId: read('clientId'),
    clientSecret: config.getString('clientSecret'),
  };
}

/** Plain HTTP only to this machine: tokens and the client's secret travel there. */
function isUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (
    protocol === 'https:' ||
    (protocol === 'http:' && ['localhost', '127.0.0.1'].includes(hostname))
  );
}
