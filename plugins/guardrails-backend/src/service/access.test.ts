import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  guardrailsPermissions,
  type JobId,
} from '@cloudops/plugin-guardrails-common';
import {
  seedAlert,
  seedProject,
  seedRecommendation,
} from '../__testUtils__/seed';
import {
  startGuardrails,
  type RunningGuardrails,
} from '../__testUtils__/startGuardrails';
import type { AlertRecord, RecommendationRecord } from '../database';
import { openDatabase, testDatabases } from '../database/__testUtils__/engines';

jest.setTimeout(60_000);

// Who may do what does not depend on the engine.
const databases = testDatabases(['SQLITE_3']);
const permissions = mockServices.permissions.mock();
const denied = new Set<string>();

permissions.authorize.mockImplementation(async requests =>
  requests.map(({ permission }) => ({
    result: denied.has(permission.name)
      ? AuthorizeResult.DENY
      : AuthorizeResult.ALLOW,
  })),
);

describe('access', () => {
  let guardrails: RunningGuardrails;
  let alert: AlertRecord;
  let advice: RecommendationRecord;

  beforeAll(async () => {
    const { knex, database } = await openDatabase(databases, 'SQLITE_3');
    guardrails = await startGuardrails({
      knex,
      features: [permissions.factory],
    });
    const project = await seedProject(database, 'payments-api');
    alert = await seedAlert(database, project);
    advice = await seedRecommendation(database, alert);
  });
  afterAll(() => guardrails.stop());
  beforeEach(() => denied.clear());

  const ROUTES: [string, string][] = [
    ['get', '/projects'],
    ['get', '/projects/payments-api/summary'],
    ['get', '/costs?project=payments-api'],
    ['get', '/metrics?project=payments-api&metric=5xx_count'],
    ['get', '/alerts'],
    ['get', '/alerts/:alert'],
    ['get', '/alerts/:alert/evidence'],
    ['patch', '/alerts/:alert'],
    ['get', '/recommendations'],
    ['get', '/recommendations/:advice'],
    ['patch', '/recommendations/:advice'],
    ['get', '/events'],
    ['get', '/jobs'],
    ['post', '/jobs/detect/run'],
  ];

  /** A change comes with a body that would be accepted. */
  const bodyOf = (path: string) =>
    path.startsWith('/alerts') ? { status: 'acknowledged' } : { owner: 'bob' };

  const addressOf = (path: string) =>
    path.replace(':alert', alert.id).replace(':advice', advice.id);

  const patch = (path: string, body: object) =>
    guardrails.api
      .patch(`/api/guardrails${addressOf(path)}`)
      .set('Authorization', mockCredentials.user.header())
      .send(body);

  const send = (
    method: string,
    path: string,
    authorization = mockCredentials.user.header(),
  ) => {
    const request = (guardrails.api as any)
      [method](`/api/guardrails${addressOf(path)}`)
      .set('Authorization', authorization);
    return method === 'patch' ? request.send(bodyOf(path)) : request;
  };

  it.each(ROUTES)('asks who calls before %s %s', async (method, path) => {
    const response = await send(method, path, mockCredentials.none.header());
    expect(response.status).toBe(401);
    expect(response.body.error.name).toBe('AuthenticationError');
  });

  it.each(ROUTES)(
    'refuses an invalid token for %s %s',
    async (method, path) => {
      const response = await send(
        method,
        path,
        mockCredentials.user.invalidHeader(),
      );
      expect(response.status).toBe(401);
    },
  );

  const DENIALS: [string, string, string, number][] = [
    ['guardrails.cost.read', 'get', '/projects', 403],
    ['guardrails.cost.read', 'get', '/projects/payments-api/summary', 403],
    ['guardrails.alert.read', 'get', '/projects/payments-api/summary', 403],
    [
      'guardrails.recommendation.read',
      'get',
      '/projects/payments-api/summary',
      403,
    ],
    ['guardrails.cost.read', 'get', '/costs?project=payments-api', 403],
    [
      'guardrails.cost.read',
      'get',
      '/metrics?project=payments-api&metric=5xx_count',
      403,
    ],
    ['guardrails.alert.read', 'get', '/alerts', 403],
    ['guardrails.alert.read', 'get', '/alerts/:alert', 404],
    ['guardrails.alert.read', 'get', '/alerts/:alert/evidence', 404],
    ['guardrails.alert.read', 'patch', '/alerts/:alert', 404],
    ['guardrails.alert.update', 'patch', '/alerts/:alert', 403],
    ['guardrails.recommendation.read', 'get', '/recommendations', 403],
    ['guardrails.recommendation.read', 'get', '/recommendations/:advice', 404],
    [
      'guardrails.recommendation.read',
      'patch',
      '/recommendations/:advice',
      404,
    ],
    [
      'guardrails.recommendation.update',
      'patch',
      '/recommendations/:advice',
      403,
    ],
    ['guardrails.event.read', 'get', '/events', 403],
    ['guardrails.job.read', 'get', '/jobs', 403],
    ['guardrails.job.run', 'post', '/jobs/detect/run', 403],
  ];

  it.each(DENIALS)(
    'without %s answers %s %s with %i',
    async (permission, method, path, status) => {
      denied.add(permission);
      const response = await send(method, path);
      expect(response.status).toBe(status);
      expect(response.body.error.message).toBe(
        {
          403: `The portal's policy does not grant you '${permission}'`,
          404: path.includes('/alerts/')
            ? `No alert has the id '${alert.id}'`
            : `No recommendation has the id '${advice.id}'`,
        }[status],
      );
    },
  );

  it('decides on every permission that it declares', () => {
    expect(
      [...new Set(DENIALS.map(([permission]) => permission))].sort(),
    ).toEqual(guardrailsPermissions.map(({ name }) => name).sort());
  });

  it('leaves the advice out of an alert for those who may not see recommendations', async () => {
    denied.add('guardrails.recommendation.read');
    const { body } = await send('get', '/alerts/:alert');
    expect(body.recommendations).toEqual([]);
    denied.clear();
    const seen = await send('get', '/alerts/:alert');
    expect(seen.body.recommendations).toHaveLength(1);
  });

  it('leaves the alert out of its advice for those who may not see alerts', async () => {
    denied.add('guardrails.alert.read');
    const { body } = await send('get', '/recommendations/:advice');
    const list = await send('get', '/recommendations');
    for (const each of [body, ...list.body.items]) {
      expect(each.alertTitle).toBeUndefined();
      expect(each.alertSeverity).toBeUndefined();
    }
  });

  it.each([
    ['get', '/alerts/:alert'],
    ['patch', '/alerts/:alert'],
    ['get', '/recommendations/:advice'],
    ['patch', '/recommendations/:advice'],
  ])(
    'leaves the timeline out of %s %s for those who may not see events',
    async (method, path) => {
      const change = path.startsWith('/alerts')
        ? { status: 'resolved' }
        : { note: 'asked the vendor' };
      const answer = () =>
        method === 'patch' ? patch(path, change) : send(method, path);
      denied.add('guardrails.event.read');
      const hidden = await answer();
      expect([hidden.status, hidden.body.events]).toEqual([200, []]);
      denied.clear();
      await patch('/alerts/:alert', { status: 'open' });
      await patch('/recommendations/:advice', { note: 'any news?' });
      expect((await answer()).body.events).not.toEqual([]);
    },
  );

  describe('to the trail', () => {
    const typesSeen = async (query = '') => {
      const { body } = await send('get', `/events${query}`);
      return [
        ...new Set(body.items.map((each: any) => each.entityType)),
      ].sort();
    };

    beforeAll(async () => {
      await patch('/recommendations/:advice', { note: 'asked the vendor' });
      await send('post', '/jobs/detect/run');
    });

    it('is to everything for those who may see everything', async () => {
      expect(await typesSeen()).toEqual(['alert', 'job', 'recommendation']);
    });

    it.each([
      ['guardrails.alert.read', 'alert', ['job', 'recommendation']],
      ['guardrails.recommendation.read', 'recommendation', ['alert', 'job']],
      ['guardrails.job.read', 'job', ['alert', 'recommendation']],
    ])('without %s shows nothing of an %s', async (permission, type, seen) => {
      denied.add(permission);
      expect(await typesSeen()).toEqual(seen);
      expect(await typesSeen(`?entityType=${type}`)).toEqual([]);
      expect(await typesSeen(`?entityType=${seen[0]}`)).toEqual([seen[0]]);
    });
  });

  it('asks the policy with the caller’s credentials', async () => {
    await send('get', '/alerts', mockCredentials.service.header());
    expect(permissions.authorize).toHaveBeenLastCalledWith(
      [
        {
          permission: expect.objectContaining({
            name: 'guardrails.alert.read',
          }),
        },
      ],
      {
        credentials: expect.objectContaining({
          principal: { type: 'service', subject: 'external:test-service' },
        }),
      },
    );
  });

  it('tells the permission framework what it decides on', async () => {
    const { body } = await guardrails.bare
      .get('/api/guardrails/.well-known/backstage/permissions/metadata')
      .set('Authorization', mockCredentials.service.header());
    expect(body.permissions.map((each: { name: string }) => each.name)).toEqual(
      guardrailsPermissions.map(({ name }) => name),
    );
  });

  it('lets people run a job', async () => {
    const id: JobId = 'detect';
    const response = await send('post', `/jobs/${id}/run`);
    expect([response.status, response.body]).toEqual([202, { id }]);
  });
});
