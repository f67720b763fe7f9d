// What the container runs: Backstage, on the configuration that the image and the environment make up.
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROLE =
  /^arn:(?<partition>aws[\w-]*):iam::(?<accountId>\d{12}):role\/(?<roleName>.+)$/;

/**
 * Configuration that cannot be written as a file with variables, because it is a list.
 *
 * @param {NodeJS.ProcessEnv} env - GUARDRAILS_MONITORED_ROLE_ARNS: ARNs of roles in other accounts, separated by
 *   commas; GUARDRAILS_MONITORED_ROLES_EXTERNAL_ID: what those roles ask for
 * @returns {object | undefined} nothing when no role is given
 * @throws {Error} for what is no ARN of a role
 */
export function accountsConfig(env) {
  const arns = (env.GUARDRAILS_MONITORED_ROLE_ARNS ?? '')
    .split(',')
    .map(arn => arn.trim())
    .filter(arn => arn !== '');
  if (arns.length === 0) return undefined;
  const externalId = env.GUARDRAILS_MONITORED_ROLES_EXTERNAL_ID;
  return {
    aws: {
      accounts: arns.map(arn => {
        const role = arn.match(ROLE)?.groups;
        if (!role) {
          throw new Error(
            `GUARDRAILS_MONITORED_ROLE_ARNS takes ARNs such as arn:aws:iam::111122223333:role/GuardrailsReadOnly, separated by commas; got '${arn}'.`,
          );
        }
        return { ...role, ...(externalId && { externalId }) };
      }),
    },
  };
}

/**
 * The configuration files in the order of their rank, lowest first.
 *
 * @param {string} folder - of the image
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]}
 */
export function configFiles(folder, env) {
  const accounts = accountsConfig(env);
  const files = ['app-config.yaml', 'app-config.production.yaml'].map(name =>
    path.join(folder, name),
  );
  if (accounts) {
    // The only place that may be written to is the folder for temporary files.
    const file = path.join(
      mkdtempSync(path.join(tmpdir(), 'portal-')),
      'accounts.yaml',
    );
    writeFileSync(file, JSON.stringify(accounts)); // every JSON is YAML
    files.push(file);
  }
  const own = path.join(folder, 'app-config.deployment.yaml');
  return existsSync(own) ? [...files, own] : files;
}

/** Ends the process when requests are still open so long after it was told to stop: Backstage's own wait for a minute. */
const DRAIN_MS = 20_000;

const self = fileURLToPath(import.meta.url);
if (process.argv[1] === self) {
  const folder = path.dirname(self);
  const backend = path.join(folder, 'packages/backend');
  process.argv = [
    process.argv[0],
    backend,
    ...configFiles(folder, process.env).flatMap(file => ['--config', file]),
  ];
  process.once('SIGTERM', () => {
    setTimeout(() => process.exit(0), DRAIN_MS).unref();
  });
  // In this process, so that whoever stops the container stops the portal.
  createRequire(import.meta.url)(backend);
}
