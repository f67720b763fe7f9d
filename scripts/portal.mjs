#!/usr/bin/env node
// The one entry: runs on the machine's own Node.js, fetches what is missing from the npm registry, does the task.
// Nothing here or below may need an installed package before the install step.
import { parseArgs } from 'node:util';
import { endAll } from './process/endings.mjs';
import { useToolEnvironment } from './setup/environment.mjs';
import { Progress } from './setup/progress.mjs';
import { relaunch } from './setup/relaunch.mjs';
import { SetupError } from './setup/setup-error.mjs';
import { ensureNode, ensureYarn } from './setup/toolchain.mjs';

const help = `CloudOps Guardrails for Backstage

  npm start                   the portal at http://localhost:7007, with demo data
    --port <number>           another port (or the variable PORT)
    --host <address>          listen on this interface; default 127.0.0.1, this machine alone
    --aws                     read a real AWS account instead of the simulator: credentials from the environment,
                              accounts and projects from app-config.local.yaml. AWS_ENDPOINT_URL does the same
    --production              the production configuration, as in the container: a database that demands TLS, sign-in by a
                              user pool (COGNITO_ISSUER and its fellows, or a simulated one: alice@example.com,
                              Correct-horse-1)
    --data-dir <folder>       where the database and the logs lie; default .data/demo, and .data/aws for a real account
    --fresh                   forget what the data folder holds, and start from nothing
    --throw-away              a database that is fast, and lost should the machine crash
    --verbose                 everything the parts print, not only warnings and errors
  npm run dev                 the same with hot reload: http://localhost:3000, API on port 7007
  npm test                    all checks and tests
    -- --only <part>            types, lint, unit, production or e2e; several with commas
    -- <pattern>                the unit and integration tests whose path matches; after --only e2e, the browser tests
  npm run deploy              the AWS stack (docs/operations.md), with the AWS credentials of the environment
    -- --admin-email <address>  the first user; asked for by the first deployment
    --monitored-api <id>        the REST API to watch; default: the portal's own
    --monitored-roles <arns>    roles in other accounts to read, with commas
    --external-id <text>        what those roles ask for
    --context <key=value>       imageUri, multiAz, taskCount, databaseInstanceType, domainName, certificateArn, hostedZone
    --profile <name>            of the AWS configuration
    --yes                       ask nothing
  npm run destroy             takes the stack down again; takes --context, --profile and --yes
  npm run infra:lint          checks the stack's template without AWS
  npm run assemble -- <folder>  what the image holds, laid out without Docker
  npm run bench                what can be measured; -- <name> measures it, -- <name> --help says how
  npm run yarn -- <command>   Yarn, for instance: npm run yarn -- workspace app add <package>

Ctrl-C stops everything. With POSTGRES_HOST, POSTGRES_PORT, POSTGRES_USER and POSTGRES_PASSWORD set, that PostgreSQL
is used instead of the embedded one.
`;

const tasks = {
  start: async () => (await import('./tasks/start.mjs')).start,
  dev: async () => (await import('./tasks/dev.mjs')).dev,
  test: async () => (await import('./tasks/test.mjs')).test,
  bench: async () => (await import('./tasks/bench.mjs')).bench,
  yarn: async () => (await import('./tasks/yarn.mjs')).yarn,
  deploy: async () => (await import('./tasks/deploy.mjs')).deploy,
  destroy: async () => (await import('./tasks/destroy.mjs')).destroy,
  'infra-lint': async () => (await import('./tasks/infra-lint.mjs')).infraLint,
  assemble: async () => (await import('./tasks/assemble.mjs')).assemble,
};

/** They understand their options themselves. */
const tasksWithOwnOptions = ['bench', 'yarn', 'deploy', 'destroy'];

async function main() {
  const [name, ...rest] = process.argv.slice(2);
  if (
    name === undefined ||
    (name !== 'bench' && rest.includes('--help')) ||
    /^(--)?help|-h$/.test(name)
  ) {
    process.stdout.write(help);
    return;
  }
  const task = tasks[name];
  if (!task) {
    throw new SetupError(
      `There is no task '${name}'; there are ${Object.keys(tasks).join(
        ', ',
      )}. See: node scripts/portal.mjs --help`,
    );
  }
  const { flags, positionals } = tasksWithOwnOptions.includes(name)
    ? { flags: {}, positionals: rest }
    : parse(rest);
  // The clock runs from the first process on, across the change of Node.js below.
  const startedAt = Number(process.env.PORTAL_STARTED_AT ?? Date.now());
  const progress = new Progress({ startedAt, verbose: flags.verbose });

  const node = await ensureNode(progress);
  if (node !== process.execPath) {
    process.exit(
      await relaunch(node, { PORTAL_STARTED_AT: String(startedAt) }),
    );
  }
  useToolEnvironment(node);
  const yarn = await ensureYarn(progress);
  const run = await task();
  await run({ flags, rest: positionals, progress, yarn });
}

function parse(args) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        aws: { type: 'boolean' },
        production: { type: 'boolean' },
        'data-dir': { type: 'string' },
        fresh: { type: 'boolean' },
        'throw-away': { type: 'boolean' },
        verbose: { type: 'boolean' },
        only: { type: 'string' },
      },
    });
    return { flags: values, positionals };
  } catch (error) {
    throw new SetupError(
      `${error.message}. See: node scripts/portal.mjs --help`,
    );
  }
}

main().catch(async error => {
  const isExpected = error instanceof SetupError;
  console.error(`\n${isExpected ? error.message : error.stack ?? error}`);
  await endAll();
  process.exit(1);
});
