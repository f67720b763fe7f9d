/** The documented architecture, line by line: who may sign in, and how. docs/operations.md names these tests. */
import { synthesize, text, type Synthesized } from './testing/synthesize';

let stack: Synthesized;
beforeAll(() => {
  stack = synthesize();
});

describe('sign-in', () => {
  it('is by email and password, with verified addresses, and by invitation', () => {
    expect(stack.one('AWS::Cognito::UserPool').Properties).toMatchObject({
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      UserAttributeUpdateSettings: {
        AttributesRequireVerificationBeforeUpdate: ['email'],
      },
      Policies: { PasswordPolicy: { MinimumLength: 12 } },
    });
  });

  it('offers a second factor from an authenticator app', () => {
    expect(stack.one('AWS::Cognito::UserPool').Properties).toMatchObject({
      MfaConfiguration: 'OPTIONAL',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    });
  });

  it('has a Hosted UI under a prefix that differs for each stack', () => {
    const { Domain } = stack.one('AWS::Cognito::UserPoolDomain').Properties;
    expect(text(Domain)).toContain('guardrails-');
    expect(JSON.stringify(Domain)).toContain('AWS::StackId');
  });

  it('uses the authorization code flow, back to the portal and to nowhere else', () => {
    const { Properties } = stack.one('AWS::Cognito::UserPoolClient');
    const portal = text(stack.template.toJSON().Outputs.PortalUrl.Value);
    expect(Properties).toMatchObject({
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'profile'],
      GenerateSecret: true,
      PreventUserExistenceErrors: 'ENABLED',
    });
    expect(Properties.CallbackURLs.map(text)).toEqual([
      `${portal}/api/auth/cognito/handler/frame`,
    ]);
    expect(Properties.LogoutURLs.map(text)).toEqual([`${portal}/`]);
  });

  it('invites the administrator by mail', () => {
    const admin = stack.one('AWS::Cognito::UserPoolUser').Properties;
    expect(admin).toMatchObject({
      Username: { Ref: 'AdminEmail' },
      DesiredDeliveryMediums: ['EMAIL'],
      UserAttributes: expect.arrayContaining([
        { Name: 'email_verified', Value: 'true' },
      ]),
    });
    expect(admin.MessageAction).toBeUndefined(); // it would suppress the mail
    expect(
      stack.one('AWS::Cognito::UserPoolUserToGroupAttachment').Properties,
    ).toMatchObject({ GroupName: 'admins', Username: { Ref: 'AdminEmail' } });
  });
});
