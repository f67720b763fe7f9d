/** Calls of assistants that nobody thought of: as strict as REST, and as safe. The same in every run. */
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import fc from 'fast-check';
import type { Knex } from 'knex';
import {
  CREDENTIALS,
  mockPolicy,
  type CallerName,
} from '../__testUtils__/people';
import {
  seedAlert,
  seedProject,
  seedRecommendation,
} from '../__testUtils__/seed';
import {
  startGuardrails,
  type RunningGuardrails,
} from '../__testUtils__/startGuardrails';
import { openDatabase, testDatabases } from '../database/__testUtils__/engines';

const CALLS = 1_500;
const REFUSALS = [
  'AuthenticationError',
  'ConflictError',
  'InputError',
  'NotAllowedError',
  'NotFoundError',
];

// The reference engine: it refuses more of what it is given than SQLite does.
const databases = testDatabases(['POSTGRES_18']);

// After the databases, which set a shorter one.
jest.setTimeout(300_000);

describe('1,500 calls of actions, valid, nearly valid and hostile', () => {
  const registry = actionsRegistryServiceMock();
  let guardrails: RunningGuardrails;
  let knex: Knex;
  let ids: string[];

  beforeAll(async () => {
    const opened = await openDatabase(databases, 'POSTGRES_18');
    knex = opened.knex;
    guardrails = await startGuardrails({
      knex,
      features: [
        createServiceFactory({
          service: actionsRegistryServiceRef,
          deps: {},
          factory: () => registry,
        }),
        mockPolicy().permissions.factory,
      ],
    });
    const project = await seedProject(opened.database, 'payments-api');
    ids = [];
    for (let i = 0; i < 4; i++) {
      const alert = await seedAlert(opened.database, project);
      const advice = await seedRecommendation(opened.database, alert);
      ids.push(alert.id, advice.id);
    }
  });
  afterAll(() => guardrails.stop());

  const state = async () =>
    (
      await knex.raw(
        `select (select count(*) from events) as events,
                (select md5(string_agg(a::text, ',' order by id)) from alerts a) as alerts,
                (select md5(string_agg(r::text, ',' order by id)) from recommendations r) as recommendations`,
      )
    ).rows[0];

  const text = fc.oneof(
    fc.constantFrom(
      'payments-api',
      'component:default/payments-api',
      'a\0b',
      '\ud83d',
      ' ',
      '',
      "'; drop table alerts; --",
      '2026-02-30',
      '2026-11-10',
      '2026-12-01T00:00:00+25:00',
      '2001-01-01T00:00:00Z',
      'x'.repeat(5000),
    ),
    fc.string({ maxLength: 30, unit: 'binary' }),
  );
  const values = () => ({
    id: fc.oneof(
      fc.constantFrom(...ids),
      fc.constantFrom(...ids).map(id => id.toLocaleUpperCase('en-US')),
      fc.uuid(),
      text,
    ),
    note: text,
    reason: text,
    until: fc.oneof(
      fc.constant(new Date(Date.now() + 3_600_000).toISOString()),
      fc.constant(null),
      text,
    ),
    status: fc.oneof(
      fc.constantFrom('open', 'done', 'dismissed', ['open']),
      fc.jsonValue(),
    ),
    owner: fc.oneof(text, fc.constant(null)),
    project: text,
    entityRef: text,
    from: text,
    to: text,
    services: fc.array(text, { maxLength: 3 }),
    severity: fc.oneof(fc.constant(['high']), fc.jsonValue()),
    limit: fc.oneof(fc.integer(), fc.double(), text),
    cursor: text,
    bogus: fc.jsonValue(),
  });

  it('are done, or refused with a reason, and what is refused changes nothing', async () => {
    const { actions } = await registry.list();
    const call = fc.constantFrom(...actions).chain(({ name, schema }) => {
      const known = values() as Record<string, fc.Arbitrary<unknown>>;
      const own = Object.keys((schema.input as any).properties ?? {});
      return fc.record({
        name: fc.constant(name),
        caller: fc.constantFrom<CallerName>(
          'owner',
          'owner',
          'admin',
          'viewer',
          'other owner',
          'anonymous',
        ),
        input: fc
          .subarray([...own.filter(field => known[field]), 'bogus'], {
            minLength: 1,
          })
          .chain(fields =>
            fc.record(
              Object.fromEntries(fields.map(field => [field, known[field]])),
            ),
          ),
      });
    });
    const faults: string[] = [];
    const seen = new Set<string>();
    let before = await state();
    for (const { name, caller, input } of fc.sample(call, {
      numRuns: CALLS,
      seed: 20261123,
    })) {
      const refusal: any = await registry
        .invoke({
          id: `test:${name}`,
          input: input as any,
          credentials: CREDENTIALS[caller],
        })
        .then(
          () => undefined,
          error => error,
        );
      const after = await state();
      const reason =
        refusal?.name === 'ForwardedError' ? refusal.cause.name : refusal?.name;
      seen.add(reason ?? 'done');
      if (
        (refusal && !REFUSALS.includes(reason)) ||
        (refusal && JSON.stringify(after) !== JSON.stringify(before))
      ) {
        faults.push(`${caller} ${name} ${JSON.stringify(input)}: ${refusal}`);
      }
      before = after;
    }
    expect(faults).toEqual([]);
    // Otherwise the calls would not be what they are called.
    expect([...seen].sort()).toEqual(
      expect.arrayContaining(['InputError', 'NotFoundError', 'done']),
    );
  });
});
