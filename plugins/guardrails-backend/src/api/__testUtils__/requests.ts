/** Requests that nobody thought of: valid, nearly valid and hostile ones, the same in every run. */
import fc from 'fast-check';
import { CALLERS, type CallerName } from '../../__testUtils__/people';
import { describedRoutes } from '../../__testUtils__/routes';

export interface FuzzedRequest {
  readonly method: string;
  /** As it goes over the wire, query included. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Ids and names that exist, so that some requests reach what they ask for. */
export interface Existing {
  readonly alerts: readonly string[];
  readonly activities: readonly string[];
  readonly recommendations: readonly string[];
  readonly projects: readonly string[];
}

const HOSTILE = [
  '',
  ' ',
  '\0',
  "'; drop table alerts; --",
  "' or '1'='1",
  '${jndi:ldap://example.com}',
  '{{7*7}}',
  '../../../../etc/passwd',
  '..%2f..%2f',
  '%00',
  '%',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  '\ud83d',
  '\u202e\u0000\uffff',
  'ﷺ'.repeat(50),
  'a'.repeat(5000),
  '-1',
  '1e999',
  'NaN',
  '99999999999999999999',
  '0001-01-01T00:00:00Z',
  '2026-02-30',
  '9999-12-31T23:59:59.999Z',
  '+275760-09-13T00:00:00.000Z',
  'null',
  '[]',
  '{}',
];

const hostile = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ maxLength: 60, unit: 'binary' }),
  fc.string({ maxLength: 60 }),
);

const uuid = fc.oneof(fc.uuid(), fc.constant('not-a-uuid'), hostile);

/** Ids that exist, as they are answered and in capitals, and others. */
function idOf(existing: readonly string[]): fc.Arbitrary<string> {
  const known = fc.constantFrom(...existing);
  return mostly(
    known,
    fc.oneof(
      known.map(id => id.toLocaleUpperCase('en-US')),
      uuid,
    ),
  );
}

function mostly<T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>) {
  return fc.oneof(
    { weight: 3, arbitrary: usual },
    { weight: 1, arbitrary: other },
  );
}

const time = mostly(
  fc
    .date({
      min: new Date('2000-01-01'),
      max: new Date('2099-12-31'),
      noInvalidDate: true,
    })
    .map(date => date.toISOString()),
  hostile,
);
const day = time.map(text => text.slice(0, 10));

/** Anything that JSON can say, deep and wide, and things that it cannot. */
const anyBody = fc.oneof(
  fc.json({ maxDepth: 8 }),
  fc.integer({ min: 1, max: 20_000 }).map(n => '['.repeat(n) + ']'.repeat(n)),
  fc
    .integer({ min: 1, max: 4000 })
    .map(n => `${'{"note":'.repeat(n)}1${'}'.repeat(n)}`),
  fc.constantFrom(
    '',
    '{',
    '{"status":"open"',
    '{"__proto__":{"status":"resolved"}}',
    '{"constructor":{"prototype":{"status":"resolved"}}}',
    '{"status":"open","status":"resolved"}',
    '\ufeff{"status":"open"}',
    `{"note":"${'n'.repeat(60_000)}"}`,
  ),
  hostile,
);

function queryOf(existing: Existing): fc.Arbitrary<string> {
  const values: Record<string, fc.Arbitrary<string>> = {
    project: mostly(fc.constantFrom(...existing.projects), hostile),
    entityRef: mostly(
      fc.constantFrom('component:default/payments-api', 'group:a/b', 'x'),
      hostile,
    ),
    status: mostly(
      fc.constantFrom('open', 'acknowledged', 'resolved', 'done'),
      hostile,
    ),
    severity: mostly(fc.constantFrom('low', 'high', 'LOW'), hostile),
    type: mostly(fc.constantFrom('cost', 'reliability'), hostile),
    service: hostile,
    services: hostile,
    metric: mostly(fc.constantFrom('5xx_count', 'p95_latency_ms'), hostile),
    resolution: mostly(fc.constantFrom('60', '300', '86400', '7'), hostile),
    state: mostly(fc.constantFrom('current', 'past', 'all'), hostile),
    snoozed: mostly(fc.constantFrom('true', 'false'), hostile),
    from: fc.oneof(time, day),
    to: fc.oneof(time, day),
    resolvedFrom: time,
    resolvedTo: time,
    order: mostly(fc.constantFrom('detectedAt', 'severity'), hostile),
    sort: mostly(fc.constantFrom('money', 'severity', 'createdAt'), hostile),
    groupBy: mostly(fc.constantFrom('owner', 'project'), hostile),
    owner: mostly(fc.constantFrom('user:default/bob', 'bob', 'user:'), hostile),
    alertId: idOf(existing.alerts),
    entityType: mostly(fc.constantFrom('alert', 'job'), hostile),
    entityId: uuid,
    eventType: hostile,
    actor: hostile,
    cursor: fc.oneof(
      hostile,
      fc
        .tuple(
          fc.constantFrom(
            'alerts.detectedAt',
            'events',
            'recommendations',
            'recommendations.money',
            'recommendations.severity',
          ),
          fc.oneof(
            fc.constant(null),
            fc.integer(),
            fc.double(),
            fc.constantFrom('12.5', '1e5', '99999999999', '-0', ''),
          ),
          fc.oneof(fc.integer(), fc.double(), fc.constant('now')),
          uuid,
        )
        .map(parts => Buffer.from(JSON.stringify(parts)).toString('base64url')),
    ),
    limit: mostly(fc.constantFrom('1', '50', '200', '201', '0'), hostile),
    rule: mostly(fc.constantFrom('cost_spike', 'error_burst'), hostile),
    days: mostly(fc.constantFrom('1', '90', '91', '0'), hostile),
    'parameters[spreads]': mostly(fc.constantFrom('3', '1e999'), hostile),
    'parameters[x][y]': hostile,
    parameters: hostile,
    unknown: hostile,
    'status[x]': hostile,
    'project[]': hostile,
  };
  const pair = fc
    .constantFrom(...Object.keys(values))
    .chain(name =>
      values[name].map(value => `${encoded(name)}=${encoded(value)}`),
    );
  return fc
    .array(pair, { maxLength: 5 })
    .map(pairs => (pairs.length > 0 ? `?${pairs.join('&')}` : ''));
}

function changeOf(existing: Existing): fc.Arbitrary<string> {
  const fields: Record<string, fc.Arbitrary<unknown>> = {
    status: mostly(
      fc.constantFrom<unknown>(
        'open',
        'acknowledged',
        'resolved',
        'in_progress',
        'done',
        'dismissed',
      ),
      fc.oneof(hostile, fc.jsonValue()),
    ),
    note: mostly<unknown>(hostile, fc.jsonValue()),
    owner: mostly<unknown>(hostile, fc.jsonValue()),
    snoozedUntil: mostly<unknown>(
      fc.oneof(time, fc.constant(null)),
      fc.jsonValue(),
    ),
    ids: fc.array(idOf(existing.alerts), {
      maxLength: 6,
    }),
    severity: fc.jsonValue(),
    project: mostly<unknown>(
      fc.constantFrom(...existing.projects),
      fc.jsonValue(),
    ),
    service: mostly<unknown>(hostile, fc.jsonValue()),
    metric: mostly<unknown>(fc.constant('5xx_count'), fc.jsonValue()),
    from: mostly<unknown>(time, fc.jsonValue()),
    to: mostly<unknown>(time, fc.jsonValue()),
    until: mostly<unknown>(time, fc.jsonValue()),
    reason: mostly<unknown>(hostile, fc.jsonValue()),
  };
  return fc
    .subarray(Object.keys(fields), { minLength: 1, maxLength: 6 })
    .chain(names =>
      fc.record(Object.fromEntries(names.map(name => [name, fields[name]]))),
    )
    .map(body => JSON.stringify(body));
}

/** Every route that is described, with ids and names that exist and others; and routes that there are none of. */
function routeOf(
  existing: Existing,
): fc.Arbitrary<{ method: string; path: string; takesBody?: boolean }> {
  const valuesOf: Readonly<Record<string, fc.Arbitrary<string>>> = {
    '/alerts/{id}': idOf(existing.alerts),
    '/recommendations/{id}': idOf(existing.recommendations),
    '/planned-activities/{id}': idOf(existing.activities),
    '/projects/{name}': mostly(fc.constantFrom(...existing.projects), hostile),
    '/jobs/{id}': mostly(fc.constantFrom('ingest-costs', 'detect'), hostile),
  };
  const described = describedRoutes().map(({ method, path }) => {
    const [, noun = path, rest = ''] = /^(.*?\})(.*)$/.exec(path) ?? [];
    if (noun === path && !path.includes('{')) {
      return fc.constant({ method, path, takesBody: takesBody(method) });
    }
    const value = valuesOf[noun];
    if (!value) throw new Error(`nothing to ask ${method} ${path} with`);
    return value.map(each => ({
      method,
      path: noun.replace(/\{.*\}/, encoded(each)) + rest,
      takesBody: takesBody(method),
    }));
  });
  const unknown = fc
    .tuple(
      fc.constantFrom(
        'GET',
        'POST',
        'PUT',
        'DELETE',
        'OPTIONS',
        'HEAD',
        'PATCH',
      ),
      hostile.map(each => `/${encoded(each)}`),
    )
    .map(([method, path]) => ({ method, path }));
  return fc.oneof(...described, unknown);
}

/** Of DELETE and of the run of a job as well: what is sent along must change nothing. */
function takesBody(method: string): boolean {
  return method !== 'GET';
}

/** @param callers - who sends them, one after the other at random */
export function fuzzedRequests(
  existing: Existing,
  callers: readonly CallerName[],
  count: number,
  { only }: { only?: 'changes' } = {},
): FuzzedRequest[] {
  const request = routeOf(existing)
    // A job that runs goes on after the answer: nobody could say which request changed what.
    .filter(
      route =>
        only === undefined ||
        (route.takesBody === true && !route.path.startsWith('/jobs/')),
    )
    .chain(({ method, path, takesBody: hasBody }) =>
      fc
        .record({
          caller: fc.constantFrom(...callers),
          query: hasBody
            ? mostly(fc.constant(''), queryOf(existing))
            : queryOf(existing),
          body: hasBody
            ? mostly(changeOf(existing), anyBody)
            : fc.constant(undefined),
          type: mostly(
            fc.constant('application/json'),
            fc.constantFrom(
              '',
              'text/plain',
              'application/json; charset=utf-16',
              'multipart/form-data; boundary=x',
              'application/xml',
            ),
          ),
          ifMatch: mostly(
            fc.constant(''),
            fc.constantFrom('*', '"x"', 'W/"x"', '"', 'x'.repeat(200)),
          ),
        })
        .map(({ caller, query, body, type, ifMatch }) => ({
          method,
          path: `/api/guardrails${path}${query}`,
          headers: {
            Authorization: CALLERS[caller],
            ...(body !== undefined && type && { 'Content-Type': type }),
            ...(ifMatch && { 'If-Match': ifMatch }),
          },
          body,
        })),
    );
  return fc.sample(request, { numRuns: count, seed: 20261122 });
}

/** Half a surrogate pair, which no URL can hold, is sent as what decoders make of it. */
function encoded(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}
