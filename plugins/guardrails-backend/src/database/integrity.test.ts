/** What the database itself refuses, whoever writes to it. */
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import type { Database } from './Database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
  type Engine,
} from './__testUtils__/engines';
import {
  costAlert,
  newProject,
  NOON,
  rdsCost,
  rightSizing,
  runStarted,
} from './__testUtils__/samples';

const databases = testDatabases();

describe.each(ENGINES)('the database refuses on %s', (engine: Engine) => {
  let knex: Knex;
  let database: Database;
  let projectId: string;

  beforeAll(async () => {
    ({ knex, database } = await openDatabase(databases, engine));
    projectId = (await newProject(database)).id;
  });

  const stamp = () =>
    engine === 'POSTGRES_18' ? NOON.toISOString() : NOON.getTime();

  const rows: Record<string, () => Promise<Record<string, unknown>>> = {
    projects: async () => ({ id: randomUUID(), name: randomUUID() }),
    daily_costs: async () => ({
      id: randomUUID(),
      project_id: projectId,
      cost_date: '2026-11-18',
      service: randomUUID(),
      amount: '-1.5',
    }),
    reliability_metrics: async () => ({
      id: randomUUID(),
      project_id: projectId,
      metric_ts: stamp(),
      metric_name: randomUUID(),
      value: 1,
      unit: 'ms',
    }),
    alerts: async () => ({
      id: randomUUID(),
      project_id: projectId,
      alert_type: 'cost',
      severity: 'low',
      title: 'title',
      description: 'description',
      source: 'job',
      detected_at: stamp(),
      window_start: stamp(),
      window_end: stamp(),
      service_name: randomUUID(),
      observed_value: 3,
      baseline_value: 1,
      threshold_value: 2,
      rule_name: 'rule',
    }),
    recommendations: async () => {
      const alert = await rows.alerts();
      await knex('alerts').insert(alert);
      return {
        id: randomUUID(),
        project_id: projectId,
        alert_id: alert.id,
        title: 'title',
        action_steps: 'step',
        impact: 'impact',
      };
    },
    events: async () => ({
      id: randomUUID(),
      project_id: projectId,
      entity_type: 'alert',
      entity_id: randomUUID(),
      event_type: 'created',
      message: 'message',
      actor: 'system',
      metadata: '{}',
    }),
  };

  const insert = async (table: string, overrides: Record<string, unknown>) =>
    knex(table).insert({ ...(await rows[table]()), ...overrides });

  /** Documented values of the columns that have a value set, with the stamps that go with a status. */
  const accepted: [string, Record<string, unknown>][] = [
    ['reliability_metrics', { unit: 'count' }],
    ['reliability_metrics', { unit: 'ms' }],
    ['alerts', { alert_type: 'cost' }],
    ['alerts', { alert_type: 'reliability', metric_name: '5xx_count' }],
    ['alerts', { severity: 'low' }],
    ['alerts', { severity: 'medium' }],
    ['alerts', { severity: 'high' }],
    ['alerts', { status: 'open' }],
    ['alerts', { status: 'acknowledged', acknowledged_at: stamp() }],
    ['alerts', { status: 'resolved', resolved_at: stamp() }],
    [
      'alerts',
      { status: 'resolved', acknowledged_at: stamp(), resolved_at: stamp() },
    ],
    ['recommendations', { status: 'open' }],
    ['recommendations', { status: 'in_progress' }],
    ['recommendations', { status: 'done', done_at: stamp() }],
    ['recommendations', { status: 'dismissed', dismissed_at: stamp() }],
    ['events', { entity_type: 'alert' }],
    ['events', { entity_type: 'recommendation' }],
    ['events', { entity_type: 'job' }],
    ['events', { entity_type: 'job', entity_id: null }],
  ];

  it.each(accepted)(
    'nothing that is documented: %s %j',
    async (table, values) => {
      await expect(insert(table, values)).resolves.toBeDefined();
    },
  );

  const refused: [string, Record<string, unknown>][] = [
    ['reliability_metrics', { unit: 'percent' }],
    ['alerts', { alert_type: 'security' }],
    ['alerts', { severity: 'critical' }],
    ['alerts', { status: 'closed' }],
    ['alerts', { status: 'acknowledged' }],
    ['alerts', { status: 'open', acknowledged_at: stamp() }],
    ['alerts', { status: 'resolved' }],
    ['alerts', { status: 'open', resolved_at: stamp() }],
    ['alerts', { alert_type: 'cost', service_name: null }],
    ['alerts', { alert_type: 'reliability', metric_name: null }],
    [
      'alerts',
      { window_start: engine === 'POSTGRES_18' ? '2027-01-01' : 9e15 },
    ],
    ['recommendations', { status: 'started' }],
    ['recommendations', { status: 'done' }],
    ['recommendations', { status: 'open', done_at: stamp() }],
    ['recommendations', { status: 'dismissed' }],
    [
      'recommendations',
      { status: 'done', done_at: stamp(), dismissed_at: stamp() },
    ],
    ['recommendations', { alert_id: randomUUID() }],
    ['events', { entity_type: 'project' }],
    ['events', { entity_type: 'alert', entity_id: null }],
    ...[
      'daily_costs',
      'reliability_metrics',
      'alerts',
      'recommendations',
      'events',
    ].map((table): [string, Record<string, unknown>] => [
      table,
      { project_id: randomUUID() },
    ]),
  ];

  it.each(refused)('%s %j', async (table, values) => {
    await expect(insert(table, values)).rejects.toThrow(
      /violates (check|foreign key) constraint|(CHECK|FOREIGN KEY) constraint failed/,
    );
  });

  it('the same key twice', async () => {
    const keys: [string, Record<string, unknown>][] = [
      ['projects', { name: 'twin' }],
      ['daily_costs', { cost_date: '2026-11-18', service: 'twin' }],
      ['reliability_metrics', { metric_ts: stamp(), metric_name: 'twin' }],
      ['alerts', { service_name: 'twin' }],
    ];
    for (const [table, key] of keys) {
      await insert(table, key);
      await expect(insert(table, key)).rejects.toThrow(/unique/i);
    }
  });

  it('a recommendation of another project than its alert’s', async () => {
    const other = await newProject(database);
    const says = 'a recommendation belongs to the project of its alert';
    await expect(
      insert('recommendations', { project_id: other.id }),
    ).rejects.toThrow(says);

    const recommendation = await rows.recommendations();
    await knex('recommendations').insert(recommendation);
    await expect(
      knex('recommendations')
        .where({ id: recommendation.id })
        .update({ project_id: other.id }),
    ).rejects.toThrow(says);
  });

  it('to change an event', async () => {
    const [event] = await database.events.append([runStarted(projectId)], NOON);
    await expect(
      knex('events').where('id', event.id).update({ actor: 'mallory' }),
    ).rejects.toThrow('events are append-only');
    expect(await database.events.byEntity('job', event.entityId!)).toEqual([
      event,
    ]);
  });

  it('nothing of a project when the project is deleted', async () => {
    const project = await newProject(database);
    await database.costs.upsert(project.id, [rdsCost()]);
    await database.metrics.upsert(project.id, [
      { metricName: '5xx_count', at: NOON, value: 1, unit: 'count' },
    ]);
    const alert = await database.alerts.insert(costAlert(project.id), NOON);
    await database.recommendations.insert(
      [rightSizing(project.id, alert!.id)],
      NOON,
    );
    await database.events.append([runStarted(project.id)], NOON);

    await knex('projects').where('id', project.id).delete();

    for (const table of Object.keys(rows).filter(name => name !== 'projects')) {
      expect(
        await knex(table).where('project_id', project.id).select('id'),
      ).toEqual([]);
    }
  });
});
