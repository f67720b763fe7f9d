import { createServiceFactory } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { freezeClock } from '../__testUtils__/frozenClock';
import { mockPolicy } from '../__testUtils__/people';
import {
  seedAlert,
  seedCosts,
  seedProject,
  seedRecommendation,
} from '../__testUtils__/seed';
import {
  startGuardrails,
  type RunningGuardrails,
} from '../__testUtils__/startGuardrails';
import type { Database, ProjectRecord } from '../database';
import { openDatabase, testDatabases } from '../database/__testUtils__/engines';

freezeClock();
const databases = testDatabases();

describe('actions', () => {
  const registry = actionsRegistryServiceMock();
  const auditor = mockServices.auditor.mock();
  const finished = { success: jest.fn(), fail: jest.fn() };
  let guardrails: RunningGuardrails;
  let database: Database;
  let project: ProjectRecord;

  const ANA = mockCredentials.user('user:default/ana');
  const OSCAR = mockCredentials.user('user:default/oscar');
  const invoke = async (name: string, input: object, credentials = ANA) => {
    const { output } = await registry.invoke({
      id: `test:${name}`,
      input: input as any,
      credentials,
    });
    return output as any;
  };

  beforeAll(async () => {
    auditor.createEvent.mockResolvedValue(finished);
    const opened = await openDatabase(databases, 'SQLITE_3');
    database = opened.database;
    const { permissions } = mockPolicy();
    guardrails = await startGuardrails({
      knex: opened.knex,
      features: [
        createServiceFactory({
          service: actionsRegistryServiceRef,
          deps: {},
          factory: () => registry,
        }),
        auditor.factory,
        permissions.factory,
      ],
    });
    project = await seedProject(database, 'payments-api');
  });
  afterAll(() => guardrails.stop());

  it('say of themselves what they change', async () => {
    const { actions } = await registry.list();
    expect(
      Object.fromEntries(
        actions.map(({ name, attributes }) => [name, attributes]),
      ),
    ).toEqual({
      'list-alerts': { readOnly: true, idempotent: true, destructive: false },
      'explain-alert': { readOnly: true, idempotent: true, destructive: false },
      'get-cost-history': {
        readOnly: true,
        idempotent: true,
        destructive: false,
      },
      'acknowledge-alert': {
        readOnly: false,
        idempotent: false,
        destructive: false,
      },
      'resolve-alert': {
        readOnly: false,
        idempotent: false,
        destructive: true,
      },
      'reopen-alert': {
        readOnly: false,
        idempotent: false,
        destructive: false,
      },
      'expect-alert': {
        readOnly: false,
        idempotent: false,
        destructive: true,
      },
      'snooze-alert': {
        readOnly: false,
        idempotent: true,
        destructive: true,
      },
      'update-recommendation': {
        readOnly: false,
        idempotent: false,
        destructive: true,
      },
    });
  });

  it('list the unresolved alerts of an entity', async () => {
    const { id } = await seedAlert(database, project);

    const { items, totalItems } = await invoke('list-alerts', {
      entityRef: 'component:default/payments-api',
    });

    expect(totalItems).toBe(items.length);
    expect(items).toContainEqual(
      expect.objectContaining({
        id,
        project: 'payments-api',
        status: 'open',
        observedValue: 412,
        unit: 'USD',
        allowedTransitions: ['acknowledged', 'resolved'],
      }),
    );
  });

  it('explain an alert with its arithmetic, recommendations and timeline', async () => {
    await seedCosts(
      database,
      project,
      { 'Amazon RDS': '198.0000' },
      { from: 40, to: 1 },
    );
    const alert = await seedAlert(database, project, {
      serviceName: 'Amazon RDS',
    });
    const { id } = await seedRecommendation(database, alert);

    const explained = await invoke('explain-alert', { id: alert.id });

    expect(explained.rule.name).toBe('cost_spike');
    expect(explained.arithmetic.length).toBeGreaterThan(2);
    expect(explained.recommendations).toMatchObject([
      { id, actionSteps: ['Open Performance Insights', 'Sort by load'] },
    ]);
    expect(explained.timeline[0]).toMatchObject({ actor: 'system' });
  });

  it('read the costs of a project', async () => {
    const report = await invoke('get-cost-history', {
      project: 'payments-api',
      from: '2026-11-10',
      to: '2026-11-11',
    });

    expect(report).toMatchObject({
      total: 396,
      currency: 'USD',
      days: [
        { date: '2026-11-10', total: 198 },
        { date: '2026-11-11', total: 198 },
      ],
      services: [{ service: 'Amazon RDS', total: 396 }],
    });
  });

  it('move an alert, with actor, note and audit', async () => {
    const { id } = await seedAlert(database, project);

    const { alert } = await invoke('acknowledge-alert', { id, note: 'mine' });

    expect(alert.status).toBe('acknowledged');
    const events = await database.events.byEntity('alert', id);
    expect(events.at(-1)).toMatchObject({
      eventType: 'status_changed',
      actor: 'ana@example.com',
      metadata: { from: 'open', to: 'acknowledged', note: 'mine' },
    });
    expect(auditor.createEvent).toHaveBeenLastCalledWith(
      expect.objectContaining({
        eventId: 'alert-update',
        meta: expect.objectContaining({
          alertId: id,
          calledBy: 'user:default/ana',
        }),
      }),
    );
  });

  it('refuse what the workflow does not allow, and the auditor hears of it', async () => {
    const { id } = await seedAlert(database, project);
    await invoke('resolve-alert', { id });

    await expect(invoke('acknowledge-alert', { id })).rejects.toThrow(
      /resolved.*open/,
    );
    expect(finished.fail).toHaveBeenCalled();
  });

  it('reopen an alert', async () => {
    const { id } = await seedAlert(database, project);
    await invoke('resolve-alert', { id });

    const { alert } = await invoke('reopen-alert', { id });

    expect(alert.status).toBe('open');
  });

  it('snooze an alert, and wake it up', async () => {
    const { id } = await seedAlert(database, project);

    const snoozed = await invoke('snooze-alert', {
      id,
      until: '2026-12-01T08:00:00Z',
      note: 'known',
    });
    const awake = await invoke('snooze-alert', { id, until: null });

    expect(snoozed.snoozedUntil).toBe('2026-12-01T08:00:00.000Z');
    expect(snoozed.alert.status).toBe('open');
    expect(awake.snoozedUntil).toBeUndefined();
  });

  it('move and assign a recommendation', async () => {
    const { id } = await seedRecommendation(
      database,
      await seedAlert(database, project),
    );

    const { recommendation } = await invoke('update-recommendation', {
      id,
      status: 'in_progress',
      owner: 'ana@example.com',
    });

    expect(recommendation).toMatchObject({
      status: 'in_progress',
      owner: 'ana@example.com',
    });
  });

  it('describe every input', async () => {
    const { actions } = await registry.list();
    const undescribed = actions.flatMap(({ name, schema }) =>
      Object.entries<any>((schema.input as any).properties ?? {})
        .filter(([, { description }]) => !description)
        .map(([input]) => `${name}: ${input}`),
    );
    expect(undescribed).toEqual([]);
  });

  it.each<[string, object]>([
    ['list-alerts', { statuses: ['open'] }],
    ['list-alerts', { project: 'a\0b' }],
    ['list-alerts', { cursor: 'rubbish' }],
    ['get-cost-history', { project: 'payments-api', from: 'yesterday' }],
    ['get-cost-history', { project: 'payments-api', from: '2026-02-30' }],
    ['get-cost-history', { project: 'payments-api', services: ['\ud83d'] }],
    ['explain-alert', { id: '42' }],
    ['resolve-alert', { note: ' ' }],
    ['resolve-alert', { note: 'a\0b' }],
    ['resolve-alert', { reason: 'a field that there is not' }],
    ['expect-alert', { reason: ' ' }],
    ['expect-alert', { reason: 'x', until: '2026-12-01T00:00:00+25:00' }],
    ['snooze-alert', { until: 'tomorrow' }],
    ['snooze-alert', { until: '2026-12-01T00:00:00+25:00' }],
    ['snooze-alert', { until: '2001-01-01T00:00:00Z' }],
    ['update-recommendation', {}],
    ['update-recommendation', { owner: ' ' }],
    ['update-recommendation', { owner: 'a\nb' }],
  ])('%s refuses %j as REST does, and nothing changes', async (name, input) => {
    const alert = await seedAlert(database, project);
    const advice = await seedRecommendation(database, alert);
    const takesId = !/^(list|get)-/.test(name);
    const { id } = name === 'update-recommendation' ? advice : alert;

    await expect(
      invoke(name, { ...(takesId && { id }), ...input }),
    ).rejects.toMatchObject({ name: 'InputError' });
    expect(await database.alerts.byId(alert.id)).toEqual(alert);
    expect(await database.recommendations.byAlert(alert.id)).toEqual([advice]);
  });

  it('show nobody what they may not see', async () => {
    const { id } = await seedAlert(database, project);

    await expect(invoke('explain-alert', { id }, OSCAR)).rejects.toThrow(
      'No alert has the id',
    );
    await expect(invoke('resolve-alert', { id }, OSCAR)).rejects.toThrow();
    expect((await invoke('list-alerts', {}, OSCAR)).items).toEqual([]);
  });

  it('refuse who is nobody', async () => {
    await expect(
      invoke('list-alerts', {}, mockCredentials.none() as any),
    ).rejects.toThrow('on behalf of a signed-in user');
  });
});
