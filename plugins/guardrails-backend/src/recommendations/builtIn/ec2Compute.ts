/** EC2 compute: instances that were started, grew, or were forgotten. */
import type { Playbook } from '@cloudops/plugin-guardrails-node';
import { budgetGuardrail, firstDay, splitByUsageType } from '../costSteps';
import { monthlySaving } from '../impact';

export const ec2Compute: Playbook = {
  name: 'ec2-compute',
  applies: ({ serviceName }) =>
    serviceName === 'Amazon Elastic Compute Cloud - Compute',
  recommend: alert => [
    {
      title: 'Find the new instances and stop those that nobody needs',
      actionSteps: [
        `${splitByUsageType(
          alert,
        )} (BoxUsage:<type> is on-demand, SpotUsage:<type> is spot)`,
        'List what runs, newest last: aws ec2 describe-instances --filters Name=instance-state-name,Values=running --query "sort_by(Reservations[].Instances[],&LaunchTime)[].[InstanceId,InstanceType,LaunchTime,KeyName]" --output table',
        `See who started instances: aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=RunInstances --start-time ${firstDay(
          alert,
        )}T00:00:00Z --query "Events[].[EventTime,Username,Resources[0].ResourceName]" --output table`,
        'Ask that person whether it is needed. If not: aws ec2 stop-instances --instance-ids <instance id> (its volumes are kept and still cost; terminate it when they are not needed either).',
        'It was started by an Auto Scaling group: look at EC2 → Auto Scaling groups → the group → Activity, and at its maximum capacity.',
      ],
      ...monthlySaving(alert),
    },
    {
      title: 'Fit the instances that stay to what they do',
      actionSteps: [
        'Open Compute Optimizer → EC2 instances, or: aws compute-optimizer get-ec2-instance-recommendations --query "instanceRecommendations[].[instanceArn,currentInstanceType,finding,recommendationOptions[0].instanceType]" --output table',
        'Check the CPU of the candidates: CloudWatch → AWS/EC2 → CPUUtilization (Maximum, 14 days); GPU use is not there and needs the CloudWatch agent (nvidia_gpu).',
        'Work that may be interrupted, such as training: run it on Spot capacity, or on a schedule that stops the instance when the job ends.',
      ],
      ...monthlySaving(alert, saving => `a part of it: ${saving}`),
    },
    {
      ...budgetGuardrail(alert),
      title: 'Keep large instances from being forgotten again',
      actionSteps: [
        'Lower the quota for families that nobody should use by accident: Service Quotas → Amazon Elastic Compute Cloud (Amazon EC2) → "Running On-Demand G and VT instances" and "Running On-Demand P instances".',
        ...budgetGuardrail(alert).actionSteps,
      ],
    },
  ],
};
