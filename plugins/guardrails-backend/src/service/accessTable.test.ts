import { mockServices } from '@backstage/backend-test-utils';
import { documentedTable } from '../__testUtils__/accessTables';
import { CALLERS, mockPolicy, type CallerName } from '../__testUtils__/people';
import { describedRoutes, type Route } from '../__testUtils__/routes';
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
import type { Database, ProjectRecord } from '../database';
import { openDatabase, testDatabases } from '../database/__testUtils__/engines';

jest.setTimeout(60_000);

// Who may do what does not depend on the engine.
const databases = testDatabases(['SQLITE_3']);

const names = Object.keys(CALLERS) as CallerName[];

/** What a request of each route needs beside its path: all of them are about the project payments-api. */
const SAMPLES: Readonly<Record<string, { query?: object; body?: object }>> = {
  getCosts: { query: { project: 'payments-api' } },
  getMetrics: { query: { project: 'payments-api', metric: '5xx_count' } },
  getBacktest: { query: { project: 'payments-api', rule: 'cost_spike' } },
  getSavings: { query: { groupBy: 'project' } },
  getDetectionRules: { query: { project: 'payments-api' } },
  updateAlert: { body: { status: 'acknowledged' } },
  updateAlerts: { body: { status: 'acknowledged' } },
  planActivity: {
    body: {
      project: 'payments-api',
      from: new Date(Date.now()).toISOString(),
      to: new Date(Date.now() + 3_600_000).toISOString(),
      reason: 'load test',
    },
  },
  markAlertExpected: { body: { reason: 'load test' } },
  addAlertNote: { body: { note: 'asked the team' } },
  updateRecommendation: { body: { owner: 'bob' } },
};

/** One job for each of those who may run one, because a job takes a request a minute. */
const JOB_OF: Partial<Record<CallerName, string>> = {
  service: 'ingest-costs',
  admin: 'ingest-metrics',
};

describe('the documented table of access', () => {
  const auditor = mockServices.auditor.mock();
  const audited = { success: jest.fn(), fail: jest.fn() };
  let guardrails: RunningGuardrails;
  let database: Database;
  let project: ProjectRecord;

  beforeAll(async () => {
    auditor.createEvent.mockResolvedValue(audited);
    const opened = await openDatabase(databases, 'SQLITE_3');
    database = opened.database;
    guardrails = await startGuardrails({
      knex: opened.knex,
      features: [mockPolicy().permissions.factory, auditor.factory],
    });
    project = await seedProject(database, 'payments-api');
    const search = await seedProject(database, 'search');
    for (const each of [project, search]) {
      await seedRecommendation(database, await seedAlert(database, each));
      await seedActivity(database, each);
    }
  });
  afterAll(() => guardrails.stop());

  /** The status, and for a list how many items: two when those of both projects are seen. */
  const ask = async (route: Route, caller: CallerName) => {
    const isQuestion = route.method === 'GET';
    // A change finds things that nobody changed before.
    const [alert] = isQuestion
      ? (await database.alerts.unresolved(project.id)).slice(0, 1)
      : [await seedAlert(database, project)];
    const [advice] = isQuestion
      ? await database.recommendations.byAlert(alert.id)
      : [await seedRecommendation(database, alert)];
    const activity = isQuestion
      ? undefined
      : await seedActivity(database, project);
    const idOf: Record<string, string> = {
      alerts: alert.id,
      recommendations: advice.id,
      'planned-activities': activity?.id ?? '',
      jobs: JOB_OF[caller] ?? 'detect',
    };
    const id = idOf[route.path.split('/')[1]] ?? '';
    const { query = {}, ...sample } = SAMPLES[route.operationId] ?? {};
    const body =
      route.path === '/alerts/bulk'
        ? { ...sample.body, ids: [alert.id] }
        : sample.body;
    const method = route.method.toLocaleLowerCase('en-US');
    jest.clearAllMocks();
    auditor.createEvent.mockResolvedValue(audited);
    const response = await (guardrails.api as any)
      [method](
        `/api/guardrails${route.path
          .replace('{id}', id)
          .replace('{name}', project.name)}`,
      )
      .set('Authorization', CALLERS[caller])
      .query(query)
      .send(body);
    const { items } = response.body;
    const wasRefused =
      response.status >= 400 || (body && items?.[0].status >= 400);
    // Backstage itself lets nobody in who is not signed in, so that the plugin hears nothing of them.
    const isHeard = !isQuestion && response.status !== 401;
    expect({
      told: auditor.createEvent.mock.calls.length,
      made: audited.success.mock.calls.length,
      refused: audited.fail.mock.calls.length,
    }).toEqual({
      told: isHeard ? 1 : 0,
      made: isHeard && !wasRefused ? 1 : 0,
      refused: isHeard && wasRefused ? 1 : 0,
    });
    if (route.path === '/alerts/bulk') {
      return items
        ? `${response.status}: ${items[0].status}`
        : `${response.status}`;
    }
    if (route.path === '/events.csv' && response.status === 200) {
      return `200 (${response.text.trim().split('\n').length - 1})`;
    }
    return items && route.path !== '/jobs'
      ? `${response.status} (${items.length})`
      : `${response.status}`;
  };

  it('is what every route answers to every caller, and the auditor hears of every change, made or refused', async () => {
    const routes = describedRoutes();
    // Questions first: what the changes leave behind would be counted.
    const ordered = [
      ...routes.filter(({ method }) => method === 'GET'),
      ...routes.filter(({ method }) => method !== 'GET'),
    ];
    const rows: string[][] = [['route', ...names]];
    for (const route of ordered) {
      const cells = [];
      for (const name of names) cells.push(await ask(route, name));
      rows.push([`\`${route.method} ${route.path}\``, ...cells]);
    }
    expect(rows).toEqual(documentedTable('route'));
  });
});
