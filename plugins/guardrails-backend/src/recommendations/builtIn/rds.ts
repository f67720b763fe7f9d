/** Amazon RDS and Aurora: instances, capacity units, storage and backups. */
import type { Playbook } from '@cloudops/plugin-guardrails-node';
import { budgetGuardrail, firstDay, splitByUsageType } from '../costSteps';
import { monthlySaving } from '../impact';

export const rds: Playbook = {
  name: 'rds',
  applies: ({ serviceName }) =>
    serviceName === 'Amazon Relational Database Service',
  recommend: alert => [
    {
      title: 'Find the database behind the rise',
      actionSteps: [
        `${splitByUsageType(
          alert,
        )} (InstanceUsage and Multi-AZUsage are instances, Aurora:ServerlessV2Usage capacity units, RDS:GP3-Storage disks, RDS:ChargedBackupUsage backups)`,
        'List the instances with class and age: aws rds describe-db-instances --query "DBInstances[].[DBInstanceIdentifier,DBInstanceClass,Engine,MultiAZ,AllocatedStorage,InstanceCreateTime]" --output table',
        `See what was created or changed: aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventSource,AttributeValue=rds.amazonaws.com --start-time ${firstDay(
          alert,
        )}T00:00:00Z --query "Events[?EventName=='CreateDBInstance'||EventName=='ModifyDBInstance'||EventName=='RestoreDBInstanceFromDBSnapshot'].[EventTime,Username,EventName]" --output table`,
        'Aurora Serverless v2: look at CloudWatch → AWS/RDS → ServerlessDatabaseCapacity (Average) of the cluster, then at Database Insights for the statement that holds it up.',
      ],
      ...monthlySaving(alert),
    },
    {
      title: 'Bring capacity back to what the database needs',
      actionSteps: [
        'A copy or test instance that nobody needs: take a final snapshot and delete it: aws rds delete-db-instance --db-instance-identifier <id> --final-db-snapshot-identifier <id>-final',
        'An instance that idles: check CPUUtilization and DatabaseConnections (Maximum, 14 days) and choose a smaller class: aws rds modify-db-instance --db-instance-identifier <id> --db-instance-class <class> (applied in the maintenance window; a short interruption).',
        'Aurora Serverless v2 that runs at its maximum: fix the statement first, then lower the range: aws rds modify-db-cluster --db-cluster-identifier <id> --serverless-v2-scaling-configuration MinCapacity=<min>,MaxCapacity=<max>',
        'Backups: list manual snapshots, which never expire: aws rds describe-db-snapshots --snapshot-type manual --query "sort_by(DBSnapshots,&SnapshotCreateTime)[].[DBSnapshotIdentifier,SnapshotCreateTime,AllocatedStorage]" --output table',
      ],
      ...monthlySaving(alert),
    },
    budgetGuardrail(alert),
  ],
};
