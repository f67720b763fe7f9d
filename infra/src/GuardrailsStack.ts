/** The one stack: what it consists of, in the order in which its parts need each other. */
import {
  Aspects,
  CfnOutput,
  RemovalPolicy,
  Stack,
  type StackProps,
  Tags,
} from 'aws-cdk-lib';
import { CfnLogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { ApiGateway } from './ApiGateway';
import { Database } from './Database';
import type { DeploymentOptions } from './deploymentOptions';
import { InternalLoadBalancer } from './InternalLoadBalancer';
import { Network } from './Network';
import type { PortalImageSource } from './PortalImage';
import { PortalService } from './PortalService';
import { SignInClient } from './SignInClient';
import { StackParameters } from './StackParameters';
import { UserDirectory } from './UserDirectory';
import { Website, type WebsiteProps } from './Website';

export interface GuardrailsStackProps extends StackProps {
  readonly options: DeploymentOptions;
  readonly image: PortalImageSource;
  /** The built frontend. */
  readonly websiteFiles: string;
}

export class GuardrailsStack extends Stack {
  constructor(scope: Construct, id: string, props: GuardrailsStackProps) {
    super(scope, id, {
      ...props,
      description:
        'CloudOps Guardrails: Backstage on Fargate, PostgreSQL, Cognito, API Gateway, CloudFront',
    });
    Tags.of(this).add('application', 'cloudops-guardrails', {
      // Not every description of CloudFormation knows tags of a listener.
      excludeResourceTypes: ['AWS::ElasticLoadBalancingV2::Listener'],
    });
    Aspects.of(this).add({
      // Also those of the library's own functions, which would stay for two years and outlive the stack.
      visit: node => {
        if (node instanceof CfnLogGroup) {
          node.retentionInDays = RetentionDays.ONE_WEEK;
          node.applyRemovalPolicy(RemovalPolicy.DESTROY);
        }
      },
    });
    const { options } = props;
    const parameters = new StackParameters(this, 'Parameters');

    const network = new Network(this, 'Network', {
      availabilityZones: options.availabilityZones,
    });
    const database = new Database(this, 'Database', {
      network,
      isMultiAz: options.isMultiAz,
      instanceType: options.databaseInstanceType,
    });
    const users = new UserDirectory(this, 'Users', {
      adminEmail: parameters.adminEmail,
    });
    const internal = new InternalLoadBalancer(this, 'Internal', { network });
    const gateway = new ApiGateway(this, 'Gateway', {
      network,
      users,
      internal,
    });
    const website = new Website(this, 'Website', {
      gateway,
      files: props.websiteFiles,
      domain: domainOf(options),
    });
    // Cognito must know the portal's address, and the gateway the user pool: so the pool comes first and its client last.
    const signIn = new SignInClient(this, 'SignIn', {
      users,
      portalUrl: website.url,
    });
    const service = new PortalService(this, 'Portal', {
      parameters,
      network,
      internal,
      database,
      users,
      signIn,
      portalUrl: website.url,
      monitoredApiId: parameters.monitoredApiId(gateway.api.restApiId),
      image: props.image,
      taskCount: options.taskCount,
      otlpEndpoint: options.otlpEndpoint,
    });

    this.#output('PortalUrl', website.url, 'Open this');
    this.#output(
      'SignInUrl',
      signIn.signInUrl,
      'The sign-in page itself, to see that it is there; sign in from the portal',
    );
    this.#output('HealthUrl', `${website.url}/health`, 'For uptime checks');
    this.#output('ApiId', gateway.api.restApiId, 'The REST API of the portal');
    this.#output(
      'UserPoolId',
      users.pool.userPoolId,
      'Where users are invited',
    );
    this.#output(
      'LogGroupName',
      service.logGroup.logGroupName,
      'What the portal logs, for 7 days',
    );
    this.#output(
      'DatabaseSecretArn',
      database.administratorCredentials.secretArn,
      'Credentials of the administrator of PostgreSQL',
    );
    this.#output(
      'TaskRoleArn',
      service.taskRole.role.roleArn,
      'Who reads AWS: what a monitored account trusts',
    );
    this.#output(
      'DistributionDomainName',
      website.distribution.distributionDomainName,
      'What a name of your own points to',
    );
  }

  #output(name: string, value: string, description: string) {
    new CfnOutput(this, name, { value, description });
  }
}

function domainOf(options: DeploymentOptions): WebsiteProps['domain'] {
  const { domainName, certificateArn, hostedZone } = options;
  if (!domainName || !certificateArn) return undefined;
  const [id, name] = hostedZone?.split('/') ?? [];
  return {
    name: domainName,
    certificateArn,
    ...(id && { zone: { id, name } }),
  };
}
