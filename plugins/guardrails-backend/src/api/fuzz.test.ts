import { Agent, request as send } from 'node:http';
import type { Knex } from 'knex';
import { mockPolicy } from '../__testUtils__/people';
import { describedRoutes } from '../__testUtils__/routes';
import {
  seedActivity,
  seedAlert,
  seedProject,
  seedRecommendation,
} from '../__testUtils__/seed';
import {
  startGuardrails,
  type RunningGuardrails,
} from '../__testUtils__/startGuardrails';
import { openDatabase, testDatabases } from '../database/__testUtils__/engines';
import {
  fuzzedRequests,
  type Existing,
  type FuzzedRequest,
} from './__testUtils__/requests';

/** Sent at once by those who may change nothing. */
const REFUSED = 18_000;
/** Sent one after the other by those who may. */
const CHANGES = 2_000;
const AT_ONCE = 16;
/** Longer than any answer takes on a busy machine: what takes longer hangs. */
const PATIENCE_MS = 30_000;

// The reference engine: it refuses more of what it is given than SQLite does.
const databases = testDatabases(['POSTGRES_18']);

// After the databases, which set a shorter one.
jest.setTimeout(300_000);

describe('20,000 requests, valid, nearly valid and hostile', () => {
  let guardrails: RunningGuardrails;
  let knex: Knex;
  let existing: Existing;
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

  beforeAll(async () => {
    const opened = await openDatabase(databases, 'POSTGRES_18');
    knex = opened.knex;
    guardrails = await startGuardrails({
      knex,
      features: [mockPolicy().permissions.factory],
    });
    const project = await seedProject(opened.database, 'payments-api');
    await seedProject(opened.database, 'search');
    const alerts: string[] = [];
    const recommendations: string[] = [];
    const activities: string[] = [];
    for (let i = 0; i < 5; i++) {
      const alert = await seedAlert(opened.database, project);
      alerts.push(alert.id);
      const advice = await seedRecommendation(opened.database, alert);
      recommendations.push(advice.id);
      activities.push((await seedActivity(opened.database, project)).id);
    }
    existing = {
      alerts,
      activities,
      recommendations,
      projects: ['payments-api', 'search', 'default'],
    };
  });
  afterAll(async () => {
    agent.destroy();
    await guardrails.stop();
  });

  /** The status of the answer; rejects when there is none. */
  const answer = ({ method, path, headers, body }: FuzzedRequest) =>
    new Promise<number>((resolve, reject) => {
      const outgoing = send(
        `${guardrails.baseUrl}${path}`,
        {
          method,
          // Node.js frames no body of a DELETE by itself; unframed it would be read as the next request.
          headers: {
            ...headers,
            ...(body !== undefined && {
              'Content-Length': Buffer.byteLength(body),
            }),
          },
          agent,
          timeout: PATIENCE_MS,
        },
        response => {
          response.resume();
          response.on('end', () => resolve(response.statusCode!));
          response.on('error', reject);
        },
      );
      outgoing.on('timeout', () => outgoing.destroy(new Error('it hangs')));
      outgoing.on('error', reject);
      outgoing.end(body);
    });

  /** Changes with every row that is written. */
  const state = async () => {
    const { rows } = await knex.raw(
      `select (select count(*) from events) as events,
              (select md5(string_agg(a::text, ',' order by id)) from alerts a) as alerts,
              (select md5(string_agg(r::text, ',' order by id)) from recommendations r) as recommendations,
              (select md5(string_agg(p::text, ',' order by id)) from projects p) as projects`,
    );
    return rows[0];
  };

  it('are sent to every route that is described', () => {
    const paths = fuzzedRequests(existing, ['viewer'], REFUSED).map(
      ({ method, path }) => `${method} ${path.split('?')[0]}`,
    );
    const unasked = describedRoutes().filter(({ method, path }) => {
      const route = new RegExp(
        `^${method} /api/guardrails${path.replace(/\{.*?\}/g, '[^/]+')}$`,
      );
      return paths.filter(each => route.test(each)).length < 100;
    });
    expect(unasked).toEqual([]);
  });

  const inShort = (request: FuzzedRequest, status: unknown) =>
    `${status} ${request.method} ${request.path.slice(
      0,
      300,
    )} ${request.body?.slice(0, 300)}`;

  it('are answered, never with a 5xx, and change nothing for those who may not', async () => {
    const requests = fuzzedRequests(
      // Without 'search', which the other owner may plan for.
      { ...existing, projects: ['payments-api', 'default'] },
      ['anonymous', 'guest', 'viewer', 'other owner'],
      REFUSED,
    );
    const before = await state();
    const faults: string[] = [];
    const seen = new Set<number>();
    const queue = requests.values();
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const each of queue) {
          const status = await answer(each).catch(String);
          if (typeof status === 'number') seen.add(status);
          if (typeof status !== 'number' || status >= 500) {
            faults.push(inShort(each, status));
          }
        }
      }),
    );
    expect(faults).toEqual([]);
    expect(await state()).toEqual(before);
    // Otherwise the requests would not be what they are called.
    expect([...seen].sort()).toEqual(
      expect.arrayContaining([200, 400, 401, 403, 404, 405]),
    );
  });

  it('change nothing when they are refused, of those who may change things', async () => {
    const requests = fuzzedRequests(existing, ['owner', 'admin'], CHANGES, {
      only: 'changes',
    });
    const faults: string[] = [];
    const seen = new Set<number>();
    let before = await state();
    for (const each of requests) {
      const status = await answer(each).catch(String);
      const after = await state();
      const isRefused = typeof status === 'number' && status >= 400;
      if (
        typeof status !== 'number' ||
        status >= 500 ||
        (isRefused && JSON.stringify(after) !== JSON.stringify(before))
      ) {
        faults.push(inShort(each, status));
      }
      if (typeof status === 'number') seen.add(status);
      before = after;
    }
    expect(faults).toEqual([]);
    expect([...seen].sort()).toEqual(
      expect.arrayContaining([200, 400, 404, 409, 412]),
    );
  });
});
