// What a deployment was asked for: command line in, arguments for `cdk` out.
import { parseArgs } from 'node:util';
import { SetupError } from '../setup/setup-error.mjs';

export const STACK = 'CloudOpsGuardrails';

/** Takes back what an earlier deployment was given: CloudFormation keeps parameters until they are given anew. */
const NOTHING = 'none';

/** What the stack may be told beyond its parameters: `contextKeys` in infra/src/deploymentOptions.ts. */
export const contextKeys = [
  ...['imageUri', 'multiAz', 'taskCount', 'databaseInstanceType'],
  ...['domainName', 'certificateArn', 'hostedZone'],
  ...['availabilityZones', 'otlpEndpoint'],
];

/** Flags that become parameters of the stack. */
const parameters = {
  'admin-email': 'AdminEmail',
  'monitored-api': 'MonitoredApiGatewayId',
  'monitored-roles': 'MonitoredRoleArns',
  'external-id': 'MonitoredRolesExternalId',
};

/**
 * @typedef {object} DeploymentSettings
 * @property {string[]} parameters - each `Name=value`
 * @property {string[]} context - each `key=value`
 * @property {boolean} buildsImage - false: context names an image
 * @property {boolean} isConfirmed - ask nothing
 * @property {string | undefined} profile - of the AWS configuration
 */

/**
 * @param {string[]} args
 * @param {{ takesParameters: boolean }} options - a tear-down takes none
 * @returns {DeploymentSettings}
 * @throws {SetupError} naming the flag, what it was and what it takes
 */
export function deploymentSettings(args, { takesParameters }) {
  const { values } = parse(args, takesParameters);
  for (const name of Object.keys(parameters)) {
    const value = values[name];
    // A variable of the shell that is not set, rather than a wish to take the value back.
    if (value !== undefined && value.trim() === '') {
      throw new SetupError(
        `--${name} takes a value, or '${NOTHING}'; got nothing.`,
      );
    }
  }
  const context = values.context ?? [];
  for (const each of context) {
    if (!/^[\w-]+=./.test(each)) {
      throw new SetupError(`--context takes key=value; got '${each}'.`);
    }
    // cdk takes any key, and nobody would hear that nothing came of it.
    if (!contextKeys.includes(each.split('=')[0])) {
      throw new SetupError(
        `--context takes ${contextKeys.join(', ')}; got '${each}'.`,
      );
    }
  }
  return {
    parameters: Object.entries(parameters)
      .filter(([flag]) => values[flag] !== undefined)
      .map(
        ([flag, name]) =>
          `${name}=${values[flag] === NOTHING ? '' : values[flag]}`,
      ),
    context,
    buildsImage: !context.some(each => each.startsWith('imageUri=')),
    isConfirmed: values.yes ?? false,
    profile: values.profile,
  };
}

/** @returns {{ values: Record<string, any> }} */
function parse(args, takesParameters) {
  try {
    return parseArgs({
      args,
      options: {
        ...(takesParameters &&
          Object.fromEntries(
            Object.keys(parameters).map(name => [name, { type: 'string' }]),
          )),
        context: { type: 'string', short: 'c', multiple: true },
        profile: { type: 'string' },
        yes: { type: 'boolean', short: 'y' },
      },
    });
  } catch (error) {
    throw new SetupError(
      `${error.message}. See: node scripts/portal.mjs --help`,
    );
  }
}

/**
 * @param {DeploymentSettings} settings
 * @returns {string[]} what `cdk` is called with
 */
export function deployArguments(settings) {
  return [
    ...['deploy', STACK],
    ...common(settings),
    ...settings.parameters.flatMap(each => ['--parameters', each]),
    ...['--require-approval', settings.isConfirmed ? 'never' : 'broadening'],
  ];
}

/**
 * @param {DeploymentSettings} settings
 * @returns {string[]} what `cdk` is called with
 */
export function destroyArguments(settings) {
  return [
    ...['destroy', STACK],
    ...common(settings),
    ...(settings.isConfirmed ? ['--force'] : []),
  ];
}

function common({ context, profile }) {
  return [
    '--no-notices',
    ...context.flatMap(each => ['--context', each]),
    ...(profile ? ['--profile', profile] : []),
  ];
}
