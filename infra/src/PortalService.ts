/** Backstage on Fargate: the task, what it is told, and how it is replaced. */
import { Aws, Duration, Fn, RemovalPolicy } from 'aws-cdk-lib';
import {
  AwsLogDriverMode,
  Capability,
  Cluster,
  ContainerDependencyCondition,
  type ContainerDefinition,
  type ContainerDefinitionOptions,
  ContainerInsights,
  CpuArchitecture,
  FargateService,
  FargateTaskDefinition,
  LinuxParameters,
  LogDrivers,
  OperatingSystemFamily,
  Secret as TaskSecret,
} from 'aws-cdk-lib/aws-ecs';
import { Role } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Database } from './Database';
import type { InternalLoadBalancer } from './InternalLoadBalancer';
import { type Network, SERVICE_PORT } from './Network';
import { portalImage, type PortalImageSource } from './PortalImage';
import type { SignInClient } from './SignInClient';
import type { StackParameters } from './StackParameters';
import { TaskRole, tasksOfThisAccount } from './TaskRole';
import type { UserDirectory } from './UserDirectory';

export interface PortalServiceProps {
  readonly parameters: StackParameters;
  readonly network: Network;
  readonly internal: InternalLoadBalancer;
  readonly database: Database;
  readonly users: UserDirectory;
  readonly signIn: SignInClient;
  readonly portalUrl: string;
  readonly monitoredApiId: string;
  readonly image: PortalImageSource;
  readonly taskCount: number;
  /** An OpenTelemetry collector; without it nothing is measured. */
  readonly otlpEndpoint?: string;
}

const MEMORY_MIB = 1024;
/** The user `node` of the image. */
const USER = '1000:1000';

export class PortalService extends Construct {
  readonly logGroup: LogGroup;
  readonly taskRole: TaskRole;
  readonly #props: PortalServiceProps;

  constructor(scope: Construct, id: string, props: PortalServiceProps) {
    super(scope, id);
    this.#props = props;
    const { network, internal, database } = props;
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.taskRole = new TaskRole(this, 'TaskRole', {
      monitoredApiId: props.monitoredApiId,
      databaseArn: database.instance.instanceArn,
      monitoredRoleArns: props.parameters.monitoredRoleArns,
      hasMonitoredRoles: props.parameters.hasMonitoredRoles,
    });

    const service = new FargateService(this, 'Service', {
      cluster: new Cluster(this, 'Cluster', {
        vpc: network.vpc,
        containerInsightsV2: ContainerInsights.DISABLED,
      }),
      taskDefinition: this.#task(),
      desiredCount: props.taskCount,
      // A new task answers before an old one leaves.
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      circuitBreaker: { rollback: true },
      // The first start migrates every plugin's schema.
      healthCheckGracePeriod: Duration.minutes(4),
      assignPublicIp: false,
      vpcSubnets: network.privateSubnets,
      securityGroups: [network.serviceGroup],
    });
    service.attachToApplicationTargetGroup(internal.targetGroup);
    // Without a route out the image cannot be pulled, and without the listener nobody asks how the task is.
    service.node.addDependency(
      network.vpc.internetConnectivityEstablished,
      internal.listener,
      database,
    );
  }

  #task(): FargateTaskDefinition {
    const task = new FargateTaskDefinition(this, 'Task', {
      cpu: 512,
      memoryLimitMiB: MEMORY_MIB,
      taskRole: this.taskRole.role,
      executionRole: new Role(this, 'ExecutionRole', {
        description: 'What starts the portal: its image, its secrets, its log',
        assumedBy: tasksOfThisAccount(),
      }),
      runtimePlatform: {
        cpuArchitecture: CpuArchitecture.X86_64,
        operatingSystemFamily: OperatingSystemFamily.LINUX,
      },
      volumes: [{ name: 'tmp' }],
    });
    const linux = new LinuxParameters(this, 'Linux', {
      initProcessEnabled: true,
    });
    linux.dropCapabilities(Capability.ALL);
    const common = {
      image: portalImage(this, this.#props.image),
      user: USER,
      linuxParameters: linux,
      readonlyRootFilesystem: true,
      logging: LogDrivers.awsLogs({
        logGroup: this.logGroup,
        streamPrefix: 'portal',
        // A log that cannot be written holds up nothing.
        mode: AwsLogDriverMode.NON_BLOCKING,
      }),
    };
    const portal = this.#portal(task, common);
    portal.addContainerDependencies({
      container: this.#preparation(task, common),
      condition: ContainerDependencyCondition.SUCCESS,
    });
    return task;
  }

  #portal(
    task: FargateTaskDefinition,
    common: ContainerDefinitionOptions,
  ): ContainerDefinition {
    const container = task.addContainer('portal', {
      ...common,
      portMappings: [{ containerPort: SERVICE_PORT }],
      // The portal ends its requests within 20 s of being told to stop.
      stopTimeout: Duration.seconds(30),
      environment: this.#environment(),
      secrets: this.#secrets(),
    });
    container.addMountPoints({
      sourceVolume: 'tmp',
      containerPath: '/tmp',
      readOnly: false,
    });
    return container;
  }

  /** Makes the portal's user in the database and ends; the portal starts after it, and never has the administrator's password. */
  #preparation(
    task: FargateTaskDefinition,
    common: ContainerDefinitionOptions,
  ): ContainerDefinition {
    const { database } = this.#props;
    return task.addContainer('prepare-database', {
      ...common,
      command: ['node', 'prepareDatabase.mjs'],
      essential: false,
      environment: {
        ...this.#databaseEnvironment(),
        POSTGRES_ADMIN_USER: database.administrator,
      },
      secrets: {
        POSTGRES_PASSWORD: TaskSecret.fromSecretsManager(database.password),
        POSTGRES_ADMIN_PASSWORD: TaskSecret.fromSecretsManager(
          database.administratorCredentials,
          'password',
        ),
      },
    });
  }

  #databaseEnvironment(): Record<string, string> {
    const { database } = this.#props;
    return {
      POSTGRES_HOST: database.instance.dbInstanceEndpointAddress,
      POSTGRES_PORT: database.instance.dbInstanceEndpointPort,
      POSTGRES_USER: database.user,
      POSTGRES_DB: database.databaseName,
    };
  }

  #environment(): Record<string, string> {
    const { parameters, users, signIn, portalUrl, monitoredApiId } =
      this.#props;
    const { otlpEndpoint } = this.#props;
    return {
      // Three quarters of the task's memory; the rest is for what lies outside the heap.
      NODE_OPTIONS: `--max-old-space-size=${MEMORY_MIB * 0.75}`,
      APP_BASE_URL: portalUrl,
      ...this.#databaseEnvironment(),
      COGNITO_ISSUER: `https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}/${users.pool.userPoolId}`,
      COGNITO_CLIENT_ID: signIn.clientId,
      COGNITO_DOMAIN: users.hostedUi.baseUrl(),
      GUARDRAILS_REST_API_ID: monitoredApiId,
      GUARDRAILS_MONITORED_ROLE_ARNS: Fn.join(
        ',',
        parameters.monitoredRoleArns,
      ),
      GUARDRAILS_MONITORED_ROLES_EXTERNAL_ID:
        parameters.monitoredRolesExternalId,
      ...(otlpEndpoint && { OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint }),
    };
  }

  /** Read by the execution role when a task starts; the portal's own role cannot read them. */
  #secrets(): Record<string, TaskSecret> {
    return {
      POSTGRES_PASSWORD: TaskSecret.fromSecretsManager(
        this.#props.database.password,
      ),
      COGNITO_CLIENT_SECRET: TaskSecret.fromSecretsManager(
        this.#props.signIn.clientSecret,
      ),
      AUTH_SESSION_SECRET: TaskSecret.fromSecretsManager(
        new Secret(this, 'SessionSecret', {
          description: 'Signs the sessions of people who are signing in',
          generateSecretString: {
            passwordLength: 48,
            excludePunctuation: true,
          },
        }),
      ),
    };
  }
}
