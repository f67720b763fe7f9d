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

    const alert = `/alerts/${ID}`;
    const recommendation = `/recommendations/${ID}`;
    const note = 'n'.repeat(2001);

    it.each<[string, unknown, string]>([
      [alert, {}, 'body: got {}, takes at least one of its fields'],
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
      [alert, { snoozedUntil: 0 }, 'snoozedUntil: got 0, takes text or null'],
      [alert, { status: 'x', note: 5 }, 'note: got 5, takes one text'],
      [alert, [], 'body: got [], takes a JSON object'],
      [alert, '{"status":', 'body: takes a JSON object; '],
      [alert, '"open"', 'body: takes a JSON object; '],
      [alert, 'null', 'body: takes a JSON object; '],
      [
        alert,
        '{"__proto__":{"status":"open"}}',
        '__proto__: is not known in this body',
      ],
      [recommendation, {}, 'body: got {}, takes at least one of its fields'],
      [
        recommendation,
        { status: 'finished' },
        'status: got "finished", takes one of open, in_progress, done, dismissed',
      ],
      [recommendation, { owner: '' }, 'owner: got "", takes at least 1 char'],
      [
        alert,
        { status: 'open', note: ' \n\t' },
        'note: got " \\n\\t", takes text that is more than spaces',
      ],
      [
        recommendation,
        { note: '   ' },
        'note: got "   ", takes text that is more than spaces',
      ],
      [
        recommendation,
        { owner: '   ' },
        'owner: got "   ", takes text that is more than spaces',
      ],
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

    it('says of a change in bulk that the change is missing', async () => {
      const response = await guardrails.api
        .post('/api/guardrails/alerts/bulk')
        .send({ ids: [ID] });
      expect([response.status, response.body.error.message]).toEqual([
        400,
        `body: got {"ids":["${ID}"]}, takes at least 2 of its fields`,
      ]);
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

    it.each([
      ['patch', alert],
      ['post', `${alert}/notes`],
      ['post', `${alert}/expected`],
      ['post', '/alerts/bulk'],
      ['post', '/planned-activities'],
      ['patch', recommendation],
    ] as const)('refuses text by its type for %s %s', async (method, path) => {
      const response = await guardrails.api[method](`/api/guardrails${path}`)
        .set('Content-Type', 'text/plain')
        .send('{"note":"x"}');
      expect([response.status, response.body.error.message]).toEqual([
        415,
        'Content-Type: got "text/plain", takes application/json in UTF-8',
      ]);
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
        .send({ status: 'open', note: 'n'.repeat(50_000) });
      expect([response.status, response.body.error.message]).toEqual([
        413,
        'body: is too large, takes at most 48 kB',
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

    it.each(['/alerts', '/projects', '/jobs', '/health'])(
      'answers HEAD %s like GET, without a body',
      async path => {
        const address = `/api/guardrails${path}`;
        const got = await guardrails.bare.get(address);
        const head = await guardrails.bare.head(address);
        expect([head.status, head.text]).toEqual([200, undefined]);
        for (const name of ['content-type', 'content-length', 'cache-control'])
          expect(head.get(name)).toBe(got.get(name));
      },
    );

    it('refuses HEAD where GET is refused', async () => {
      for (const [path, status] of [
        ['/alerts?status=closed', 400],
        ['/jobs/detect/run', 405],
        ['/nothing', 404],
      ] as const) {
        const head = await guardrails.bare.head(`/api/guardrails${path}`);
        expect(head.status).toBe(status);
      }
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
        'id: got "cleanup", takes one of ingest-costs, ingest-metrics, detect, find-drivers, retention',
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
