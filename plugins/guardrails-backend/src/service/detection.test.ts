import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { CALLERS, mockPolicy } from '../__testUtils__/people';
import { seedProject } from '../__testUtils__/seed';
import {
  ENTITIES,
  startGuardrails,
  type RunningGuardrails,
} from '../__testUtils__/startGuardrails';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';

jest.setTimeout(60_000);

const databases = testDatabases();

function annotated(name: string, annotations: Record<string, string>): Entity {
  const entity = ENTITIES.find(({ metadata }) => metadata.name === name)!;
  return {
    ...entity,
    metadata: {
      ...entity.metadata,
      annotations: { ...entity.metadata.annotations, ...annotations },
    },
  };
}

describe.each(ENGINES)('GET /detection/rules on %s', engine => {
  let guardrails: RunningGuardrails;
  const entities = catalogServiceMock({
    entities: [
      annotated('payments-api', {
        'guardrails/rule.cost_spike.minImpact': '50',
      }),
      annotated('search', { 'guardrails/rule.cost_spike.spreads': '99' }),
    ],
  });

  /** As the entities say it, but for tests that answer otherwise. */
  const catalog = catalogServiceMock.mock();

  beforeAll(async () => {
    catalog.streamEntities.mockImplementation((...asked) =>
      entities.streamEntities(...asked),
    );
    catalog.getEntityByRef.mockImplementation((...asked) =>
      entities.getEntityByRef(...asked),
    );
    catalog.getEntitiesByRefs.mockImplementation((...asked) =>
      entities.getEntitiesByRefs(...asked),
    );
    const { knex, database } = await openDatabase(databases, engine);
    guardrails = await startGuardrails({
      knex,
      catalog: catalog.factory,
      features: [mockPolicy().permissions.factory],
      config: {
        guardrails: {
          detection: { rules: { cost_spike: { spreads: 7 } } },
        },
      },
    });
    await seedProject(database, 'payments-api');
    await seedProject(database, 'search');
  });
  afterAll(() => guardrails.stop());

  const ask = (query: object, caller: keyof typeof CALLERS = 'owner') =>
    guardrails.api
      .get('/api/guardrails/detection/rules')
      .set('Authorization', CALLERS[caller])
      .query(query);
  const parameter = (body: any, name: string) =>
    body.rules
      .find(({ rule }: any) => rule === 'cost_spike')
      .parameters.find((each: any) => each.name === name);

  it('has every rule of a project, in the order in which they are asked', async () => {
    const { body } = await ask({ project: 'payments-api' }).expect(200);

    expect(body.project).toBe('payments-api');
    expect(body.rules[0]).toMatchObject({
      rule: 'cost_limit',
      judges: 'cost',
      enabled: false,
    });
    expect(body.rules.at(-1)).toMatchObject({
      rule: 'static_limit',
      judges: 'metric',
      enabled: false,
    });
    expect(parameter(body, 'spreads')).toMatchObject({
      value: 7,
      origin: 'configuration',
    });
    expect(parameter(body, 'minImpact')).toMatchObject({
      value: 50,
      origin: 'annotation',
      entityRef: 'component:default/payments-api',
    });
  });

  it('takes an entity for its project', async () => {
    const { body } = await ask({
      entityRef: 'component:default/payments-api',
    }).expect(200);

    expect(body.project).toBe('payments-api');
  });

  it('has what holds for all projects when it is asked about none', async () => {
    const { body } = await ask({}).expect(200);

    expect(body.project).toBeUndefined();
    expect(parameter(body, 'minImpact').origin).toBe('default');
  });

  it('says which annotation cannot be used, and what it takes', async () => {
    const { body } = await ask({ project: 'search' }, 'admin').expect(200);

    expect(body.problems).toEqual([
      'component:default/search: guardrails/rule.cost_spike.spreads: got 99, takes a number from 1 to 20',
    ]);
    expect(parameter(body, 'spreads').value).toBe(7);
  });

  it('names no entity that the caller may not see', async () => {
    catalog.getEntitiesByRefs.mockResolvedValue({ items: [undefined] });

    const { body } = await ask({ project: 'payments-api' }).expect(200);
    const { body: search } = await ask({ project: 'search' }, 'admin');

    expect(parameter(body, 'minImpact')).toMatchObject({
      value: 50,
      origin: 'annotation',
    });
    expect(parameter(body, 'minImpact').entityRef).toBeUndefined();
    expect(search.problems[0]).not.toContain('component:');
  });

  it('is 404 for a project that the caller may not read the alerts of', async () => {
    const { status } = await ask({ project: 'payments-api' }, 'other owner');

    expect(status).toBe(404);
  });
});
