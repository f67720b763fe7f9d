import {
  startGuardrails,
  type RunningGuardrails,
} from '../__testUtils__/startGuardrails';
import { testDatabases, openDatabase } from '../database/__testUtils__/engines';

jest.setTimeout(60_000);

const databases = testDatabases();
const ID = '6f1c2a34-5b6d-4e7f-8a9b-0c1d2e3f4a5b';

describe.each(['SQLITE_3', 'POSTGRES_18'] as const)(
  'what the API refuses, on %s',
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
      ['/alerts/42', 'id: got "42", takes a UUID'],
      ['/alerts/42/evidence', 'id: got "42", takes a UUID'],
      [
        '/projects/%00/summary',
        'name: got "\\u0000", takes text without NUL characters',
      ],
      [
        '/recommendations?status=started',
        'status: got "started", takes one of open, in_progress, done, dismissed',
      ],
      ['/recommendations?alertId=7', 'alertId: got "7", takes a UUID'],
      ['/recommendations/7', 'id: got "7", takes a UUID'],
      [
        '/events?entityType=project',
        'entityType: got "project", takes one of alert, recommendation, job',
      ],
      ['/events?entityId=7', 'entityId: got "7", takes a UUID'],
      ['/jobs?x=1', 'x: is not known to GET /jobs'],
    ])('refuses GET %s', async (path, message) => {
      const response = await guardrails.api.get(`/api/guardrails${path}`);
      expect([
        response.status,
        response.body.error?.name ?? response.text,
      ]).toEqual([400, 'InputError']);
      expect(response.body.error.message).toContain(message);
    });

    const alert = `/alerts/${ID}`;
    const recommendation = `/recommendations/${ID}`;
    const note = 'n'.repeat(2001);

    it.each<[string, unknown, string]>([
      [alert, {}, 'status: is missing'],
      [alert, { note: 'x' }, 'status: is missing'],
      [
        alert,
        { status: 'closed' },
        'status: got "closed", takes one of open, acknowledged, resolved',
      ],
      [alert, { status: null }, 'status: got null, takes one text'],
      [alert, { status: ['open'] }, 'status: got ["open"], takes one text'],
      [alert, { status: 'open', note: 5 }, 'note: got 5, takes one text'],
      [
        alert,
        { status: 'open', note: '' },
        'note: got "", takes at least 1 character',
      ],
      [alert, { status: 'open', note }, 'takes at most 2000 characters'],
      [
        alert,
        { status: 'open', note: 'a\0b' },
        'note: got "a\\u0000b", takes text without NUL characters',
      ],
      [
        alert,
        { status: 'open', note: 'half \ud83d' },
        'takes text without NUL characters and unpaired surrogates',
      ],
      [
        alert,
        { status: 'open', severity: 'low' },
        'severity: is not known in this body',
      ],
      [
        alert,
        { status: 'x', note: 5 },
        'note: got 5, takes one text',
      ],
      [alert, [], 'body: got [], takes a JSON object'],
      [alert, '{"status":', 'body: takes a JSON object; '],
      [alert, '"open"', 'body: takes a JSON object; '],
      [alert, 'null', 'body: takes a JSON object; '],
      [alert, '{"__proto__":{"status":"open"}}', 'status: is missing'],
      [recommendation, {}, 'body: got {}, takes at least one of its fields'],
      [
        recommendation,
        { status: 'finished' },
        'status: got "finished", takes one of open, in_progress, done, dismissed',
      ],
      [recommendation, { owner: '' }, 'owner: got "", takes at least 1 char'],
      [recommendation, { owner: 7 }, 'owner: got 7, takes one text'],
      [recommendation, { note: null }, 'note: got null, takes one text'],
      [
        recommendation,
        { owner: 'a\0b' },
        'owner: got "a\\u0000b", takes text without NUL characters',
      ],
    ])('refuses PATCH %s %j', async (path, body, message) => {
      const response = await guardrails.api
        .patch(`/api/guardrails${path}`)
        .set('Content-Type', 'application/json')
        .send(typeof body === 'string' ? body : JSON.stringify(body));
      expect([
        response.status,
        response.body.error?.name ?? response.text,
      ]).toEqual([400, 'InputError']);
      expect(response.body.error.message).toContain(message);
    });

    it('tells every problem of a request at once', async () => {
      const response = await guardrails.api.get(
        '/api/guardrails/alerts?limit=0&status=shut&type=money',
      );
      expect(response.body.error.message.split('; ').sort()).toEqual([
        'limit: got 0, takes a number of at least 1',
        'status: got "shut", takes one of open, acknowledged, resolved',
        'type: got "money", takes one of cost, reliability',
      ]);
    });

    it.each([
      ['text/plain', 'status=open'],
      ['application/x-www-form-urlencoded', 'status=open'],
      ['application/json; charset=utf-99', '{"status":"open"}'],
    ])('refuses a body of type %s', async (type, body) => {
      const response = await guardrails.api
        .patch(`/api/guardrails${alert}`)
        .set('Content-Type', type)
        .send(body);
      expect(response.status).toBe(415);
      expect(response.body.error).toMatchObject({
        name: 'UnsupportedMediaTypeError',
        message: `Content-Type: got "${type}", takes application/json in UTF-8`,
      });
    });

    it('refuses a change without a body', async () => {
      const response = await guardrails.api.patch(`/api/guardrails${alert}`);
      expect([response.status, response.body.error.message]).toEqual([
        415,
        'Content-Type: got nothing, takes application/json in UTF-8',
      ]);
    });

    it('refuses a body that is larger than any change', async () => {
      const response = await guardrails.api
        .patch(`/api/guardrails${alert}`)
        .send({ status: 'open', note: 'n'.repeat(20_000) });
      expect([response.status, response.body.error.message]).toEqual([
        413,
        'body: is too large, takes at most 16 kB',
      ]);
    });

    it('refuses a body that is not compressed as it says', async () => {
      const response = await guardrails.bare
        .patch(`/api/guardrails${alert}`)
        .set('Content-Type', 'application/json')
        .set('Content-Encoding', 'gzip')
        .send('{"status":"open"}');
      expect([response.status, response.body.error.name]).toEqual([
        400,
        'InputError',
      ]);
    });

    it.each([
      ['get', '/alert'],
      ['get', '/'],
      ['get', '/alerts/'.repeat(50)],
      ['post', '/nothing/at/all'],
    ] as const)('knows no route %s %s', async (method, path) => {
      const response = await guardrails.api[method](`/api/guardrails${path}`);
      expect(response.status).toBe(404);
      expect(response.body.error.name).toBe('NotFoundError');
      expect(response.body.error.message).toContain(
        `Guardrails has no route ${method.toUpperCase()} /`,
      );
    });

    it('names the methods that a route has', async () => {
      const response = await guardrails.api.delete(`/api/guardrails${alert}`);
      expect(response.status).toBe(405);
      expect(response.get('allow')?.split(', ').sort()).toEqual([
        'GET',
        'PATCH',
      ]);
      expect(response.body.error.name).toBe('MethodNotAllowedError');
    });

    it.each(['/alerts/%ZZ', '/%', '/projects/%E0%A4%A/summary'])(
      'answers the broken address %s with a refusal',
      async path => {
        const response = await guardrails.bare.get(`/api/guardrails${path}`);
        expect([400, 404]).toContain(response.status);
      },
    );

    it.each([
      '/projects?project=nobody',
      '/projects/nobody/summary',
      '/costs?project=nobody',
      '/metrics?project=nobody&metric=5xx_count',
      '/alerts?project=nobody',
      '/recommendations?project=nobody',
      '/events?project=nobody',
    ])('finds no project for GET %s', async path => {
      const response = await guardrails.api.get(`/api/guardrails${path}`);
      expect([response.status, response.body.error.message]).toEqual([
        404,
        "No project has the name 'nobody'",
      ]);
    });

    it.each([
      ['get', alert, `No alert has the id '${ID}'`],
      ['get', `${alert}/evidence`, `No alert has the id '${ID}'`],
      ['patch', alert, `No alert has the id '${ID}'`],
      ['get', recommendation, `No recommendation has the id '${ID}'`],
      ['patch', recommendation, `No recommendation has the id '${ID}'`],
    ] as const)('finds nothing for %s %s', async (method, path, message) => {
      const asked = guardrails.api[method](`/api/guardrails${path}`);
      const response = await (method === 'patch'
        ? asked.send({ status: 'open' })
        : asked);
      expect([response.status, response.body.error.message]).toEqual([
        404,
        message,
      ]);
    });

    it('knows no other job than its own', async () => {
      const response = await guardrails.api.post(
        '/api/guardrails/jobs/cleanup/run',
      );
      expect([response.status, response.body.error.message]).toEqual([
        400,
        'id: got "cleanup", takes one of ingest-costs, ingest-metrics, detect',
      ]);
    });

    it('knows no metric that is neither measured nor stored', async () => {
      const response = await guardrails.api.get(
        '/api/guardrails/metrics?project=default&metric=4xx_count',
      );
      expect([response.status, response.body.error.message]).toEqual([
        404,
        "Project 'default' has no metric '4xx_count'; it has 5xx_count, p95_latency_ms",
      ]);
    });
  },
);

function cursor(content: unknown): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}
