/** EC2 - Other: NAT gateways, EBS volumes and snapshots, data transfer. */
import type { Playbook } from '@cloudops/plugin-guardrails-node';
import {
  budgetGuardrail,
  firstDay,
  splitByUsageType,
  usualMonth,
} from '../costSteps';
import { monthlyImpact, monthlySaving } from '../impact';

export const ec2Other: Playbook = {
  name: 'ec2-other',
  applies: ({ serviceName }) => serviceName === 'EC2 - Other',
  recommend: alert => [
    {
      title: 'Find the traffic or the volumes behind EC2 - Other',
      actionSteps: [
        splitByUsageType(alert),
        'NatGateway-Bytes grew: compare the gateways in CloudWatch → AWS/NATGateway → BytesOutToDestination (Sum) and BytesInFromDestination (Sum); they tell which gateway, and whether data goes out or comes in.',
        'Find who talks through that gateway: turn on a flow log for its network interface (VPC → NAT gateways → the gateway → its network interface → Create flow log, destination CloudWatch Logs), wait ten minutes, and run in Logs Insights: stats sum(bytes) as total by srcAddr, dstAddr | sort total desc | limit 20',
        'EBS usage types grew: list volumes that nothing uses: aws ec2 describe-volumes --filters Name=status,Values=available --query "Volumes[].[VolumeId,Size,VolumeType,CreateTime]" --output table',
        'EBS:SnapshotUsage grew: list the newest snapshots: aws ec2 describe-snapshots --owner-ids self --query "reverse(sort_by(Snapshots,&StartTime))[:20].[SnapshotId,VolumeSize,StartTime,Description]" --output table',
        `DataTransfer-Regional-Bytes grew: look for what was spread over another Availability Zone since ${firstDay(
          alert,
        )}.`,
      ],
      ...monthlySaving(alert),
    },
    {
      title: 'Keep S3 and DynamoDB traffic off the NAT gateway',
      actionSteps: [
        'List the gateway endpoints there are: aws ec2 describe-vpc-endpoints --filters Name=vpc-endpoint-type,Values=Gateway --query "VpcEndpoints[].[VpcEndpointId,VpcId,ServiceName,State,RouteTableIds]"',
        'An endpoint for S3 or DynamoDB is missing in the VPC, or a private route table is missing in its list: create it with all private route tables; it is free: aws ec2 create-vpc-endpoint --vpc-id <vpc id> --vpc-endpoint-type Gateway --service-name com.amazonaws.<region>.s3 --route-table-ids <private route tables>',
        'Check a private route table for the new route: aws ec2 describe-route-tables --route-table-ids <route table> --query "RouteTables[].Routes[?GatewayId]"; the destination is a prefix list (pl-…) and the target a vpce-….',
        `Compare NatGateway-Bytes of the next full day with the days before ${firstDay(
          alert,
        )}.`,
      ],
      impact: `${monthlyImpact(
        alert,
      )}, when the traffic turns out to be for S3 or DynamoDB; ${usualMonth(
        alert,
      )}`,
    },
    budgetGuardrail(alert),
  ],
};
