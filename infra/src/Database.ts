/** PostgreSQL, and the generated credentials of the portal. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { InstanceType } from 'aws-cdk-lib/aws-ec2';
import {
  CaCertificate,
  Credentials,
  DatabaseInstance,
  DatabaseInstanceEngine,
  PostgresEngineVersion,
  StorageType,
} from 'aws-cdk-lib/aws-rds';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Network } from './Network';

/** Also the name of the user. */
const DATABASE_NAME = 'guardrails';

export interface DatabaseProps {
  readonly network: Network;
  readonly isMultiAz: boolean;
  /** Without the prefix `db.`. */
  readonly instanceType: string;
}

export class Database extends Construct {
  readonly instance: DatabaseInstance;
  readonly databaseName = DATABASE_NAME;
  readonly user = DATABASE_NAME;
  /** Its key `password` is what the portal needs. */
  readonly credentials: ISecret;

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    this.instance = new DatabaseInstance(this, 'Instance', {
      // The major version that the tests run on; minor versions are RDS' own affair.
      engine: DatabaseInstanceEngine.postgres({
        version: PostgresEngineVersion.VER_18,
      }),
      instanceType: new InstanceType(props.instanceType),
      vpc: props.network.vpc,
      vpcSubnets: props.network.privateSubnets,
      securityGroups: [props.network.databaseGroup],
      publiclyAccessible: false,
      multiAz: props.isMultiAz,
      databaseName: DATABASE_NAME,
      credentials: Credentials.fromGeneratedSecret(DATABASE_NAME),
      storageEncrypted: true,
      storageType: StorageType.GP3,
      // The least that gp3 takes. A year of one account's rows is far below 1 GB (docs/operations.md).
      allocatedStorage: 20,
      maxAllocatedStorage: 100,
      backupRetention: Duration.days(7),
      copyTagsToSnapshot: true,
      autoMinorVersionUpgrade: true,
      caCertificate: CaCertificate.RDS_CA_RSA2048_G1,
      parameters: { 'rds.force_ssl': '1' },
      // Safe to tear down: the last state stays behind as a snapshot, and nothing else does.
      removalPolicy: RemovalPolicy.SNAPSHOT,
      deletionProtection: false,
      deleteAutomatedBackups: true,
    });
    this.credentials = this.instance.secret!;
  }
}
