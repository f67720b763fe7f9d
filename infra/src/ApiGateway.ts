/** The REST API before the portal: refuses who has no valid token, and holds back who asks too often. */
import { Aws, Duration } from 'aws-cdk-lib';
import {
  AuthorizationType,
  type CfnMethod,
  CognitoUserPoolsAuthorizer,
  EndpointType,
  IdentitySource,
  Integration,
  IntegrationType,
  type IResource,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { VpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import type { InternalLoadBalancer } from './InternalLoadBalancer';
import type { Network } from './Network';
import { AUTH_PROVIDER } from './SignInClient';
import type { UserDirectory } from './UserDirectory';

/** Where the frontend puts the id token of Cognito: `Authorization` carries Backstage's own. */
const ID_TOKEN_HEADER = 'X-Guardrails-Id-Token';
/** Requests a second, and at once, for each method: a page of the portal asks about 20 times. */
const THROTTLE = { throttlingRateLimit: 50, throttlingBurstLimit: 100 };
/** Each asks the database, and anybody may ask. */
const HEALTH_THROTTLE = { throttlingRateLimit: 5, throttlingBurstLimit: 10 };
const HEALTH_METHODS = ['GET', 'HEAD'];

export interface ApiGatewayProps {
  readonly network: Network;
  readonly users: UserDirectory;
  readonly internal: InternalLoadBalancer;
}

export class ApiGateway extends Construct {
  readonly api: RestApi;
  readonly #link: VpcLink;
  readonly #internal: InternalLoadBalancer;

  constructor(scope: Construct, id: string, props: ApiGatewayProps) {
    super(scope, id);
    this.#internal = props.internal;
    this.#link = new VpcLink(this, 'VpcLink', {
      vpcLinkName: `${Aws.STACK_NAME}-portal`,
      vpc: props.network.vpc,
      subnets: props.network.privateSubnets,
      securityGroups: [props.network.gatewayGroup],
    });
    this.api = new RestApi(this, 'RestApi', {
      // CloudWatch tells APIs apart by their name alone: two of one name would be measured as one.
      restApiName: `${Aws.STACK_NAME}-portal`,
      description: 'CloudOps Guardrails portal',
      endpointTypes: [EndpointType.REGIONAL],
      deployOptions: {
        stageName: 'v1',
        ...THROTTLE,
        methodOptions: Object.fromEntries(
          HEALTH_METHODS.map(verb => [`/health/${verb}`, HEALTH_THROTTLE]),
        ),
      },
      // Compressed answers pass as they are.
      binaryMediaTypes: ['*/*'],
      // Access logs would need a role that is set once for the whole account and region, and outlives the stack.
      cloudWatchRole: false,
      defaultMethodOptions: {
        authorizationType: AuthorizationType.COGNITO,
        authorizer: new CognitoUserPoolsAuthorizer(this, 'Authorizer', {
          cognitoUserPools: [props.users.pool],
          identitySource: IdentitySource.header(ID_TOKEN_HEADER),
          resultsCacheTtl: Duration.minutes(5),
        }),
      },
    });
    // The library's own output; the portal is not opened there.
    this.api.node.tryRemoveChild('Endpoint');

    const { root } = this.api;
    const api = root.addResource('api');
    this.#forwardBelow(api, '/api', { isPublic: false });
    // Signing in comes before the token: this one provider's paths, and no other's.
    this.#forwardBelow(
      api.addResource('auth').addResource(AUTH_PROVIDER),
      `/api/auth/${AUTH_PROVIDER}`,
      { isPublic: true },
    );
    const health = root.addResource('health');
    for (const verb of HEALTH_METHODS) {
      this.#forward(health, verb, '/api/guardrails/health', {
        isPublic: true,
      });
    }
  }

  #forwardBelow(
    resource: IResource,
    path: string,
    access: { isPublic: boolean },
  ) {
    this.#forward(
      resource.addResource('{proxy+}'),
      'ANY',
      `${path}/{proxy}`,
      access,
    );
  }

  #forward(
    resource: IResource,
    verb: string,
    path: string,
    { isPublic }: { isPublic: boolean },
  ) {
    const isGreedy = path.includes('{proxy}');
    const { loadBalancer, listener } = this.#internal;
    const method = resource.addMethod(
      verb,
      new Integration({
        type: IntegrationType.HTTP_PROXY,
        integrationHttpMethod: verb,
        uri: `http://${loadBalancer.loadBalancerDnsName}${path}`,
        options: {
          // The longest that a REST API waits without a raised quota.
          timeout: Duration.seconds(29),
          ...(isGreedy && {
            requestParameters: {
              'integration.request.path.proxy': 'method.request.path.proxy',
            },
          }),
        },
      }),
      {
        ...(isGreedy && {
          requestParameters: { 'method.request.path.proxy': true },
        }),
        ...(isPublic && { authorizationType: AuthorizationType.NONE }),
      },
    );
    // A VPC link of the second kind reaches a load balancer without a network load balancer between; the library has
    // no typed way to say so.
    const resourceOfMethod = method.node.defaultChild as CfnMethod;
    const connection = {
      ConnectionType: 'VPC_LINK',
      ConnectionId: this.#link.vpcLinkId,
      IntegrationTarget: loadBalancer.loadBalancerArn,
    };
    for (const [name, value] of Object.entries(connection)) {
      resourceOfMethod.addPropertyOverride(`Integration.${name}`, value);
    }
    resourceOfMethod.node.addDependency(listener);
    // What is overridden is not part of the deployment's fingerprint: without this a new link would never be served.
    this.api.latestDeployment!.addToLogicalId({
      [`${verb} ${resource.path}`]: connection,
    });
  }
}
