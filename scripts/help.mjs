// What each task takes, for people: `--help` of one task shows its own part.

/** By the name of the task, in the order in which people meet them. */
const tasks = {
  start: `  npm start                   the portal at http://localhost:7007, with demo data
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
`,
  dev: `  npm run dev                 the same with hot reload: http://localhost:3000, API on port 7007
`,
  test: `  npm test                    all checks and tests
    -- --only <part>            types, lint, unit, production or e2e; several with commas
    -- <pattern>                the unit and integration tests whose path matches; after --only e2e, the browser tests
`,
  deploy: `  npm run deploy              the AWS stack (docs/operations.md), with the AWS credentials of the environment
    -- --admin-email <address>  the first user; asked for by the first deployment
    --monitored-api <id>        the REST API to watch; none: the portal's own, as at first
    --monitored-roles <arns>    roles in other accounts to read, with commas; none: this account alone, as at first
    --external-id <text>        what those roles ask for; none: nothing, as at first
    --context <key=value>       imageUri, multiAz, taskCount, databaseInstanceType, domainName, certificateArn, hostedZone,
                                availabilityZones, otlpEndpoint
    --profile <name>            of the AWS configuration
    --yes                       ask nothing
`,
  destroy: `  npm run destroy             takes the stack down again, but for the database's last snapshot
    -- --context <key=value>    as given to npm run deploy
    --profile <name>            of the AWS configuration
    --yes                       ask nothing
`,
  'infra-lint': `  npm run infra:lint          checks the stack's template without AWS
`,
  assemble: `  npm run assemble -- <folder>  what the image holds, laid out without Docker
`,
  bench: `  npm run bench               what can be measured; -- <name> measures it, -- <name> --help says how
`,
  yarn: `  npm run yarn -- <command>   Yarn, for instance: npm run yarn -- workspace app add <package>
`,
};

/** @param {string} [task] - nothing: all of them @returns {string} */
export function help(task) {
  if (task !== undefined && task in tasks) return tasks[task];
  return `CloudOps Guardrails for Backstage

${Object.values(tasks).join('')}
Ctrl-C stops everything. With POSTGRES_HOST, POSTGRES_PORT, POSTGRES_USER and POSTGRES_PASSWORD set, that PostgreSQL
is used instead of the embedded one.
`;
}
