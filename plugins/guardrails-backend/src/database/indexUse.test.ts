/** Every list is answered from an index in its own order, so that a page costs the same however long the history is. */
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import type { Database } from './Database';
import type { Stores } from './interfaces';
import { SqlAlertStore } from './SqlAlertStore';
import { SqlEventStore } from './SqlEventStore';
import { SqlProjectStore } from './SqlProjectStore';
import { SqlRecommendationStore } from './SqlRecommendationStore';
import { SqlRunStore } from './SqlRunStore';
import { openDatabase, testDatabases } from './__testUtils__/engines';
import { NOON } from './__testUtils__/samples';

const databases = testDatabases(['POSTGRES_18']);

/** The nodes of a plan from the one that reads an index up to the limit that cuts the page. */
function pathTo(index: string, plan: string): string[] {
  const lines = plan.split('\n');
  const depthOf = (line: string) => line.search(/[A-Z]/);
  let at = lines.findIndex(line => line.includes(index));
  const path = [lines[at]];
  for (; at >= 0 && !path[path.length - 1].includes('Limit'); at -= 1) {
    const line = lines[at];
    if (
      line.includes('cost=') &&
      depthOf(line) < depthOf(path[path.length - 1])
    ) {
      path.push(line);
    }
  }
  expect(path[path.length - 1]).toContain('Limit');
  return path;
}

describe('on PostgreSQL', () => {
  let knex: Knex;
  let database: Database;
  let projectId: string;

  beforeAll(async () => {
    ({ knex, database } = await openDatabase(databases, 'POSTGRES_18'));
    const projects = await database.projects.ensure(
      Array.from({ length: 20 }, (_, i) => `project-${i}`),
    );
    projectId = projects[0].id;
    // A history long enough that reading and sorting all of it is what the planner avoids by itself; mostly
    // restatements, as on a portal that reads many projects.
    await knex.raw(`
      insert into alerts
        (project_id, alert_type, status, severity, title, description, source, detected_at, window_start, window_end,
         service_name, observed_value, baseline_value, threshold_value, rule_name, resolved_at)
      select id, 'cost', 'resolved', (array['low', 'medium', 'high'])[1 + i % 3], 't', 'd', 's', at, at, at,
             'Amazon S3', 3, 1, 2, 'rule', at
      from projects, generate_series(1, 500) i, lateral (select timestamptz '2026-11-18' - i * interval '1 hour' as at)
    `);
    await knex.raw(`
      insert into recommendations (project_id, alert_id, title, action_steps, impact, owner, created_at)
      select project_id, id, 't', 's', 'i', project_id::text, detected_at from alerts
    `);
    await knex.raw(`
      insert into events
        (project_id, entity_type, entity_id, event_type, message, actor, metadata, created_at)
      select project_id, case i % 100 when 0 then 'recommendation' when 2 then 'alert' else 'job' end, gen_random_uuid(),
             case i % 100 when 1 then 'run_failed' when 2 then 'finding_suppressed' else 'cost_restated' end, 'm',
             'user-' || i % 50,
             jsonb_build_object('jobId', case when i % 10 = 0 then 'job-' || i % 3 end, 'service', 'service-' || i % 30) || case i % 100 when 2 then jsonb_build_object('alertId', gen_random_uuid()) else '{}' end,
             detected_at
      from (select *, row_number() over (order by detected_at) as i from alerts) as numbered
    `);
    await knex.raw(`
      insert into daily_costs (project_id, cost_date, service, amount)
      select id, date '2026-11-18' - day, 'service-' || service, 1
      from projects, generate_series(1, 60) day, generate_series(1, 10) service
    `);
    await knex.raw(`
      insert into reliability_metrics (project_id, metric_ts, metric_name, value, unit)
      select id, timestamptz '2026-11-18' - i * interval '5 minutes', metric, 1, 'count'
      from projects, generate_series(1, 500) i, unnest(array['5xx_count', 'p95_latency_ms']) metric
    `);
    // An outlet was told nearly all.
    await knex.raw(`
      insert into deliveries (event_id, outlet, status, attempts, next_attempt_at)
      select id, 'webhook', case when row_number() over (order by id) % 20 = 0 then 'pending' else 'delivered' end, 1,
             created_at
      from events
    `);
    await knex.raw('vacuum analyze');
  });

  /** The plan of the one statement that reads a page, or of the only one there is. */
  async function planOf(work: () => Promise<unknown>): Promise<string> {
    const asked: { sql: string; bindings: unknown[] }[] = [];
    const listen = (query: (typeof asked)[number]) => asked.push(query);
    knex.on('query', listen);
    await work();
    knex.removeListener('query', listen);

    const { sql, bindings } =
      asked.find(query => / limit \d+$/.test(query.sql)) ??
      asked.find(query => !/^(BEGIN|SAVEPOINT|select pg_)/.test(query.sql))!;
    const connection = await knex.client.acquireConnection();
    try {
      const { rows } = await connection.query(`explain ${sql}`, bindings);
      return rows
        .map((row: Record<string, string>) => row['QUERY PLAN'])
        .join('\n');
    } finally {
      await knex.client.releaseConnection(connection);
    }
  }

  const page = { limit: 10 };
  const cursorOf = (name: string, rank: number | string | null) =>
    Buffer.from(
      JSON.stringify([name, rank, NOON.getTime(), randomUUID()]),
    ).toString('base64url');
  const alertsByTime = {
    ...page,
    order: 'detectedAt' as const,
    cursor: cursorOf('alerts.detectedAt', null),
  };
  const alertsBySeverity = {
    ...page,
    order: 'severity' as const,
    cursor: cursorOf('alerts.severity', 2),
  };
  const events = { ...page, cursor: cursorOf('events', null) };
  const recommendations = {
    ...page,
    order: 'createdAt' as const,
    cursor: cursorOf('recommendations', null),
  };
  const recommendationsByMoney = {
    ...page,
    order: 'money' as const,
    cursor: cursorOf('recommendations.cost_at_stake', '1.5'),
  };
  const recommendationsBySeverity = {
    ...page,
    order: 'severity' as const,
    cursor: cursorOf('recommendations.urgency', 2),
  };

  type Read = [string, string, () => Promise<unknown>];

  const pages: Read[] = [
    [
      'deliveries that are due',
      'deliveries_queue_index',
      () => database.deliveries.claim('webhook', NOON, NOON),
    ],
    [
      'alerts of all projects by time',
      'alerts_detected_at_index',
      () => database.alerts.listShown({}, alertsByTime, new Date()),
    ],
    [
      'alerts of all projects by severity',
      'alerts_severity_index',
      () => database.alerts.listShown({}, alertsBySeverity, new Date()),
    ],
    [
      'alerts of a project by time',
      'alerts_project_id_detected_at_index',
      () =>
        database.alerts.listShown(
          { projectIds: [projectId] },
          alertsByTime,
          new Date(),
        ),
    ],
    [
      'alerts of a project by severity',
      'alerts_project_id_severity_index',
      () =>
        database.alerts.listShown(
          { projectIds: [projectId] },
          alertsBySeverity,
          new Date(),
        ),
    ],
    [
      'recommendations of all projects',
      'recommendations_created_at_index',
      () => database.recommendations.list({}, recommendations),
    ],
    [
      'recommendations of a project',
      'recommendations_project_id_created_at_index',
      () =>
        database.recommendations.list(
          { projectIds: [projectId] },
          recommendations,
        ),
    ],
    [
      'recommendations of an owner',
      'recommendations_owner_created_at_index',
      () =>
        database.recommendations.list(
          { owner: 'ana@example.com' },
          recommendations,
        ),
    ],
    [
      'events of all projects',
      'events_created_at_index',
      () => database.events.listNamed({}, events),
    ],
    [
      'events of a project',
      'events_project_id_created_at_index',
      () => database.events.listNamed({ projectIds: [projectId] }, events),
    ],
    [
      'events of a kind',
      'events_event_type_created_at_index',
      () => database.events.list({ eventType: ['run_failed'] }, events),
    ],
    [
      'events of all recommendations',
      'events_entity_type_created_at_index',
      () => database.events.list({ entityType: ['recommendation'] }, events),
    ],
    [
      'events of a person',
      'events_actor_created_at_index',
      () => database.events.list({ actor: 'ana@example.com' }, events),
    ],
    [
      'runs of a job',
      'events_job_id_created_at_index',
      () => database.events.list({ jobId: 'detect' }, events),
    ],
  ];

  const others: Read[] = [
    [
      'what a planned activity kept off an alert',
      'events_suppressed_alert_index',
      () => database.plannedActivities.suppressionsOf(randomUUID()),
    ],
    [
      'recommendations by money',
      'alerts_cost_at_stake_index',
      () => database.recommendations.list({}, recommendationsByMoney),
    ],
    [
      'recommendations by severity',
      'alerts_urgency_index',
      () => database.recommendations.list({}, recommendationsBySeverity),
    ],
    [
      'recommendations of a project by severity',
      'alerts_project_id_urgency_index',
      () =>
        database.recommendations.list(
          { projectIds: [projectId] },
          recommendationsBySeverity,
        ),
    ],
    [
      'recommendations that are done',
      'recommendations_done_at_index',
      () => database.savings.done(undefined, new Date(0)),
    ],
    [
      'alerts by their resolution',
      'alerts_resolved_at_index',
      () =>
        database.alerts.list(
          { resolvedFrom: NOON, resolvedTo: NOON },
          { ...page, order: 'detectedAt' },
        ),
    ],
    [
      'counts of alerts that are not resolved',
      'alerts_unresolved_fingerprint_unique',
      () => database.projects.standings([projectId], []),
    ],
    [
      'recommendations of an alert',
      'recommendations_alert_id_created_at_index',
      () => database.recommendations.byAlert(randomUUID()),
    ],
    [
      'counts of recommendations',
      'recommendations_project_id_status_index',
      () => database.projects.standings([projectId], []),
    ],
    [
      'events of an alert',
      'events_entity_id_created_at_index',
      () => database.events.byEntity('alert', randomUUID()),
    ],
    [
      'planned activities that have not ended',
      'events_event_type_created_at_index',
      () => database.plannedActivities.endingAfter(NOON),
    ],
    [
      'restatements of a service',
      'events_restatements_index',
      () => database.events.restatements(projectId, 'service-7', new Date(0)),
    ],
    [
      'points of a metric',
      'reliability_metrics_series_index',
      () =>
        database.metrics.points({
          projectId,
          metricName: '5xx_count',
          from: NOON,
          to: NOON,
        }),
    ],
    [
      'extents of metrics',
      'reliability_metrics_series_index',
      () => database.metrics.extents(projectId),
    ],
    [
      'extent of costs',
      'daily_costs_amounts_index',
      () => database.costs.extent(projectId),
    ],
    [
      'totals of costs',
      'daily_costs_amounts_index',
      () =>
        database.costs.totalsByDay({
          projectId,
          from: '2026-11-01',
          to: '2026-11-30',
        }),
    ],
  ];

  it.each([...pages, ...others])('%s come from %s', async (_, index, work) => {
    const plan = await planOf(work);

    expect(plan).toContain(index);
    const isFew = [
      // Most projects are on any page.
      'Seq Scan on projects',
      // None is stored here; of those that are, nearly all are asked for.
      'Seq Scan on measured_savings',
      'Seq Scan on expected_savings',
      // A count ends at its limit, however it reads.
      /Limit .* rows=10000 .*\n\s+->\s+Seq Scan/g,
    ];
    const readOfPage = isFew.reduce<string>(
      (rest, few) => rest.replaceAll(few, ''),
      plan,
    );
    expect(readOfPage).not.toContain('Seq Scan');
  });

  const takenBack = new Error('taken back');

  /** What retention deletes; in a transaction that is taken back. */
  const deletions: Read[] = (
    [
      [
        'old costs of a project',
        'daily_costs_amounts_index',
        ({ costs }) => costs.deleteBefore(projectId, '2026-11-01', 10),
      ],
      [
        'old points of a project',
        'reliability_metrics_project_id_metric_ts_metric_name_unique',
        ({ metrics }) => metrics.deleteBefore(projectId, NOON, 10),
      ],
      [
        'old events',
        'events_created_at_index',
        ({ events: trail }) => trail.deleteBefore(NOON, { limit: 10 }),
      ],
    ] satisfies [string, string, (stores: Stores) => Promise<unknown>][]
  ).map(([name, index, work]) => [
    name,
    index,
    () =>
      database
        .transaction(async stores => {
          await work(stores);
          throw takenBack;
        })
        .catch(error => {
          if (error !== takenBack) throw error;
        }),
  ]);

  it.each(deletions)(
    '%s are found for a batch in the order of %s',
    async (_, index, work) => {
      const plan = await planOf(work);

      expect(pathTo(index, plan).join()).not.toContain('Sort');
      expect(plan).not.toContain('Seq Scan');
    },
  );

  it.each(pages)(
    '%s are cut to the page before anything is sorted',
    async (_name, index, work) => {
      expect(pathTo(index, await planOf(work)).join()).not.toContain('Sort');
    },
  );

  it.each<[string, (trx: Knex) => Promise<unknown>]>([
    [
      'a page of alerts',
      trx =>
        new SqlAlertStore(trx).listShown(
          {},
          { limit: 50, order: 'detectedAt' },
          NOON,
        ),
    ],
    [
      'a page of the alerts of a project by severity',
      trx =>
        new SqlAlertStore(trx).listShown(
          { projectIds: [projectId] },
          { limit: 50, order: 'severity' },
          NOON,
        ),
    ],
    [
      'a page of recommendations',
      trx =>
        new SqlRecommendationStore(trx).list(
          {},
          { limit: 50, order: 'createdAt' },
        ),
    ],
    [
      'a page of the recommendations of a project by money',
      trx =>
        new SqlRecommendationStore(trx).list(
          { projectIds: [projectId] },
          { limit: 50, order: 'money' },
        ),
    ],
    ['a page of events', trx => new SqlEventStore(trx).list({}, { limit: 50 })],
    [
      'how a project stands',
      trx =>
        new SqlProjectStore(trx).standings(
          [projectId],
          [{ from: '2026-11-01', to: '2026-11-18' }],
        ),
    ],
    [
      'the newest runs',
      trx => new SqlRunStore(trx).newestEnds([{ jobId: 'job-0' }]),
    ],
    [
      'who completed a project',
      trx => new SqlRunStore(trx).newestCompletions('job-0', ['project-1']),
    ],
  ])('%s is planned once', async (_, ask) => {
    const names = new Set<string>();
    const listen = ({ options }: { options?: { name?: string } }) => {
      if (options?.name) names.add(options.name);
    };
    const plans = await knex.transaction(async trx => {
      knex.on('query', listen);
      // The first five are planned anew; after these PostgreSQL keeps a plan that seems no worse than they were.
      for (let i = 0; i < 8; i++) await ask(trx);
      knex.removeListener('query', listen);
      const { rows } = await trx.raw(
        'select generic_plans from pg_prepared_statements where name = any(?)',
        [[...names]],
      );
      return rows.map((row: { generic_plans: string }) =>
        Number(row.generic_plans),
      );
    });
    expect(plans.length).toBeGreaterThan(0);
    expect(plans).not.toContain(0);
  });
});
