/** The VPC, and who may talk to whom inside it. */
import { Aws } from 'aws-cdk-lib';
import {
  GatewayVpcEndpointAwsService,
  IpAddresses,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, StarPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/** Where Backstage listens. */
export const SERVICE_PORT = 7007;
const POSTGRES_PORT = 5432;

export interface NetworkProps {
  /** Two; default: the first two of the region. */
  readonly availabilityZones?: string[];
}

export class Network extends Construct {
  readonly vpc: Vpc;
  /** No way in from the internet; the way out leads through the NAT gateway. */
  readonly privateSubnets = {
    subnetType: SubnetType.PRIVATE_WITH_EGRESS,
  } as const;
  readonly gatewayGroup: SecurityGroup;
  readonly loadBalancerGroup: SecurityGroup;
  readonly serviceGroup: SecurityGroup;
  readonly databaseGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: NetworkProps = {}) {
    super(scope, id);
    this.vpc = new Vpc(this, 'Vpc', {
      // 4,096 addresses: two subnets of 256 for the NAT gateway, two of 512 for what runs.
      ipAddresses: IpAddresses.cidr('10.42.0.0/20'),
      ...(props.availabilityZones
        ? { availabilityZones: props.availabilityZones }
        : { maxAzs: 2 }),
      natGateways: 1,
      subnetConfiguration: [
        {
          name: 'public',
          subnetType: SubnetType.PUBLIC,
          cidrMask: 24,
          // Nothing but the NAT gateway lies here, and it has an address of its own.
          mapPublicIpOnLaunch: false,
        },
        {
          name: 'private',
          subnetType: SubnetType.PRIVATE_WITH_EGRESS,
          cidrMask: 23,
        },
      ],
      // The group that anything gets which names none: nobody in, nobody out.
      restrictDefaultSecurityGroup: true,
    });
    this.#reachImageLayers();

    this.gatewayGroup = this.#group('GatewayGroup', 'VPC link of API Gateway');
    this.loadBalancerGroup = this.#group(
      'LoadBalancerGroup',
      'Internal load balancer',
    );
    this.serviceGroup = this.#group('ServiceGroup', 'Tasks of the portal');
    this.databaseGroup = this.#group('DatabaseGroup', 'PostgreSQL');

    this.gatewayGroup.connections.allowTo(
      this.loadBalancerGroup,
      Port.tcp(80),
      'API Gateway to the load balancer',
    );
    this.loadBalancerGroup.connections.allowTo(
      this.serviceGroup,
      Port.tcp(SERVICE_PORT),
      'Load balancer to the portal',
    );
    this.serviceGroup.connections.allowTo(
      this.databaseGroup,
      Port.tcp(POSTGRES_PORT),
      'Portal to PostgreSQL',
    );
    this.serviceGroup.addEgressRule(
      Peer.anyIpv4(),
      Port.tcp(443),
      'AWS APIs and Cognito, through the NAT gateway',
    );
  }

  /** The only thing here that is read from S3: the layers of images, which lie in a bucket of ECR's. */
  #reachImageLayers() {
    this.vpc
      .addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 })
      .addToPolicy(
        new PolicyStatement({
          principals: [new StarPrincipal()],
          actions: ['s3:GetObject'],
          resources: [
            `arn:${Aws.PARTITION}:s3:::prod-${Aws.REGION}-starport-layer-bucket/*`,
          ],
        }),
      );
  }

  #group(id: string, description: string): SecurityGroup {
    return new SecurityGroup(this, id, {
      vpc: this.vpc,
      description,
      allowAllOutbound: false,
    });
  }
}
