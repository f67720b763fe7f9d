/** The one way to the portal's tasks, inside the VPC. */
import { Duration } from 'aws-cdk-lib';
import {
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  type ApplicationListener,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { type Network, SERVICE_PORT } from './Network';

export class InternalLoadBalancer extends Construct {
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly listener: ApplicationListener;
  readonly targetGroup: ApplicationTargetGroup;

  constructor(scope: Construct, id: string, props: { network: Network }) {
    super(scope, id);
    const { vpc, privateSubnets, loadBalancerGroup } = props.network;
    this.loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc,
      vpcSubnets: privateSubnets,
      internetFacing: false,
      securityGroup: loadBalancerGroup,
      dropInvalidHeaderFields: true,
    });
    this.targetGroup = new ApplicationTargetGroup(this, 'Targets', {
      vpc,
      port: SERVICE_PORT,
      protocol: ApplicationProtocol.HTTP,
      targetType: TargetType.IP,
      healthCheck: {
        path: '/.backstage/health/v1/readiness',
        interval: Duration.seconds(15),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 3,
      },
      // Shorter than the 20 s in which a task that was told to stop ends its requests.
      deregistrationDelay: Duration.seconds(15),
    });
    this.listener = this.loadBalancer.addListener('Http', {
      port: 80,
      protocol: ApplicationProtocol.HTTP,
      open: false, // only the security groups decide
      defaultTargetGroups: [this.targetGroup],
    });
  }
}
