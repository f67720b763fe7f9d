/** Amazon VPC: public addresses, interface endpoints, VPN and transit. */
import type { Playbook } from '@cloudops/plugin-guardrails-node';
import { budgetGuardrail, splitByUsageType } from '../costSteps';
import { monthlySaving } from '../impact';

export const vpc: Playbook = {
  name: 'vpc',
  applies: ({ serviceName }) => serviceName === 'Amazon Virtual Private Cloud',
  recommend: alert => [
    {
      title: 'Find the addresses and endpoints behind the rise',
      actionSteps: [
        `${splitByUsageType(
          alert,
        )} (PublicIPv4:InUseAddress and PublicIPv4:IdleAddress are addresses, VpcEndpoint-Hours and VpcEndpoint-Bytes interface endpoints; NAT gateways are under "EC2 - Other")`,
        'Addresses that nothing uses: aws ec2 describe-addresses --query "Addresses[?AssociationId==null].[PublicIp,AllocationId]" --output table; give one back with: aws ec2 release-address --allocation-id <allocation id> (it cannot be had again).',
        'Addresses in use: VPC → Amazon VPC IP Address Manager → Public IP insights shows which service holds them; tasks and instances behind a load balancer need none.',
        'Interface endpoints: aws ec2 describe-vpc-endpoints --filters Name=vpc-endpoint-type,Values=Interface --query "VpcEndpoints[].[VpcEndpointId,ServiceName,VpcId,CreationTimestamp]" --output table; each is paid for each Availability Zone and hour.',
        'An endpoint that nothing calls (CloudWatch → AWS/PrivateLinkEndpoints → BytesProcessed is 0): aws ec2 delete-vpc-endpoints --vpc-endpoint-ids <id>; S3 and DynamoDB have free gateway endpoints instead.',
      ],
      ...monthlySaving(alert),
    },
    budgetGuardrail(alert),
  ],
};
