/** Who may sign in: the user pool, its sign-in pages and the first user. Nothing here knows of the portal's address. */
import { Fn, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  CfnUserPoolUser,
  CfnUserPoolUserToGroupAttachment,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  UserPool,
  type UserPoolDomain,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { stackUniqueSuffix } from './StackParameters';

/** The group of the first user; the portal knows it as `group:default/admins`. */
const ADMIN_GROUP = 'admins';

export class UserDirectory extends Construct {
  readonly pool: UserPool;
  readonly hostedUi: UserPoolDomain;

  constructor(scope: Construct, id: string, props: { adminEmail: string }) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', {
      featurePlan: FeaturePlan.ESSENTIALS,
      // An administrator invites; nobody signs up from the internet.
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      standardAttributes: { email: { required: true, mutable: true } },
      // The portal knows people by their address: a new one counts only once its owner has proved it.
      keepOriginal: { email: true },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.hostedUi = this.pool.addDomain('HostedUi', {
      cognitoDomain: {
        // Prefixes are unique among all customers of a region, and stay taken for a while after a tear-down.
        domainPrefix: Fn.join('-', ['guardrails', stackUniqueSuffix()]),
      },
      managedLoginVersion: ManagedLoginVersion.CLASSIC_HOSTED_UI,
    });

    const admin = new CfnUserPoolUser(this, 'Admin', {
      userPoolId: this.pool.userPoolId,
      username: props.adminEmail,
      desiredDeliveryMediums: ['EMAIL'],
      userAttributes: [
        { name: 'email', value: props.adminEmail },
        { name: 'email_verified', value: 'true' },
      ],
    });
    const group = new CfnUserPoolGroup(this, 'Admins', {
      userPoolId: this.pool.userPoolId,
      groupName: ADMIN_GROUP,
    });
    const membership = new CfnUserPoolUserToGroupAttachment(
      this,
      'AdminMembership',
      {
        userPoolId: this.pool.userPoolId,
        groupName: ADMIN_GROUP,
        username: props.adminEmail,
      },
    );
    membership.node.addDependency(admin, group);
  }
}
