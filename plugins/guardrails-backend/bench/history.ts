/** Years of a portal's history, made inside the database: what they say does not matter, how much there is does. */
import type { Knex } from 'knex';
import { builtInRules } from '../src/detection';
import { bulkLoad } from './bulkLoad';

export interface HistorySize {
  readonly projects: number;
  readonly metricRows: number;
  readonly costRows: number;
  readonly alerts: number;
  readonly events: number;
}

const SERVICES = 25;
/** Of each project, on services of their own: there is one unresolved alert of a series at most. */
const UNRESOLVED_OF_PROJECT = 10;
/** Alerts go back three years. */
const ALERT_DAYS = 1095;
/** Of a hundred recommendations of resolved alerts; the others were dismissed. */
const DONE_OF_100 = 2;
/** Of the events that are no alert's, those that are runs; nearly all others are restatements. */
const SHARE_OF_RUNS = 0.2;

export async function writeHistory(
  knex: Knex,
  size: HistorySize,
): Promise<void> {
  const each = (total: number) => Math.ceil(total / size.projects);
  await knex.raw(
    `insert into projects (name) select 'project-' || n from generate_series(1, ?::int) n`,
    [size.projects],
  );
  await bulkLoad(knex, 'daily_costs', trx =>
    trx.raw(
      `insert into daily_costs (project_id, cost_date, service, amount)
       select p.id, (now() at time zone 'utc')::date - d, 'Amazon Simulated Service ' || s, round((random() * 500)::numeric, 4)
       from generate_series(?::int, 1, -1) d, projects p, generate_series(0, ?::int) s`,
      [Math.ceil(each(size.costRows) / SERVICES), SERVICES - 1],
    ),
  );
  // Loaded without the triggers that would.
  await knex.raw(
    `insert into daily_cost_totals
       (project_id, cost_date, usage_ten_thousandths, charges_ten_thousandths, usage_rows, charge_rows)
     select project_id, cost_date, sum(amount * 10000), 0, count(*), 0 from daily_costs group by project_id, cost_date`,
  );
  // As they arrive: oldest first, of all projects at once.
  await bulkLoad(knex, 'reliability_metrics', trx =>
    trx.raw(
      `insert into reliability_metrics (project_id, metric_ts, metric_name, value, unit)
       select p.id, date_trunc('hour', now()) - k * interval '5 minutes', m.name, round((random() * 900)::numeric, 6), m.unit
       from generate_series(?::int, 1, -1) k, projects p,
            (values ('5xx_count', 'count'), ('p95_latency_ms', 'ms')) m (name, unit)`,
      [Math.ceil(each(size.metricRows) / 2)],
    ),
  );
  await writeAlerts(knex, each(size.alerts));
  await writeRuns(knex, size);
  await writeRestatements(knex, size.events);
  await knex.raw('vacuum analyze');
}

/** The newest ten of each project are open or acknowledged, all others were acknowledged and resolved. */
async function writeAlerts(knex: Knex, ofProject: number): Promise<void> {
  await bulkLoad(knex, 'alerts', trx =>
    trx.raw(
      `insert into alerts (project_id, alert_type, status, severity, title, description, source, detected_at,
         window_start, window_end, service_name, observed_value, baseline_value, threshold_value, rule_name,
         acknowledged_at, resolved_at, created_at, updated_at)
       select p.id, 'cost', case when k > ${UNRESOLVED_OF_PROJECT} then 'resolved' when k % 3 = 0 then 'acknowledged' else 'open' end,
         (array['low', 'medium', 'high'])[1 + k % 3], 'Amazon Simulated Service cost doubled', 'It cost twice as much.',
         'Cost Explorer', at, at - interval '1 day', at, 'Amazon Simulated Service ' || k % ${SERVICES}, 412 + k % 97, 198, 257,
         'cost_spike',
         case when k > ${UNRESOLVED_OF_PROJECT} or k % 3 = 0 then at + (k % 50) * interval '10 minutes' end,
         case when k > ${UNRESOLVED_OF_PROJECT} then at + (k % 90 + 9) * interval '1 hour' end, at, at
       from projects p, generate_series(1, ?::int) k,
            lateral (select date_trunc('day', now()) - k * interval '1 second' * (${ALERT_DAYS}::float8 * 86400 / ?) as at) t`,
      [ofProject, ofProject],
    ),
  );
  await bulkLoad(knex, 'recommendations', trx =>
    trx.raw(
      `insert into recommendations (project_id, alert_id, title, action_steps, impact, status, created_at, updated_at,
         done_at, dismissed_at)
       select project_id, id, 'Look at it', 'Open it', 'about $6,500 a month if it stays', state, detected_at, detected_at,
         case when state = 'done' then resolved_at end, case when state = 'dismissed' then resolved_at end
       from (select id, project_id, detected_at, resolved_at,
               case when status <> 'resolved' then 'open'
                    when row_number() over () % 100 < ${DONE_OF_100} then 'done' else 'dismissed' end as state
             from alerts) a`,
    ),
  );
  const rule = builtInRules.find(({ name }) => name === 'cost_spike')!;
  await bulkLoad(knex, 'events', trx =>
    trx.raw(
      `insert into events (project_id, entity_type, entity_id, event_type, message, actor, metadata, created_at)
       select project_id, 'alert', id, 'created', 'system opened this alert', 'system',
         jsonb_build_object('rule', 'cost_spike', 'ruleVersion', ?::int, 'parameters', ?::jsonb, 'unit', 'USD',
           'inputs', jsonb_build_object('from', window_start - interval '28 days', 'to', window_start, 'points', 29, 'periodSeconds', 86400),
           'verdict', jsonb_build_object('at', window_start, 'observed', 412, 'baseline', 198, 'threshold', 257)),
         detected_at
       from alerts
       union all
       select project_id, 'alert', id, 'status_changed', 'ana@example.com resolved this alert', 'ana@example.com',
         jsonb_build_object('from', 'acknowledged', 'to', 'resolved'), resolved_at
       from alerts where resolved_at is not null`,
      [rule.version, JSON.stringify(rule.parameters.parse({}))],
    ),
  );
}

/** Every quarter of an hour two jobs, every eight hours a third; each run began and ended, and completed all projects. */
async function writeRuns(knex: Knex, size: HistorySize): Promise<void> {
  const runs = Math.ceil(
    (Math.max(size.events - 2 * size.alerts, 0) * SHARE_OF_RUNS) / 4,
  );
  await bulkLoad(knex, 'events', trx =>
    trx.raw(
      `insert into events (project_id, entity_type, entity_id, event_type, message, actor, metadata, created_at)
       select (select id from projects order by name limit 1), 'job', r.id, e.type, 'It ran', 'system',
         jsonb_build_object('jobId', j.id, 'trigger', 'schedule', 'startedAt', s.at, 'rowsWritten', 9, 'awsRequests', 2,
           'failures', '[]'::jsonb, 'completedProjects',
           case when e.type = 'run_started' then '[]'::jsonb else names.all end),
         s.at + e.after
       from (select jsonb_agg(name order by name) as all from projects) names,
            generate_series(1, ?::int) n,
            lateral (values ('ingest-metrics', 1), ('detect', 1), ('ingest-costs', 32)) j (id, every),
            lateral (select gen_random_uuid() as id where n % j.every = 1 % j.every) r,
            lateral (select now() - n * interval '15 minutes' as at) s,
            lateral (values ('run_started', interval '0'), ('run_succeeded', interval '1 minute')) e (type, after)`,
      [runs],
    ),
  );
}

/** Fills up to the number of events that was asked for. */
async function writeRestatements(knex: Knex, events: number): Promise<void> {
  const [{ count }] = await knex('events').count({ count: '*' });
  await bulkLoad(knex, 'events', trx =>
    trx.raw(
      `insert into events (project_id, entity_type, event_type, message, actor, metadata, created_at)
       select p.ids[1 + n % cardinality(p.ids)], 'job', 'cost_restated', 'AWS restated a cost', 'system',
         jsonb_build_object('service', 'Amazon Simulated Service ' || n % ${SERVICES}, 'date', (now() - n * interval '45 seconds')::date,
           'from', '12.0000', 'to', '12.3400', 'currency', 'USD'),
         now() - n * interval '45 seconds'
       from (select array_agg(id) as ids from projects) p, generate_series(1, ?::int) n`,
      [Math.max(events - Number(count), 0)],
    ),
  );
}
