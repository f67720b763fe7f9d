import { mockCredentials } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  ENTITIES,
  startGuardrails,
  type RunningGuardrails,
} from '../__testUtils__/startGuardrails';
import type { Database } from '../database';
import { openDatabase, testDatabases } from '../database/__testUtils__/engines';

jest.setTimeout(60_000);

// Which project is meant does not depend on the engine.
const databases = testDatabases(['SQLITE_3']);
const catalog = catalogServiceMock.mock();

describe('the project of a question', () => {
  let guardrails: RunningGuardrails;
  let database: Database;

  beforeAll(async () => {
    const opened = await openDatabase(databases, 'SQLITE_3');
    const { knex } = opened;
    database = opened.database;
    guardrails = await startGuardrails({
      knex,
      config: { guardrails: { projects: [{ name: 'payments-api' }] } },
      catalog: catalog.factory,
    });
  });
  afterAll(() => guardrails.stop());

  beforeEach(() => {
    const known = catalogServiceMock({ entities: ENTITIES });
    catalog.getEntityByRef.mockReset();
    catalog.getEntityByRef.mockImplementation(async (ref, options) =>
      known.getEntityByRef(ref, options),
    );
  });

  const QUESTIONS = [
    '/projects?',
    '/costs?',
    '/metrics?metric=5xx_count&',
    '/alerts?',
    '/recommendations?',
    '/events?',
  ];
  const ask = (question: string, entityRef: string) =>
    guardrails.api
      .get(
        `/api/guardrails${question}entityRef=${encodeURIComponent(entityRef)}`,
      )
      .set('Authorization', mockCredentials.user.header('user:default/ana'));

  it.each(QUESTIONS)('is found through an entity by GET %s', async question => {
    const response = await ask(question, 'component:default/payments-api');
    expect([response.status, response.text]).toEqual([200, response.text]);
  });

  it.each(QUESTIONS)(
    'is not one of an entity that GET %s cannot see',
    async question => {
      const response = await ask(question, 'Component:secret');
      expect([response.status, response.body.error.message]).toEqual([
        404,
        "The catalog has no entity 'component:default/secret'",
      ]);
    },
  );

  it('is looked up with the caller’s credentials, and nobody else’s', async () => {
    await ask('/costs?', 'component:default/payments-api');
    expect(catalog.getEntityByRef).toHaveBeenCalledTimes(1);
    expect(catalog.getEntityByRef).toHaveBeenCalledWith(
      'component:default/payments-api',
      { credentials: mockCredentials.user('user:default/ana') },
    );
  });

  it('is missing for an entity without the annotation, which the answer names', async () => {
    const response = await ask('/costs?', 'component:default/unmapped');
    expect([response.status, response.body.error.message]).toEqual([
      404,
      "Entity 'component:default/unmapped' names no project; add the annotation 'guardrails/project: <name>' to it, with the name of one of guardrails.projects in app-config, or one of aws.amazon.com/cost-insights-tags, aws.amazon.com/cost-insights-cost-categories, aws.amazon.com/account-id, guardrails/api-gateway, guardrails/http-api, guardrails/load-balancer, which makes it a project of its own",
    ]);
  });

  it('is the entity’s own where its annotations make it one, once it was read', async () => {
    const entity = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: 'own',
        namespace: 'default',
        annotations: { 'aws.amazon.com/cost-insights-tags': 'component=own' },
      },
    };
    catalog.getEntityByRef.mockResolvedValue(entity);
    const before = await ask('/costs?', 'component:default/own');
    expect([before.status, before.body.error.message]).toEqual([
      404,
      "Entity 'component:default/own' is a project of its own by its annotations, and has not been read yet; it is with the next run of ingest-costs",
    ]);

    await database.projects.ensure(['component:default/own']);

    const after = await ask('/costs?', 'component:default/own');
    expect([after.status, after.body.project]).toEqual([
      200,
      'component:default/own',
    ]);
  });

  it('is missing when the annotation names none that exists', async () => {
    const response = await ask('/alerts?', 'component:default/misspelt');
    expect([response.status, response.body.error.message]).toEqual([
      404,
      "Entity 'component:default/misspelt' names the project 'paymets-api' by its annotation 'guardrails/project', and no project has that name; correct it, or add the project to guardrails.projects in app-config",
    ]);
  });

  it('is not guessed when the catalog refuses', async () => {
    catalog.getEntityByRef.mockRejectedValue(new NotFoundError('no catalog'));
    const response = await ask('/alerts?', 'component:default/payments-api');
    expect(response.status).toBe(404);
  });

  it.each([
    ['is not there', new TypeError('fetch failed')],
    [
      'fails',
      Object.assign(
        new Error('Request failed with 500 Internal Server Error'),
        {
          name: 'ResponseError',
          statusCode: 500,
        },
      ),
    ],
  ])('is to be asked for again when the catalog %s', async (_, error) => {
    catalog.getEntityByRef.mockRejectedValue(error);
    const response = await ask('/alerts?', 'component:default/payments-api');
    expect([response.status, response.body.error]).toEqual([
      503,
      {
        name: 'ServiceUnavailableError',
        message:
          'The database, or another service that Guardrails needs, does not answer; try again later',
        retryAfter: 30,
      },
    ]);
  });
});
