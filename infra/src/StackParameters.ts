/** What whoever deploys is asked for, and what follows from it. */
import { Aws, CfnCondition, CfnParameter, Fn } from 'aws-cdk-lib';
import { Construct } from 'constructs';

export class StackParameters extends Construct {
  /** Email address of the first user, who is invited by mail. */
  readonly adminEmail: string;
  /** ARNs of roles in other accounts; empty by default. */
  readonly monitoredRoleArns: string[];
  /** What those roles ask for as external id; empty by default. */
  readonly monitoredRolesExternalId: string;
  /** Holds when at least one role in another account is given. */
  readonly hasMonitoredRoles: CfnCondition;

  readonly #monitoredApiId: CfnParameter;
  readonly #watchesItself: CfnCondition;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.adminEmail = this.#parameter('AdminEmail', {
      type: 'String',
      description:
        'Email address of the first user, who gets an invitation with a temporary password',
      allowedPattern: '[^@\\s]+@[^@\\s]+\\.[^@\\s]+',
      maxLength: 128,
      constraintDescription: 'takes one email address',
    }).valueAsString;
    this.#monitoredApiId = this.#parameter('MonitoredApiGatewayId', {
      type: 'String',
      default: '',
      description:
        'Id of the API Gateway REST API to watch, in this region; empty: the API of this stack',
      allowedPattern: '[a-z0-9]{0,12}',
      constraintDescription:
        'takes the id of a REST API, up to 12 letters and digits, or nothing',
    });
    const roles = this.#parameter('MonitoredRoleArns', {
      type: 'CommaDelimitedList',
      default: '',
      description:
        'ARNs of roles in other accounts to read (monitored-account-role.yaml makes one); empty: this account alone',
      allowedPattern: '(arn:aws[\\w-]*:iam::\\d{12}:role/[\\w+=,.@/-]+)?',
      constraintDescription:
        'takes ARNs of IAM roles, separated by commas, or nothing',
    });
    this.monitoredRoleArns = roles.valueAsList;
    this.monitoredRolesExternalId = this.#parameter(
      'MonitoredRolesExternalId',
      {
        type: 'String',
        default: '',
        description: 'The external id that those roles ask for',
        allowedPattern: '[\\w+=,.@:/-]{0,1224}',
        constraintDescription:
          'takes up to 1224 letters, digits and +=,.@:/- without spaces',
      },
    ).valueAsString;
    this.hasMonitoredRoles = new CfnCondition(this, 'HasMonitoredRoles', {
      expression: Fn.conditionNot(
        Fn.conditionEquals(Fn.join('', this.monitoredRoleArns), ''),
      ),
    });
    this.hasMonitoredRoles.overrideLogicalId('HasMonitoredRoles');
    this.#watchesItself = new CfnCondition(this, 'WatchesItself', {
      expression: Fn.conditionEquals(this.#monitoredApiId.valueAsString, ''),
    });
    this.#watchesItself.overrideLogicalId('WatchesItself');
  }

  /**
   * The id of the REST API to watch.
   *
   * @param ownApiId - what is watched when nobody names another, so that a bare deployment shows data
   */
  monitoredApiId(ownApiId: string): string {
    return Fn.conditionIf(
      this.#watchesItself.logicalId,
      ownApiId,
      this.#monitoredApiId.valueAsString,
    ).toString();
  }

  /** A parameter whose name in the template is its own, without the construct's path. */
  #parameter(
    name: string,
    properties: ConstructorParameters<typeof CfnParameter>[2],
  ): CfnParameter {
    const parameter = new CfnParameter(this, name, properties);
    parameter.overrideLogicalId(name);
    return parameter;
  }
}

/** The first block of the stack's id: different for each stack, also when one is made again under the same name. */
export function stackUniqueSuffix(): string {
  const uuid = Fn.select(2, Fn.split('/', Aws.STACK_ID));
  return Fn.select(0, Fn.split('-', uuid));
}
