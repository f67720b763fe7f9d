// Asks who is there, by the ways that are set up.
import { SignInPage } from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { cognitoAuthApiRef } from './cognitoAuthApi';
import { signInWays } from './signInWays';

const COGNITO = {
  id: 'cognito',
  title: 'Company account',
  message: 'Sign in with your email address and password.',
  apiRef: cognitoAuthApiRef,
};

export function PortalSignInPage(props: SignInPageProps) {
  const { cognito, guest } = signInWays(useApi(configApiRef));
  // The only way out of one: an existing session is taken up without a question.
  return cognito && !guest ? (
    <SignInPage {...props} provider={COGNITO} />
  ) : (
    <SignInPage
      {...props}
      providers={[
        ...(guest ? ['guest' as const] : []),
        ...(cognito ? [COGNITO] : []),
      ]}
    />
  );
}
