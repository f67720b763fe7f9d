import { createServiceFactory } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { mockServices } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import type { Knex } from 'knex';
import { documentedTable } from '../__testUtils__/accessTables';
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
import type { Database, ProjectRecord } from '../database';
import { openDatabase, testDatabases } from '../database/__testUtils__/engines';

jest.setTimeout(60_000);

// Who may do what does not depend on the engine.
const databases = testDatabases(['SQLITE_3']);

const names = Object.keys(CREDENTIALS) as CallerName[];

/** What each action is asked about the project payments-api. */
type Input = (things: { alertId: string; adviceId: string }) => object;
const INPUTS: Readonly<Record<string, Input>> = {
  'list-alerts': () => ({}),
  'explain-alert': ({ alertId }) => ({ id: alertId }),
  'get-cost-history': () => ({ project: 'payments-api' }),
  'acknowledge-alert': ({ alertId }) => ({ id: alertId }),
  'resolve-alert': ({ alertId }) => ({ id: alertId }),
  // Seeded acknowledged, because an open alert cannot be opened.
  'reopen-alert': ({ alertId }) => ({ id: alertId }),
  'expect-alert': ({ alertId }) => ({ id: alertId, reason: 'load test' }),
  'snooze-alert': ({ alertId }) => ({
    id: alertId,
    until: new Date(Date.now() + 3_600_000).toISOString(),
  }),
  'update-recommendation': ({ adviceId }) => ({ id: adviceId, owner: 'bob' }),
};

describe('the documented table of actions', () => {
  const registry = actionsRegistryServiceMock();
  const auditor = mockServices.auditor.mock();
  const audited = { success: jest.fn(), fail: jest.fn() };
  let guardrails: RunningGuardrails;
  let database: Database;
  let knex: Knex;
  let project: ProjectRecord;

  beforeAll(async () => {
    auditor.createEvent.mockResolvedValue(audited);
    const opened = await openDatabase(databases, 'SQLITE_3');
    ({ database, knex } = opened);
    guardrails = await startGuardrails({
      knex,
      features: [
        createServiceFactory({
          service: actionsRegistryServiceRef,
          deps: {},
          factory: () => registry,
        }),
        auditor.factory,
        mockPolicy().permissions.factory,
      ],
    });
    project = await seedProject(database, 'payments-api');
    const search = await seedProject(database, 'search');
    for (const each of [project, search]) {
      await seedRecommendation(database, await seedAlert(database, each));
    }
  });
  afterAll(() => guardrails.stop());
  beforeEach(() => jest.clearAllMocks());

  /** A change finds things that nobody changed before. */
  const things = async (action: string, isQuestion: boolean) => {
    const [alert] = isQuestion
      ? await database.alerts.unresolved(project.id)
      : [await seedAlert(database, project)];
    const [advice] = isQuestion
      ? await database.recommendations.byAlert(alert.id)
      : [await seedRecommendation(database, alert)];
    if (action === 'reopen-alert') {
      await database.alerts.transition(
        alert.id,
        { from: 'open', to: 'acknowledged' },
        new Date(),
      );
    }
    return { alertId: alert.id, adviceId: advice.id };
  };

  /** Everything that a change of these could have changed. */
  const stateOf = async () => ({
    alerts: await knex('alerts').select('*').orderBy('id'),
    recommendations: await knex('recommendations').select('*').orderBy('id'),
    events: await knex('events').select('id').orderBy('id'),
  });

  /** `allowed`, of a list with how many items, or the name of the refusal. */
  const ask = async (name: string, isQuestion: boolean, caller: CallerName) => {
    const input = INPUTS[name](await things(name, isQuestion));
    const before = await stateOf();
    const { createEvent } = auditor;
    createEvent.mockClear();
    audited.fail.mockClear();
    try {
      const { output } = await registry.invoke({
        id: `test:${name}`,
        input: input as any,
        credentials: CREDENTIALS[caller],
      });
      if (!isQuestion) expect(audited.fail).not.toHaveBeenCalled();
      const { items } = output as { items?: unknown[] };
      return items ? `allowed (${items.length})` : 'allowed';
    } catch (error) {
      expect(await stateOf()).toEqual(before);
      if (!isQuestion) {
        expect(createEvent).toHaveBeenCalledTimes(1);
        expect(audited.fail).toHaveBeenCalledTimes(1);
      }
      const { cause = error, name: own } = error as Error & { cause?: Error };
      return own === 'ForwardedError' ? (cause as Error).name : own;
    }
  };

  it('is what every action answers to every caller, and what is refused changes nothing and is audited', async () => {
    const { actions } = await registry.list();
    // Questions first: what the changes leave behind would be counted.
    const ordered = [
      ...actions.filter(({ attributes }) => attributes.readOnly),
      ...actions.filter(({ attributes }) => !attributes.readOnly),
    ];
    const rows: string[][] = [['action', ...names]];
    for (const { name, attributes } of ordered) {
      const cells = [];
      for (const caller of names) {
        cells.push(await ask(name, attributes.readOnly, caller));
      }
      rows.push([`\`${name}\``, ...cells]);
    }
    expect(rows).toEqual(documentedTable('action'));
  });
});
