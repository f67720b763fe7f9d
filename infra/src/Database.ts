/** PostgreSQL, and the generated credentials of its administrator and of the portal. */
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
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Network } from './Network';

const DATABASE_NAME = 'guardrails';
/** RDS gives its master user nearly every right; the portal has a user of its own. */
const ADMINISTRATOR = 'postgres';
const PORTAL_USER = 'guardrails';

export interface DatabaseProps {
  readonly network: Network;
  readonly isMultiAz: boolean;
  /** Without the prefix `db.`. */
  readonly instanceType: string;
}

export class Database extends Construct {
  readonly instance: DatabaseInstance;
  readonly databaseName = DATABASE_NAME;
  readonly administrator = ADMINISTRATOR;
  /** Its key `password` is the administrator's. */
  readonly administratorCredentials: ISecret;
  /** Made before the portal starts (packages/backend/image/prepareDatabase.mjs). */
  readonly user = PORTAL_USER;
  readonly password: ISecret;

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
      credentials: Credentials.fromGeneratedSecret(ADMINISTRATOR),
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
    this.administratorCredentials = this.instance.secret!;
    this.password = new Secret(this, 'PortalPassword', {
      description: 'Password of the portal in PostgreSQL',
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
    });
  }
}
