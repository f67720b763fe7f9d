import { randomUUID } from 'node:crypto';
import type {
  MetricAnswer,
  MetricQuery,
  MetricSource,
} from '@cloudops/plugin-guardrails-node';
import { RunTrail } from '../audit';
import type { ProjectConfig } from '../config';
import type { GuardrailsDatabase } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { CloudWatchSource } from '../sources';
import {
  NOW,
  OTHER_ACCOUNT,
  OWN_ACCOUNT,
  awsAccounts,
  useSimulatedAws,
} from '../sources/__testUtils__/simulatedAws';
import type { EntityProject } from '../projects';
import { MetricIngestion } from './MetricIngestion';
import { recordedRun } from './__testUtils__/recordedRun';

const aws = useSimulatedAws();
const databases = testDatabases();

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
const PERIOD_SECONDS = 300;
const POINTS_A_DAY = 288;
const BACKFILL_DAYS = 2;

function project(
  name: string,
  restApiId: string,
  accountId?: string,
): ProjectConfig {
  return {
    name,
    accountId,
    endpoint: { kind: 'rest-api', id: restApiId, region: 'eu-central-1' },
    ruleParameters: {},
  };
}

const CHECKOUT = project('checkout', 'che2u9i4o7');
const STOREFRONT = project('storefront', 'sto5r1t6y8');
const RECOMMENDER = project('recommender', 'rec8d2f7g4', OTHER_ACCOUNT);
const UNMEASURED: ProjectConfig = { name: 'default', ruleParameters: {} };

function ingestion(
  database: GuardrailsDatabase,
  projects: ProjectConfig[],
  source?: MetricSource,
  entities: EntityProject[] = [],
): MetricIngestion {
  const accounts = awsAccounts();
  return new MetricIngestion({
    entities: { list: async () => ({ projects: entities, problems: [] }) },
    ownAccountId: signal => accounts.ownAccountId(signal),
    database,
    config: {
      metrics: {
        periodSeconds: PERIOD_SECONDS,
        backfillDays: BACKFILL_DAYS,
        overlapMinutes: 30,
      },
      // One that is configured by the same name takes its place.
      projects: [
        ...new Map(
          [UNMEASURED, ...projects].map(one => [one.name, one]),
        ).values(),
      ],
    },
    source:
      source ??
      new CloudWatchSource({
        accounts,
        clock: () => aws.current.clock.now(),
        // A query of the backfill has several pages.
        pointsPerPage: 500,
      }),
  });
}

async function stored(
  database: GuardrailsDatabase,
  { name }: ProjectConfig,
  metricName: string,
) {
  const found = await database.projects.byName(name);
  return database.metrics.points({
    projectId: found!.id,
    metricName,
    from: new Date(0),
    to: new Date(NOW.getTime() + DAY_MS),
  });
}

/** What the simulated world measured in the period that begins at `at`, as CloudWatch shows it at `now`. */
function measuredErrors(apiName: string, at: Date, now: Date) {
  const { world } = aws.current;
  const metric = world.metric(OWN_ACCOUNT, 'AWS/ApiGateway', '5XXError', {
    ApiName: apiName,
  });
  return world.statistic(
    metric!,
    { name: 'Sum' },
    { startMs: at.getTime(), seconds: PERIOD_SECONDS },
    now,
  );
}

/** A source that answers each query as told. */
function sourceOf(
  answer: (query: MetricQuery) => Partial<MetricAnswer>[],
): MetricSource & { readonly asked: MetricQuery[] } {
  const asked: MetricQuery[] = [];
  return {
    name: 'CloudWatch',
    asked,
    async *fetchMetrics(queries) {
      asked.push(...queries);
      for (const query of queries) {
        for (const part of answer(query)) {
          yield { query, unit: 'count', points: [], complete: false, ...part };
        }
      }
    },
  };
}

describe.each(ENGINES)('MetricIngestion on %s', engine => {
  async function database(): Promise<GuardrailsDatabase> {
    return (await openDatabase(databases, engine)).database;
  }

  it('backfills both metrics of every project with a REST API', async () => {
    const db = await database();
    const run = recordedRun({ now: NOW });

    await ingestion(db, [CHECKOUT, RECOMMENDER]).ingest(run);

    expect(run.noted.failures).toEqual([]);
    expect([...run.noted.completed].sort()).toEqual([
      'checkout',
      'recommender',
    ]);
    expect(run.noted.rows).toBe(4 * BACKFILL_DAYS * POINTS_A_DAY);
    const errors = await stored(db, CHECKOUT, '5xx_count');
    expect(errors).toHaveLength(BACKFILL_DAYS * POINTS_A_DAY);
    expect(errors.map(({ value }) => value)).toEqual(
      errors.map(({ at }) => measuredErrors('checkout-api', at, NOW)),
    );
    expect(await stored(db, RECOMMENDER, 'p95_latency_ms')).toHaveLength(
      BACKFILL_DAYS * POINTS_A_DAY,
    );
  });

  it.each<ProjectConfig['endpoint']>([
    { kind: 'http-api', id: 'nosuchapi0', region: 'eu-central-1' },
    {
      kind: 'load-balancer',
      id: 'app/nowhere/50dc6c495c0c9188',
      region: 'eu-central-1',
    },
  ])(
    'says of %j, of which there is nothing, that it may not exist',
    async endpoint => {
      const db = await database();
      const wrong: ProjectConfig = {
        name: 'wrong',
        endpoint,
        ruleParameters: {},
      };
      const run = recordedRun({ now: NOW });

      await ingestion(db, [CHECKOUT, wrong]).ingest(run);

      const kind = endpoint!.kind === 'http-api' ? 'HTTP API' : 'load balancer';
      expect(run.noted.problems).toEqual([
        `wrong: CloudWatch has no point of ${kind} ${
          endpoint!.id
        } in eu-central-1 since 2026-11-20; check its id and region, unless it had no requests yet`,
      ]);
      expect(run.noted.failures).toEqual([]);
    },
  );

  it('says nothing of an endpoint that had points once and has none now', async () => {
    const db = await database();
    const points = [{ at: new Date(NOW.getTime() - DAY_MS), value: 1 }];
    const once = sourceOf(() => [{ points }, { complete: true }]);
    await ingestion(db, [CHECKOUT], once).ingest(recordedRun({ now: NOW }));
    const run = recordedRun({ now: NOW });

    await ingestion(
      db,
      [CHECKOUT],
      sourceOf(() => [{ complete: true }]),
    ).ingest(run);

    expect(run.noted).toMatchObject({ problems: [], completed: ['checkout'] });
  });

  it('says nothing of an endpoint of which one metric has points', async () => {
    const points = [{ at: new Date(NOW.getTime() - DAY_MS), value: 1 }];
    const run = recordedRun({ now: NOW });

    await ingestion(
      await database(),
      [CHECKOUT],
      sourceOf(({ metricName }) => [
        {
          points: metricName === '5xx_count' ? points : [],
          complete: true,
        },
      ]),
    ).ingest(run);

    expect(run.noted).toMatchObject({ problems: [], completed: ['checkout'] });
  });

  it('counts every request against its account', async () => {
    const run = recordedRun({ now: NOW });

    await ingestion(await database(), [CHECKOUT, RECOMMENDER]).ingest(run);

    // STS takes nothing for what it is asked.
    const asked = aws.current.requests
      .entries()
      .filter(
        ({ operation }) =>
          !['AssumeRole', 'GetCallerIdentity'].includes(operation),
      );
    expect(run.noted.requests).toHaveLength(asked.length);
  });

  it('ends at the last whole period', async () => {
    const db = await database();

    await ingestion(db, [CHECKOUT]).ingest(
      recordedRun({ now: new Date('2026-11-22T12:59:59Z') }),
    );

    expect((await stored(db, CHECKOUT, '5xx_count')).at(-1)!.at).toEqual(
      new Date('2026-11-22T12:50:00Z'),
    );
  });

  it('changes nothing when the same time is read again', async () => {
    const db = await database();
    await ingestion(db, [CHECKOUT]).ingest(recordedRun({ now: NOW }));
    const again = recordedRun({ now: NOW });

    await ingestion(db, [CHECKOUT]).ingest(again);

    expect(again.noted).toMatchObject({ rows: 0, completed: ['checkout'] });
  });

  it('goes on after the newest point, and reads again what still converged', async () => {
    const db = await database();
    await ingestion(db, [CHECKOUT]).ingest(recordedRun({ now: NOW }));
    const first = await stored(db, CHECKOUT, 'p95_latency_ms');
    const later = new Date(NOW.getTime() + 15 * MINUTE_MS);
    aws.current.clock.set(later);
    const run = recordedRun({ now: later });

    await ingestion(db, [CHECKOUT]).ingest(run);

    const then = await stored(db, CHECKOUT, 'p95_latency_ms');
    expect(then).toHaveLength(first.length + 3);
    // The newest point had been seen before all of its requests were counted.
    expect(then.at(-4)!.at).toEqual(first.at(-1)!.at);
    expect(then.at(-4)!.value).not.toBe(first.at(-1)!.value);
    // Nothing older than ten minutes changes: 3 new points of each metric, and those that converged.
    expect(run.noted.rows).toBeLessThanOrEqual(2 * (3 + 3));
  });

  it('gives a project that is configured later its own backfill', async () => {
    const db = await database();
    await ingestion(db, [CHECKOUT]).ingest(recordedRun({ now: NOW }));

    await ingestion(db, [CHECKOUT, STOREFRONT]).ingest(
      recordedRun({ now: NOW }),
    );

    expect(await stored(db, STOREFRONT, '5xx_count')).toHaveLength(
      BACKFILL_DAYS * POINTS_A_DAY,
    );
  });

  it.each([
    ['QueryForbidden', 'not allowed to read'],
    ['QueryInternalError', 'CloudWatch had an internal error with'],
  ] as const)(
    'notes of %s the project that it met, and completes the others',
    async (error, what) => {
      const db = await database();
      aws.current.faults.add({
        operation: 'GetMetricData',
        error,
        match: 'checkout-api',
        count: 100,
      });
      const run = recordedRun({ now: NOW });

      await ingestion(db, [CHECKOUT, STOREFRONT]).ingest(run);

      expect(run.noted.completed).toEqual(['storefront']);
      expect(run.noted.failures).toEqual([
        {
          scope: 'project checkout',
          message: expect.stringMatching(
            new RegExp(
              `${what} 5XXError of REST API checkout-api.*; .*${what} Latency of REST API checkout-api`,
            ),
          ),
        },
      ]);
    },
  );

  it('says once what failed all metrics of a project', async () => {
    const db = await database();
    const run = recordedRun({ now: NOW });

    await ingestion(db, [project('typo', 'nothere123'), STOREFRONT]).ingest(
      run,
    );

    expect(run.noted.completed).toEqual(['storefront']);
    expect(run.noted.failures).toEqual([
      {
        scope: 'project typo',
        message:
          'the portal’s own AWS account in eu-central-1: there is no REST API nothere123 in eu-central-1; check `metrics.restApiId` and `metrics.region` of the project',
      },
    ]);
  });

  it('goes on with the other accounts when one is denied', async () => {
    const db = await database();
    aws.current.faults.add({
      operation: 'GetRestApi',
      error: 'AccessDeniedException',
      accountId: OWN_ACCOUNT,
    });
    const run = recordedRun({ now: NOW });

    await ingestion(db, [CHECKOUT, RECOMMENDER]).ingest(run);

    expect(run.noted.completed).toEqual(['recommender']);
    expect(run.noted.failures).toEqual([
      {
        scope: 'project checkout',
        message: expect.stringContaining(
          'not allowed to call apigateway:GET on /restapis/che2u9i4o7',
        ),
      },
    ]);
  });

  it('reads the portal’s own account by its own credentials, also under its id', async () => {
    const db = await database();
    const run = recordedRun({ now: NOW });

    await ingestion(db, [{ ...CHECKOUT, accountId: OWN_ACCOUNT }]).ingest(run);

    expect(run.noted.failures).toEqual([]);
    expect(run.noted.completed).toEqual(['checkout']);
    expect(new Set(run.noted.requests)).toEqual(new Set([undefined]));
  });

  it('goes on with the other accounts when nobody says which is the portal’s own', async () => {
    const db = await database();
    aws.current.faults.add({
      operation: 'GetCallerIdentity',
      error: 'AccessDeniedException',
      // The credentials manager asks as well, of an account that it has no role of.
      count: 2,
    });
    const run = recordedRun({ now: NOW });

    await ingestion(db, [
      { ...CHECKOUT, accountId: OWN_ACCOUNT },
      STOREFRONT,
      RECOMMENDER,
    ]).ingest(run);

    expect(run.noted.failures).toMatchObject([{ scope: 'project checkout' }]);
    expect(run.noted.completed.sort()).toEqual(['recommender', 'storefront']);
  });

  it('says once what failed several projects of an account alike', async () => {
    aws.current.faults.add({
      operation: 'GetRestApi',
      error: 'AccessDeniedException',
      accountId: OWN_ACCOUNT,
      count: 100,
    });
    const run = recordedRun({ now: NOW });

    await ingestion(await database(), [
      CHECKOUT,
      RECOMMENDER,
      STOREFRONT,
    ]).ingest(run);

    expect(run.noted.completed).toEqual(['recommender']);
    expect(run.noted.failures).toEqual([
      {
        scope: 'projects checkout, storefront',
        message: expect.stringContaining(
          'the portal’s own AWS account in eu-central-1: not allowed to call apigateway:GET on /restapis/*; add it',
        ),
      },
    ]);
  });

  it('keeps what arrived before a failure, and goes on from there', async () => {
    const db = await database();
    aws.current.faults.add({
      operation: 'GetMetricData',
      error: 'AccessDeniedException',
      page: 2,
    });
    const failing = recordedRun({ now: NOW });
    await ingestion(db, [CHECKOUT]).ingest(failing);
    const arrived = await stored(db, CHECKOUT, '5xx_count');
    const run = recordedRun({ now: NOW });

    await ingestion(db, [CHECKOUT]).ingest(run);

    expect(failing.noted.completed).toEqual([]);
    expect(arrived.length).toBeGreaterThan(0);
    expect(arrived.length).toBeLessThan(BACKFILL_DAYS * POINTS_A_DAY);
    expect(run.noted.completed).toEqual(['checkout']);
    expect(await stored(db, CHECKOUT, '5xx_count')).toHaveLength(
      BACKFILL_DAYS * POINTS_A_DAY,
    );
  });

  it('stops between pages when it is aborted', async () => {
    const db = await database();
    const abort = new AbortController();
    const run = recordedRun({
      now: NOW,
      signal: abort.signal,
      awsRequest: () => {
        if (aws.current.requests.count('GetMetricData').total === 1) {
          abort.abort(new Error('the portal stops'));
        }
      },
    });

    await expect(ingestion(db, [CHECKOUT]).ingest(run)).rejects.toThrow(
      'the portal stops',
    );
    expect(aws.current.requests.count('GetMetricData').total).toBe(1);
    expect(run.noted.completed).toEqual([]);
  });

  it('ends when it is stopped, also while a source that knows no signal owes it an answer', async () => {
    const abort = new AbortController();
    const db = await database();
    const silent: MetricSource = {
      name: 'CloudWatch',
      async *fetchMetrics([query]) {
        yield {
          query,
          unit: 'count',
          points: [{ at: query.from, value: 1 }],
          complete: true,
        };
        abort.abort(new Error('the portal stops'));
        await new Promise(() => {});
      },
    };
    const run = recordedRun({ now: NOW, signal: abort.signal });

    await expect(
      ingestion(db, [CHECKOUT, RECOMMENDER], silent).ingest(run),
    ).rejects.toThrow('the portal stops');

    expect(run.noted).toMatchObject({ completed: [], failures: [] });
    expect(await stored(db, CHECKOUT, '5xx_count')).toHaveLength(1);
  });

  it('asks each metric from its own newest point on', async () => {
    const db = await database();
    const at = new Date(NOW.getTime() - 60 * MINUTE_MS);
    await ingestion(
      db,
      [CHECKOUT],
      sourceOf(({ metricName }) => [
        {
          points: metricName === '5xx_count' ? [{ at, value: 1 }] : [],
          complete: true,
        },
      ]),
    ).ingest(recordedRun({ now: NOW }));
    const source = sourceOf(() => [{ complete: true }]);

    await ingestion(db, [CHECKOUT], source).ingest(recordedRun({ now: NOW }));

    expect(
      source.asked.map(({ metricName, from }) => [metricName, from]),
    ).toEqual([
      ['p95_latency_ms', new Date(NOW.getTime() - BACKFILL_DAYS * DAY_MS)],
      ['5xx_count', new Date(at.getTime() - 30 * MINUTE_MS)],
    ]);
  });

  it('asks it so whenever it was read since, for its points may come late', async () => {
    const db = await database();
    const at = new Date(NOW.getTime() - 120 * MINUTE_MS);
    await ingestion(
      db,
      [CHECKOUT],
      sourceOf(() => [{ points: [{ at, value: 1 }], complete: true }]),
    ).ingest(recordedRun({ now: NOW }));
    const [{ id }] = await db.projects.ensure(['default']);
    await new RunTrail(db, NOW).runSucceeded({
      runId: randomUUID(),
      projectId: id,
      actor: 'system',
      metadata: {
        jobId: 'ingest-metrics',
        trigger: 'schedule',
        startedAt: NOW.toISOString(),
        rowsWritten: 2,
        awsRequests: 1,
        failures: [],
        completedProjects: ['checkout'],
      },
    });
    const source = sourceOf(() => [{ complete: true }]);

    await ingestion(db, [CHECKOUT], source).ingest(recordedRun({ now: NOW }));

    expect(source.asked.map(({ from }) => from)).toEqual([
      new Date(at.getTime() - 30 * MINUTE_MS),
      new Date(at.getTime() - 30 * MINUTE_MS),
    ]);
  });

  describe('of an endpoint that has been silent all day', () => {
    const START = new Date(NOW.getTime() - BACKFILL_DAYS * DAY_MS);
    const LATE = { at: new Date(NOW.getTime() - 10 * MINUTE_MS), value: 1 };

    async function readAt(at: Date): Promise<GuardrailsDatabase> {
      const db = await database();
      const [{ id }] = await db.projects.ensure(['default', 'checkout']);
      await new RunTrail(db, at).runSucceeded({
        runId: randomUUID(),
        projectId: id,
        actor: 'system',
        metadata: {
          jobId: 'ingest-metrics',
          trigger: 'schedule',
          startedAt: at.toISOString(),
          rowsWritten: 0,
          awsRequests: 1,
          failures: [],
          completedProjects: ['checkout'],
        },
      });
      return db;
    }

    it('stores its first point with the whole backfill', async () => {
      const db = await readAt(new Date(NOW.getTime() - 60 * MINUTE_MS));
      const early = { at: START, value: 2 };
      const run = recordedRun({ now: NOW });

      await ingestion(
        db,
        [CHECKOUT],
        sourceOf(({ from }) => [
          { points: from > START ? [LATE] : [early, LATE], complete: true },
        ]),
      ).ingest(run);

      expect(run.noted.completed).toEqual(['checkout']);
      expect(await stored(db, CHECKOUT, '5xx_count')).toEqual([early, LATE]);
    });

    it('stores nothing when the whole backfill fails, which would hide the hole before it', async () => {
      const db = await readAt(new Date(NOW.getTime() - 60 * MINUTE_MS));
      const run = recordedRun({ now: NOW });

      await ingestion(
        db,
        [CHECKOUT],
        sourceOf(({ from }) => [
          from > START
            ? { points: [LATE], complete: true }
            : { error: 'CloudWatch is busy' },
        ]),
      ).ingest(run);

      expect(run.noted.failures).toHaveLength(1);
      expect(await stored(db, CHECKOUT, '5xx_count')).toEqual([]);
      expect(await stored(db, CHECKOUT, 'p95_latency_ms')).toEqual([]);
    });

    it('asks for the whole backfill when only a clock that was ahead read it', async () => {
      const db = await readAt(new Date(NOW.getTime() + 60 * MINUTE_MS));
      const source = sourceOf(() => [{ complete: true }]);

      await ingestion(db, [CHECKOUT], source).ingest(recordedRun({ now: NOW }));

      expect(source.asked.map(({ from }) => from)).toEqual([START, START]);
    });
  });

  it('stores nothing that comes of a metric after an error, which would hide the hole before it', async () => {
    const db = await database();
    const [early, late] = [60, 5].map(
      minutes => new Date(NOW.getTime() - minutes * MINUTE_MS),
    );
    const run = recordedRun({ now: NOW });

    await ingestion(
      db,
      [CHECKOUT],
      sourceOf(() => [
        { points: [{ at: early, value: 1 }] },
        { error: 'lost its thread' },
        { points: [{ at: late, value: 1 }], complete: true },
      ]),
    ).ingest(run);

    expect(await stored(db, CHECKOUT, '5xx_count')).toEqual([
      { at: early, value: 1 },
    ]);
    expect(run.noted).toMatchObject({
      completed: [],
      failures: [{ scope: 'project checkout', message: 'lost its thread' }],
    });
  });

  it('fails of the project alone whose points cannot be stored', async () => {
    const db = await database();
    const at = new Date(NOW.getTime() - 60 * MINUTE_MS);
    const point = { at, value: 1 };
    const run = recordedRun({ now: NOW });

    await ingestion(
      db,
      [CHECKOUT, STOREFRONT],
      sourceOf(({ target }) => [
        {
          points:
            target.endpoint.id === CHECKOUT.endpoint!.id
              ? [point, { ...point, value: 2 }]
              : [point],
        },
        { complete: true },
      ]),
    ).ingest(run);

    expect(run.noted.completed).toEqual(['storefront']);
    expect(run.noted.failures).toEqual([
      {
        scope: 'project checkout',
        message: expect.stringMatching(
          /^CloudWatch answered 5xx_count at .* got it twice in one call; .*; CloudWatch answered p95_latency_ms at /,
        ),
      },
    ]);
    expect(await stored(db, CHECKOUT, '5xx_count')).toEqual([]);
    expect(await stored(db, STOREFRONT, '5xx_count')).toEqual([point]);
  });

  describe('of entities of the catalog', () => {
    const role = { name: 'GuardrailsReadOnly', externalId: 'x' };
    const entity = (
      name: string,
      more: Partial<EntityProject> = {},
    ): EntityProject => ({
      name: `component:default/${name}`,
      claims: [],
      claimsAccount: false,
      endpoint: { kind: 'http-api', id: name, region: 'us-east-1' },
      ...more,
    });

    /** Account, role, region and API of what was asked. */
    async function askedOf(
      entities: EntityProject[],
      projects: ProjectConfig[] = [],
    ) {
      const source = sourceOf(() => [{ complete: true }]);
      const run = recordedRun({ now: NOW });
      await ingestion(await database(), projects, source, entities).ingest(run);
      expect([...run.noted.completed].sort()).toEqual(
        entities
          .filter(({ endpoint }) => endpoint)
          .map(({ name }) => name)
          .sort(),
      );
      return source.asked
        .filter(({ metricName }) => metricName === '5xx_count')
        .map(({ target }) => target)
        .sort((a, b) => (a.endpoint.id < b.endpoint.id ? -1 : 1));
    }

    it('reads those that have an API, in its region', async () => {
      expect(
        await askedOf([
          entity('east'),
          entity('nothing', { endpoint: undefined }),
          entity('west', {
            endpoint: { kind: 'rest-api', id: 'west', region: 'eu-west-1' },
          }),
        ]),
      ).toEqual([
        {
          account: {},
          region: 'us-east-1',
          endpoint: { kind: 'http-api', id: 'east' },
        },
        {
          account: {},
          region: 'eu-west-1',
          endpoint: { kind: 'rest-api', id: 'west' },
        },
      ]);
    });

    it('reads them in the default project’s account, or in their own by the role that its projects name', async () => {
      const targets = await askedOf(
        [entity('a'), entity('b', { accountId: OTHER_ACCOUNT })],
        [
          { name: 'default', accountId: OWN_ACCOUNT, ruleParameters: {} },
          { name: 'other', accountId: OTHER_ACCOUNT, role, ruleParameters: {} },
        ],
      );

      expect(targets.map(({ account }) => account)).toEqual([
        { accountId: OWN_ACCOUNT },
        { accountId: OTHER_ACCOUNT, role },
      ]);
    });
  });

  it('does not call a project complete that the source forgot', async () => {
    const run = recordedRun({ now: NOW });

    await ingestion(
      await database(),
      [CHECKOUT],
      sourceOf(({ metricName }) =>
        metricName === '5xx_count' ? [{ complete: true }] : [],
      ),
    ).ingest(run);

    expect(run.noted.completed).toEqual([]);
    expect(run.noted.failures).toEqual([
      {
        scope: 'project checkout',
        message: 'CloudWatch ended without an answer to p95_latency_ms',
      },
    ]);
  });
});
