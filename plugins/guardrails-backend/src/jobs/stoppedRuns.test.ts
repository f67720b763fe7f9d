/**
 * A run that is stopped while somebody else owes it an answer ends at once, and says that it was stopped. Whoever is
 * asked here never answers; a job that waits on nevertheless makes its test wait for ever.
 */
import { mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import type { JobId } from '@cloudops/plugin-guardrails-common';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createJobs } from '../createJobs';
import { openDatabase, testDatabases } from '../database/__testUtils__/engines';
import { readSettings } from '../settings';
import { HandScheduler } from './__testUtils__/HandScheduler';
import { startPortal } from './__testUtils__/startPortal';

// One engine: nothing here waits for a database.
const databases = testDatabases(['SQLITE_3']);

jest.setTimeout(60_000);

const OTHER_ACCOUNT = '444455556666';
const ROLE = { accountId: OTHER_ACCOUNT, roleName: 'GuardrailsReadOnly' };

let aws: Server;
/** Resolves with what AWS is asked first. */
let asked: Promise<string>;
const before = { ...process.env };

beforeEach(async () => {
  aws = createServer();
  asked = new Promise(resolve => {
    aws.on('request', async request => {
      const body = (await buffer(request)).toString();
      const action =
        /Action=(\w+)/.exec(body)?.[1] ??
        String(request.headers['x-amz-target'] ?? request.url);
      resolve(action.split('.').at(-1)!);
    });
  });
  await once(aws.listen(0, '127.0.0.1'), 'listening');
  const { port } = aws.address() as AddressInfo;
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
  });
});

afterEach(async () => {
  process.env = { ...before };
  aws.closeAllConnections();
  aws.close();
});

const emptyCatalog = {
  async *streamEntities() {},
};

/** A catalog that takes a question and answers nothing. */
function silentCatalog() {
  let answer = (_: string) => {};
  const catalogAsked = new Promise<string>(resolve => {
    answer = resolve;
  });
  const catalog = {
    async *streamEntities() {
      answer('the catalog');
      await new Promise(() => {});
    },
  };
  return { catalog, catalogAsked };
}

interface Waiting {
  readonly job: JobId;
  readonly guardrails?: JsonObject;
  readonly isCatalogSilent?: boolean;
}

async function stoppedInTheMiddle({
  job,
  guardrails = {},
  isCatalogSilent = false,
}: Waiting) {
  const { database } = await openDatabase(databases, 'SQLITE_3');
  const scheduler = new HandScheduler();
  const { catalog, catalogAsked } = silentCatalog();
  const settings = readSettings(
    mockServices.rootConfig({
      data: { aws: { accounts: [ROLE] }, guardrails },
    }),
    { rules: [], playbooks: [] },
  );
  if ('error' in settings) throw settings.error;
  const jobs = createJobs(
    settings,
    database,
    { rules: [], playbooks: [] },
    {
      auth: mockServices.auth(),
      catalog: (isCatalogSilent ? catalog : emptyCatalog) as any,
    },
    // Without what runs after them: it would wait for the same answers.
  ).map(({ schedule, ...each }) => ({ job: each.job, schedule }));
  const portal = await startPortal({ scheduler, database, jobs });

  const ended = scheduler.run(job);
  const question = await Promise.race([asked, catalogAsked, ended]);
  await scheduler.cancelTask(job);
  await ended;

  const views = await portal.list();
  return { question, runs: views.find(({ id }) => id === job)!.runs };
}

const project = (metrics: JsonObject): JsonObject => ({
  projects: [
    { name: 'payments', metrics: { region: 'eu-west-1', ...metrics } },
  ],
});

it.each<[string, string, Waiting]>([
  [
    'the catalog for who claims spend',
    'the catalog',
    { job: 'ingest-costs', isCatalogSilent: true },
  ],
  [
    'the catalog for what is measured',
    'the catalog',
    { job: 'ingest-metrics', isCatalogSilent: true },
  ],
  [
    'the catalog for the parameters of rules',
    'the catalog',
    { job: 'detect', isCatalogSilent: true },
  ],
  [
    'STS for the portal’s own account',
    'GetCallerIdentity',
    {
      job: 'ingest-costs',
      guardrails: { projects: [{ name: 'data', accountId: OTHER_ACCOUNT }] },
    },
  ],
  [
    'STS for the credentials of a role',
    'AssumeRole',
    {
      job: 'ingest-costs',
      guardrails: { projects: [{ name: 'default', accountId: OTHER_ACCOUNT }] },
    },
  ],
  ['Cost Explorer for a page', 'GetCostAndUsage', { job: 'ingest-costs' }],
  [
    'CloudWatch for points',
    'GetMetricData',
    { job: 'ingest-metrics', guardrails: project({ httpApiId: 'pay4x8k2m1' }) },
  ],
  [
    'API Gateway for the name of a REST API',
    '/restapis/pay4x8k2m1',
    { job: 'ingest-metrics', guardrails: project({ restApiId: 'pay4x8k2m1' }) },
  ],
])('a run that waits for %s ends when it is stopped', async (_, what, run) => {
  const { question, runs } = await stoppedInTheMiddle(run);

  expect(question).toBe(what);
  expect(runs).toMatchObject([
    {
      status: 'failed',
      failures: [
        {
          scope: 'the run',
          message:
            'stopped because the scheduler was told to cancel it; what it had written is kept',
        },
      ],
    },
  ]);
});
