import express from 'express';
import request from 'supertest';
import {
  startGuardrails,
  type RunningGuardrails,
} from '../__testUtils__/startGuardrails';
import { testDatabases, openDatabase } from '../database/__testUtils__/engines';
import { validateRequests } from './validateRequests';

jest.setTimeout(60_000);

const databases = testDatabases();
const ID = '6f1c2a34-5b6d-4e7f-8a9b-0c1d2e3f4a5b';

describe.each(['SQLITE_3', 'POSTGRES_18'] as const)(
  'queries that the API refuses, on %s',
  engine => {
    let guardrails: RunningGuardrails;

    beforeAll(async () => {
      const { knex, database } = await openDatabase(databases, engine);
      await database.projects.ensure(['default', 'payments-api']);
      guardrails = await startGuardrails({ knex });
    });
    afterAll(() => guardrails.stop());

    it.each([
      ['/projects?projekt=a', 'projekt: is not known to GET /projects'],
      ['/projects?project=', 'project: is empty'],
      [
        '/projects?project=a&project=b',
        'project: got ["a","b"], takes one text',
      ],
      [
        '/projects?project[x]=a',
        'project: got {"x":"a"}, takes text; repeat the parameter for several values',
      ],
      [
        '/projects?_openapi[schema][parameters]=a',
        '_openapi: got {"schema":{"parameters":"a"}}, takes text; repeat the parameter for several values',
      ],
      [`/projects?project=${'a'.repeat(201)}`, 'takes at most 200 characters'],
      [
        '/costs',
        "project: is missing, takes a project's name; or entityRef, which takes a catalog entity that names its project",
      ],
      [
        '/costs?project=default&entityRef=component:default/payments-api',
        "project: got 'default' beside entityRef 'component:default/payments-api'; takes one of the two",
      ],
      [
        '/costs?entityRef=payments-api',
        "entityRef: got 'payments-api', takes kind:namespace/name, e.g. 'component:default/payments-api'",
      ],
      [
        '/costs?project=default&from=yesterday',
        'from: got "yesterday", takes a day that exists as YYYY-MM-DD, from 2000 to 2099',
      ],
      [
        '/costs?project=default&from=2026-02-30',
        'from: got "2026-02-30", takes a day that exists',
      ],
      [
        '/costs?project=default&from=2026-1-1',
        'from: got "2026-1-1", takes a day that exists',
      ],
      [
        '/costs?project=default&from=0000-01-01',
        'from: got "0000-01-01", takes a day that exists',
      ],
      [
        '/costs?project=default&to=9999-12-31',
        'to: got "9999-12-31", takes a day that exists',
      ],
      [
        '/costs?project=default&from=2026-11-20&to=2026-11-19',
        "from: got '2026-11-20', takes a day up to '2026-11-19', which is to",
      ],
      [
        '/costs?project=default&from=2025-01-01&to=2026-11-19',
        "from: got '2025-01-01', 688 days up to '2026-11-19'; takes at most 400 days, from '2025-10-16' on",
      ],
      ['/costs?project=default&from=2098-01-01', 'takes a day up to '],
      [`/costs?project=default&${'services=a&'.repeat(51)}`, 'services: got '],
      [
        '/costs?project=default&services[0]=a&services[x]=b',
        'services: got {"0":"a","x":"b"}',
      ],
      ['/metrics?project=default', 'metric: is missing'],
      [
        '/metrics?project=default&metric=5xx_count&from=2026-11-20',
        'from: got "2026-11-20", takes a time as ISO 8601 with its zone, e.g. \'2026-11-20T14:05:00Z\', from 2000 to 2099',
      ],
      [
        '/metrics?project=default&metric=5xx_count&from=2026-11-20T10:00:00',
        'takes a time as ISO 8601 with its zone',
      ],
      [
        '/metrics?project=default&metric=5xx_count&from=2026-11-20T25:00:00Z',
        'takes a time as ISO 8601 with its zone',
      ],
      [
        '/metrics?project=default&metric=5xx_count&to=2016-12-31T23:59:60Z',
        'takes a time as ISO 8601 with its zone',
      ],
      [
        '/metrics?project=default&metric=5xx_count&from=2026-11-20T10:00:00Z&to=2026-11-20T10:00:00Z',
        "from: got '2026-11-20T10:00:00Z', takes a time before '2026-11-20T10:00:00.000Z', which is to",
      ],
      [
        '/metrics?project=default&metric=5xx_count&from=2026-01-01T00:00:00Z&to=2026-11-20T10:00:00Z',
        'takes at most 100 days',
      ],
      [
        '/metrics?project=default&metric=5xx_count&resolution=59',
        'resolution: got 59, takes a number of at least 60',
      ],
      [
        '/metrics?project=default&metric=5xx_count&resolution=fine',
        'resolution: got "fine", takes a whole number',
      ],
      [
        '/metrics?project=default&metric=5xx_count&resolution=300.5',
        'resolution: got "300.5", takes a whole number',
      ],
      [
        '/metrics?project=default&metric=5xx_count&resolution=420',
        'resolution: got 420, takes a multiple of 300 seconds',
      ],
      [
        '/metrics?project=default&metric=5xx_count&resolution=300',
        'resolution: got 300, takes a multiple of 300 seconds that leaves at most 1000 points, from 900 on for this range',
      ],
      [
        '/alerts?status=closed',
        'status: got "closed", takes one of open, acknowledged, resolved',
      ],
      [
        '/alerts?status=open&status=shut',
        'status: got "shut", takes one of open, acknowledged, resolved',
      ],
      [
        '/alerts?type=money',
        'type: got "money", takes one of cost, reliability',
      ],
      [
        '/alerts?severity=fatal',
        'severity: got "fatal", takes one of low, medium, high',
      ],
      [
        '/alerts?order=age',
        'order: got "age", takes one of detectedAt, severity',
      ],
      ['/alerts?limit=0', 'limit: got 0, takes a number of at least 1'],
      ['/alerts?limit=201', 'limit: got 201, takes a number of at most 200'],
      ['/alerts?limit=ten', 'limit: got "ten", takes a whole number'],
      ['/alerts?limit=1e99', 'limit: got '],
      [
        '/alerts?cursor=abc',
        "cursor: got 'abc', which is not a cursor of this list",
      ],
      [
        `/alerts?cursor=${cursor(['alerts.detectedAt', null, -8.64e15, ID])}`,
        'cursor: got ',
      ],
      [
        `/alerts?cursor=${cursor(['alerts.detectedAt', null, 0, 'x'])}`,
        'cursor: got ',
      ],
      [
        `/alerts?cursor=${cursor(['alerts.severity', 2, 0, ID])}`,
        'cursor: got ',
      ],
      [
        `/alerts?order=severity&cursor=${cursor([
          'alerts.severity',
          1e15,
          0,
          ID,
        ])}`,
        'cursor: got ',
      ],
      [`/events?cursor=${cursor(null)}`, 'cursor: got '],
      [
        '/alerts?from=2026-11-20T10:00:00Z&to=2026-11-19T10:00:00Z',
        "from: got '2026-11-20T10:00:00Z', takes a time before '2026-11-19T10:00:00Z', which is to",
      ],
      [
        '/alerts?service=%00',
        'service: got "\\u0000", takes text without NUL characters and unpaired surrogates',
      ],
      ['/alerts/42', 'id: got "42", takes a UUID in lower case'],
      [
        '/alerts?from=2026-11-20T10:00:00%2B25:00',
        'from: got "2026-11-20T10:00:00+25:00", takes a time as ISO 8601',
      ],
      [
        '/alerts/01A2063E-BDA4-7120-BD47-8DF26EE263BC',
        'id: got "01A2063E-BDA4-7120-BD47-8DF26EE263BC", takes a UUID in lower case',
      ],
      ['/alerts/42/evidence', 'id: got "42", takes a UUID in lower case'],
      [
        '/projects/%00/summary',
        'name: got "\\u0000", takes text without NUL characters',
      ],
      [
        '/recommendations?status=started',
        'status: got "started", takes one of open, in_progress, done, dismissed',
      ],
      [
        '/recommendations?alertId=7',
        'alertId: got "7", takes a UUID in lower case',
      ],
      ['/recommendations/7', 'id: got "7", takes a UUID in lower case'],
      [
        '/events?entityType=project',
        'entityType: got "project", takes one of alert, recommendation, job',
      ],
      ['/events?entityId=7', 'entityId: got "7", takes a UUID in lower case'],
      ['/jobs?x=1', 'x: is not known to GET /jobs'],
    ])('refuses GET %s', async (path, message) => {
      const response = await guardrails.api.get(`/api/guardrails${path}`);
      expect([
        response.status,
        response.body.error?.name ?? response.text,
      ]).toEqual([400, 'InputError']);
      expect(response.body.error.message).toContain(message);
    });
  },
);

/** The validator compiles and keeps its checks of a route anew for every content type that it sees there. */
describe('the content types that the validator sees', () => {
  let api: express.Express;

  beforeAll(async () => {
    api = express()
      .use(express.json())
      .use(await validateRequests())
      .use((asked, response) => seen(asked, response))
      .use(((_, asked, response, __) =>
        seen(asked, response)) as express.ErrorRequestHandler);
  });

  function seen(asked: express.Request, response: express.Response) {
    response.json({ type: asked.get('content-type') ?? null });
  }

  it.each([
    ['get', '/alerts'],
    ['get', `/alerts/${ID}`],
    ['get', `/alerts/${ID}/evidence`],
    ['get', '/alerts/statistics'],
    ['get', `/recommendations/${ID}`],
    ['get', '/planned-activities'],
    ['delete', `/planned-activities/${ID}`],
    ['post', '/jobs/detect/run'],
  ] as const)(
    'are none of a request without a body, as %s %s',
    async (method, path) => {
      const { body } = await request(api)
        [method](path)
        .set('Content-Type', 'text/made-up-by-the-caller');
      expect(body).toEqual({ type: null });
    },
  );

  it.each([
    ['patch', `/alerts/${ID}`, { status: 'open' }],
    ['post', '/alerts/bulk', { ids: [ID], status: 'open' }],
  ] as const)(
    'are one of a request with a body, as %s %s',
    async (...asked) => {
      const [method, path, content] = asked;
      const { body } = await request(api)
        [method](path)
        .set('Content-Type', 'application/json; made-up=by-the-caller')
        .send(JSON.stringify(content));
      expect(body).toEqual({ type: 'application/json' });
    },
  );
});

function cursor(content: unknown): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}
