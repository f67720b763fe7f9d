/** How the portal asks Cognito to sign people in. Comes after the website, whose address it registers. */
import { Duration } from 'aws-cdk-lib';
import {
  OAuthScope,
  UserPoolClient,
  UserPoolClientIdentityProvider,
} from 'aws-cdk-lib/aws-cognito';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { UserDirectory } from './UserDirectory';

/** Id of Backstage's auth provider, under `/api/auth`. */
export const AUTH_PROVIDER = 'cognito';
const CALLBACK_PATH = `/api/auth/${AUTH_PROVIDER}/handler/frame`;

export interface SignInClientProps {
  readonly users: UserDirectory;
  /** Where people open the portal, without a slash at the end. */
  readonly portalUrl: string;
}

export class SignInClient extends Construct {
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** The sign-in page itself. */
  readonly signInUrl: string;

  constructor(
    scope: Construct,
    id: string,
    { users, portalUrl }: SignInClientProps,
  ) {
    super(scope, id);
    const redirectUri = `${portalUrl}${CALLBACK_PATH}`;
    const client = new UserPoolClient(this, 'Client', {
      userPool: users.pool,
      generateSecret: true,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      // Beside the sign-in pages: a flow in which the password never leaves the device.
      authFlows: { userSrp: true },
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls: [redirectUri],
        logoutUrls: [`${portalUrl}/`],
      },
      // A working day without being asked again; a lost device is out after one.
      refreshTokenValidity: Duration.days(1),
      idTokenValidity: Duration.hours(1),
      accessTokenValidity: Duration.hours(1),
    });
    this.clientId = client.userPoolClientId;
    this.clientSecret = new Secret(this, 'ClientSecret', {
      description: 'Client secret of the portal at Cognito',
      secretStringValue: client.userPoolClientSecret,
    });
    this.signInUrl = users.hostedUi.signInUrl(client, { redirectUri });
  }
}
