import { randomUUID } from 'node:crypto';
import { mockCredentials } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  guardrailsPermissions,
  RESOURCE_TYPE_GUARDRAILS_PROJECT,
} from '@cloudops/plugin-guardrails-common';
import { CALLERS, mockPolicy, type CallerName } from '../__testUtils__/people';
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
import { RunTrail } from '../audit';
import type { AlertRecord, RecommendationRecord } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';

jest.setTimeout(60_000);

const databases = testDatabases();

describe.each(ENGINES)('access on %s', engine => {
  const { permissions, reset } = mockPolicy();
  let guardrails: RunningGuardrails;
  const alerts: Record<string, AlertRecord> = {};
  const advice: Record<string, RecommendationRecord> = {};

  const get = (path: string, caller: CallerName = 'admin') =>
    guardrails.api
      .get(`/api/guardrails${path}`)
      .set('Authorization', CALLERS[caller]);
  const patch = (path: string, body: object, caller: CallerName = 'admin') =>
    guardrails.api
      .patch(`/api/guardrails${path}`)
      .set('Authorization', CALLERS[caller])
      .send(body);
  beforeAll(async () => {
    const { knex, database } = await openDatabase(databases, engine);
    guardrails = await startGuardrails({
      knex,
      features: [permissions.factory],
    });
    for (const name of ['payments-api', 'search', 'default']) {
      const project = await seedProject(database, name);
      alerts[name] = await seedAlert(database, project);
      await seedActivity(database, project);
      advice[name] = await seedRecommendation(database, alerts[name]);
      await patch(`/recommendations/${advice[name].id}`, { note: 'any news?' });
    }
    await new RunTrail(database, new Date()).attributionChanged(
      alerts.default.projectId,
      randomUUID(),
      {
        jobId: 'ingest-costs',
        attribution: 'of one account',
        projects: ['default', 'payments-api', 'search'],
      },
    );
  });
  afterAll(() => guardrails.stop());
  beforeEach(reset);

  /** What the policy says of one permission from now on, in place of what it says of everybody. */
  const decide = (name: string, decision: any) => {
    for (const [fake, decisive] of [
      [permissions.authorize, false],
      [permissions.authorizeConditional, true],
    ] as const) {
      const before = fake.getMockImplementation()!;
      fake.mockImplementation(async (requests: any, options: any) => {
        const answers = await (before as any)(requests, options);
        return requests.map(({ permission }: any, i: number) =>
          permission.name === name && (decisive || !permission.resourceType)
            ? decision
            : answers[i],
        );
      });
    }
  };
  const deny = (name: string) => decide(name, { result: AuthorizeResult.DENY });
  const condition = (conditions: object) => ({
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'guardrails',
    resourceType: RESOURCE_TYPE_GUARDRAILS_PROJECT,
    conditions,
  });
  const hasProject = (...names: string[]) => ({
    rule: 'HAS_PROJECT',
    resourceType: RESOURCE_TYPE_GUARDRAILS_PROJECT,
    params: { names },
  });

  const projectsSeen = async (path: string, caller: CallerName = 'admin') => {
    const { status, body } = await get(path, caller);
    expect(status).toBe(200);
    return [
      ...new Set(body.items.map((each: any) => each.project ?? each.name)),
    ].sort();
  };

  it.each(describedRoutes().filter(({ path }) => path !== '/health'))(
    'refuses an invalid token for $method $path',
    async ({ method, path }) => {
      const response = await (guardrails.api as any)
        [method.toLocaleLowerCase('en-US')](
          `/api/guardrails${path
            .replace('{id}', alerts.search.id)
            .replace('{name}', 'search')}`,
        )
        .set('Authorization', mockCredentials.user.invalidHeader());
      expect(response.status).toBe(401);
    },
  );

  describe('of an owner', () => {
    const LISTS = [
      '/projects',
      '/alerts',
      '/planned-activities',
      '/recommendations',
      '/events',
    ];

    it.each(LISTS)('is to the own projects alone by GET %s', async path => {
      expect(await projectsSeen(path, 'owner')).toEqual(['payments-api']);
      expect(await projectsSeen(path, 'other owner')).toEqual(['search']);
      expect(await projectsSeen(path, 'guest')).toEqual([]);
      expect(await projectsSeen(path, 'admin')).toEqual([
        'default',
        'payments-api',
        'search',
      ]);
    });

    it.each(['/alerts', '/recommendations'])(
      'does not tell by the count of GET %s how much there is beside',
      async path => {
        expect((await get(path, 'owner')).body.totalItems).toBe(1);
        expect((await get(path, 'admin')).body.totalItems).toBe(3);
      },
    );

    it.each(['/costs?', '/alerts?', '/recommendations?', '/events?'])(
      'is to another project what it is to one that does not exist, by GET %s',
      async path => {
        const hidden = await get(`${path}project=search`, 'owner');
        expect([hidden.status, hidden.body.error.message]).toEqual([
          404,
          "No project has the name 'search'",
        ]);
      },
    );

    it('is to an id that is not visible what it is to none', async () => {
      for (const [path, noun] of [
        [`/alerts/${alerts.search.id}`, 'alert'],
        [`/alerts/${alerts.search.id}/evidence`, 'alert'],
        [`/recommendations/${advice.search.id}`, 'recommendation'],
      ]) {
        const { status, body } = await get(path, 'owner');
        const id = noun === 'alert' ? alerts.search.id : advice.search.id;
        expect([status, body.error.message]).toEqual([
          404,
          `No ${noun} has the id '${id}'`,
        ]);
      }
    });

    it('changes nothing of others', async () => {
      for (const [path, body] of [
        [`/alerts/${alerts.search.id}`, { status: 'resolved' }],
        [`/recommendations/${advice.search.id}`, { status: 'done' }],
      ] as const) {
        const before = await get(path);
        expect((await patch(path, body, 'owner')).status).toBe(404);
        expect((await get(path)).body).toEqual(before.body);
      }
    });

    it('is to the own alerts alone by GET /alerts/statistics', async () => {
      const opened = async (caller: CallerName) => {
        const { body } = await get(
          '/alerts/statistics?from=2026-11-18T00:00:00Z&to=2026-11-19T00:00:00Z',
          caller,
        );
        return body.opened;
      };
      expect(await opened('owner')).toBe(1);
      expect(await opened('guest')).toBe(0);
      expect(await opened('admin')).toBe(3);
    });

    it('is to no account with other projects as well by GET /reconciliation', async () => {
      const projects = async (caller: CallerName) => {
        const { body } = await get('/reconciliation', caller);
        return body.accounts.flatMap((each: any) => each.projects);
      };
      expect(await projects('admin')).toEqual(['payments-api', 'search']);
      expect(await projects('owner')).toEqual([]);
      decide(
        'guardrails.cost.read',
        condition(hasProject('default', 'payments-api')),
      );
      expect(await projects('admin')).toEqual([]);
    });

    it('does not reach what the projects of an entity hide behind it', async () => {
      const { status, body } = await get(
        '/alerts?entityRef=component:default/search',
        'owner',
      );
      expect([status, body.error.message]).toEqual([
        404,
        "Entity 'component:default/search' names the project 'search', of which the portal's policy grants you nothing with 'guardrails.alert.read'",
      ]);
    });
  });

  describe('under conditions', () => {
    const alertsSeen = async (conditions: object) => {
      decide('guardrails.alert.read', condition(conditions));
      return projectsSeen('/alerts');
    };

    it('that name projects', async () => {
      expect(await alertsSeen(hasProject('search', 'nobody'))).toEqual([
        'search',
      ]);
      expect(await alertsSeen(hasProject())).toEqual([]);
    });

    it('that join others by and, or, not', async () => {
      const search = hasProject('search');
      const payments = hasProject('payments-api');
      expect(await alertsSeen({ anyOf: [search, payments] })).toEqual([
        'payments-api',
        'search',
      ]);
      expect(await alertsSeen({ allOf: [search, payments] })).toEqual([]);
      expect(await alertsSeen({ not: search })).toEqual([
        'default',
        'payments-api',
      ]);
      expect(
        await alertsSeen({
          allOf: [{ not: payments }, { not: { anyOf: [search] } }],
        }),
      ).toEqual(['default']);
    });

    it('that ask who owns a project, however deep', async () => {
      const ofPayments = {
        rule: 'IS_ENTITY_OWNER',
        resourceType: RESOURCE_TYPE_GUARDRAILS_PROJECT,
        params: { claims: ['group:default/payments'] },
      };
      const ofNobody = hasProject('default');
      expect(await alertsSeen(ofPayments)).toEqual(['payments-api']);
      expect(await alertsSeen({ not: ofPayments })).toEqual([
        'default',
        'search',
      ]);
      expect(await alertsSeen({ anyOf: [ofNobody, ofPayments] })).toEqual([
        'default',
        'payments-api',
      ]);
      expect(
        await alertsSeen({ allOf: [{ not: ofNobody }, ofPayments] }),
      ).toEqual(['payments-api']);
    });

    it('each for its own permission', async () => {
      decide('guardrails.alert.read', condition(hasProject('search')));
      decide(
        'guardrails.recommendation.read',
        condition(hasProject('payments-api')),
      );
      expect(await projectsSeen('/alerts')).toEqual(['search']);
      expect(await projectsSeen('/recommendations')).toEqual(['payments-api']);
      const alert = await get(`/alerts/${alerts.search.id}`);
      expect(alert.body.recommendations).toEqual([]);
      const recommendation = await get(
        `/recommendations/${advice['payments-api'].id}`,
      );
      expect(recommendation.body.alertTitle).toBeUndefined();
    });

    it.each([
      // Of three projects: an alert and a planned activity each, and a recommendation.
      ['guardrails.recommendation.read', 'recommendation', 6],
      ['guardrails.alert.read', 'alert', 3],
    ])('on %s, the trail hides every %s beside', async (name, type, rest) => {
      decide(name, condition(hasProject('search')));
      const { body } = await get(`/events?entityType=${type}`);
      expect(new Set(body.items.map((each: any) => each.project))).toEqual(
        new Set(['search']),
      );
      const others = await get('/events');
      expect(
        others.body.items.filter(
          (each: any) => each.entityType !== type && each.entityType !== 'job',
        ),
      ).toHaveLength(rest);
    });

    it('grant a change of the one project and refuse the other', async () => {
      decide('guardrails.alert.update', condition(hasProject('search')));
      const change = { status: 'acknowledged' };
      const refused = await patch(`/alerts/${alerts.default.id}`, change);
      expect([refused.status, refused.body.error.message]).toEqual([
        403,
        "The portal's policy does not grant you 'guardrails.alert.update'",
      ]);
      const granted = await patch(`/alerts/${alerts.search.id}`, change);
      expect(granted.status).toBe(200);
    });
  });

  describe('without a clear yes', () => {
    it.each([
      ['no decision', undefined],
      ['a decision that is none', {}],
      [
        'a condition on another plugin’s resources',
        { ...condition(hasProject('search')), pluginId: 'catalog' },
      ],
      [
        'a condition on resources that are no projects',
        {
          ...condition(hasProject('search')),
          resourceType: 'catalog-entity',
        },
      ],
      [
        'a condition by a rule that there is not',
        condition({ ...hasProject('search'), rule: 'IS_TUESDAY' }),
      ],
      [
        'a condition with parameters that the rule does not take',
        condition({ ...hasProject('search'), params: { names: 1 } }),
      ],
    ])('is refused: %s', async (_, decision) => {
      decide('guardrails.alert.read', decision);
      const list = await get('/alerts');
      expect([list.status, list.body.error.message]).toEqual([
        403,
        expect.stringContaining("'guardrails.alert.read'"),
      ]);
      const one = await get(`/alerts/${alerts.search.id}`);
      expect([403, 404]).toContain(one.status);
    });

    it.each([
      ['no decision', undefined],
      ['a decision that is none', {}],
      [
        'a condition, where there is no project',
        condition(hasProject('search')),
      ],
    ])('is refused what is of no project: %s', async (_, decision) => {
      decide('guardrails.job.read', decision);
      const { status, body } = await get('/jobs');
      expect([status, body.error.message]).toEqual([
        403,
        "The portal's policy does not grant you 'guardrails.job.read'",
      ]);
    });
  });

  const DENIALS: [string, string, number][] = [
    ['guardrails.cost.read', '/projects', 403],
    ['guardrails.cost.read', '/projects/search/summary', 403],
    ['guardrails.alert.read', '/projects/search/summary', 403],
    ['guardrails.recommendation.read', '/projects/search/summary', 403],
    ['guardrails.cost.read', '/costs?project=search', 403],
    ['guardrails.cost.read', '/metrics?project=search&metric=5xx_count', 403],
    ['guardrails.cost.read', '/summaries', 403],
    ['guardrails.alert.read', '/summaries', 403],
    ['guardrails.recommendation.read', '/summaries', 403],
    ['guardrails.cost.read', '/savings?groupBy=owner', 403],
    ['guardrails.alert.read', '/savings?groupBy=owner', 403],
    ['guardrails.recommendation.read', '/savings?groupBy=owner', 403],
    ['guardrails.cost.read', '/reconciliation', 403],
    ['guardrails.alert.read', '/alerts', 403],
    ['guardrails.alert.read', '/alerts/statistics', 403],
    ['guardrails.alert.read', '/planned-activities', 403],
    ['guardrails.alert.read', '/detection/rules', 403],
    ['guardrails.alert.read', '/alerts/:alert', 404],
    ['guardrails.alert.read', '/alerts/:alert/evidence', 404],
    ['guardrails.recommendation.read', '/recommendations', 403],
    ['guardrails.recommendation.read', '/recommendations/:advice', 404],
    ['guardrails.event.read', '/events', 403],
    ['guardrails.event.read', '/events.csv', 403],
    ['guardrails.job.read', '/jobs', 403],
  ];

  it.each(DENIALS)(
    'without %s answers GET %s with %i',
    async (name, path, status) => {
      deny(name);
      const response = await get(
        path
          .replace(':alert', alerts.search.id)
          .replace(':advice', advice.search.id),
      );
      expect(response.status).toBe(status);
      expect(response.body.error.message).toBe(
        {
          403: `The portal's policy does not grant you '${name}'`,
          404: path.includes('/alerts/')
            ? `No alert has the id '${alerts.search.id}'`
            : `No recommendation has the id '${advice.search.id}'`,
        }[status],
      );
    },
  );

  it('leaves the advice out of an alert for those who may not see recommendations', async () => {
    const path = `/alerts/${alerts.search.id}`;
    expect((await get(path)).body.recommendations).toHaveLength(1);
    deny('guardrails.recommendation.read');
    expect((await get(path)).body.recommendations).toEqual([]);
  });

  it('leaves the alert out of its advice for those who may not see alerts', async () => {
    deny('guardrails.alert.read');
    const { body } = await get(`/recommendations/${advice.search.id}`);
    const list = await get('/recommendations');
    for (const each of [body, ...list.body.items]) {
      expect(each.alertTitle).toBeUndefined();
      expect(each.alertSeverity).toBeUndefined();
    }
  });

  it('leaves the timeline out for those who may not see events', async () => {
    const paths = [
      `/alerts/${alerts.search.id}`,
      `/recommendations/${advice.search.id}`,
    ];
    for (const path of paths) {
      expect((await get(path)).body.events).not.toEqual([]);
    }
    deny('guardrails.event.read');
    for (const path of paths) expect((await get(path)).body.events).toEqual([]);
    const changed = await patch(paths[1], { note: 'asked the vendor' });
    expect([changed.status, changed.body.events]).toEqual([200, []]);
  });

  it('decides on planning by itself, project by project', async () => {
    const plan = (project: string) =>
      guardrails.api
        .post('/api/guardrails/planned-activities')
        .set('Authorization', CALLERS.admin)
        .send({
          project,
          from: new Date().toISOString(),
          to: new Date(Date.now() + 3_600_000).toISOString(),
          reason: 'load test',
        });
    decide('guardrails.activity.plan', condition(hasProject('search')));
    const { body } = await plan('search');
    expect(body.project).toBe('search');
    const refused = await plan('payments-api');
    expect([refused.status, refused.body.error.message]).toEqual([
      403,
      "The portal's policy does not grant you 'guardrails.activity.plan'",
    ]);
    deny('guardrails.activity.plan');
    const cancelled = await guardrails.api
      .delete(`/api/guardrails/planned-activities/${body.id}`)
      .set('Authorization', CALLERS.admin);
    expect(cancelled.status).toBe(403);
  });

  it('lets nobody say that an alert was expected who may not plan', async () => {
    decide('guardrails.activity.plan', condition(hasProject('payments-api')));
    const { status, body } = await guardrails.api
      .post(`/api/guardrails/alerts/${alerts.default.id}/expected`)
      .set('Authorization', CALLERS.admin)
      .send({ reason: 'load test' });
    expect([status, body.error.message]).toEqual([
      403,
      "The portal's policy does not grant you 'guardrails.activity.plan'",
    ]);
    const { body: alert } = await get(`/alerts/${alerts.default.id}`);
    expect(alert.status).not.toBe('resolved');
  });

  it('is never answered with what somebody else was answered', async () => {
    const path = `/api/guardrails/alerts/${alerts.search.id}`;
    const again = (caller: CallerName, etag = '') =>
      guardrails.bare
        .get(path)
        .set('Authorization', CALLERS[caller])
        .set('If-None-Match', etag);
    const seen = await again('admin');
    const etag = seen.get('etag')!;
    expect(seen.get('cache-control')).toBe('private, no-store');
    expect((await again('owner', etag)).status).toBe(404);
    deny('guardrails.event.read');
    const less = await again('admin', etag);
    expect([less.status, less.body.events]).toEqual([200, []]);
  });

  it('asks the policy with the caller’s credentials', async () => {
    await get('/alerts', 'owner');
    expect(permissions.authorizeConditional).toHaveBeenLastCalledWith(
      [
        {
          permission: expect.objectContaining({
            name: 'guardrails.alert.read',
          }),
        },
      ],
      { credentials: mockCredentials.user('user:default/ana') },
    );
  });

  it('tells the permission framework what it decides on, and by which rules', async () => {
    const { body } = await guardrails.bare
      .get('/api/guardrails/.well-known/backstage/permissions/metadata')
      .set('Authorization', CALLERS.service);
    expect(
      body.permissions.map((each: { name: string }) => each.name).sort(),
    ).toEqual(guardrailsPermissions.map(({ name }) => name).sort());
    expect(body.rules).toMatchObject([
      {
        name: 'IS_ENTITY_OWNER',
        resourceType: 'guardrails-project',
        paramsSchema: { properties: { claims: { type: 'array' } } },
      },
      { name: 'HAS_PROJECT', resourceType: 'guardrails-project' },
    ]);
  });

  it.each([
    ['IS_ENTITY_OWNER', { claims: ['group:default/search'] }],
    ['HAS_PROJECT', { names: ['search'] }],
  ])(
    'has the permission framework decide on a named project by %s as the lists do',
    async (rule, params) => {
      const resourceType = RESOURCE_TYPE_GUARDRAILS_PROJECT;
      const conditions = { rule, resourceType, params };
      const { body } = await guardrails.bare
        .post(
          '/api/guardrails/.well-known/backstage/permissions/apply-conditions',
        )
        .set('Authorization', CALLERS.service)
        .send({
          items: ['search', 'payments-api'].map(resourceRef => ({
            id: resourceRef,
            resourceRef,
            resourceType,
            conditions,
          })),
        });
      expect(body.items.map(({ result }: any) => result)).toEqual([
        'ALLOW',
        'DENY',
      ]);
      decide('guardrails.alert.read', condition(conditions));
      expect(await projectsSeen('/alerts')).toEqual(['search']);
    },
  );
});
