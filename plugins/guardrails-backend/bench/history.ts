/** Years of a portal's history, made inside the database: what they say does not matter, how much there is does. */
import type { Knex } from 'knex';
import { builtInRules } from '../src/detection';

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

export async function writeHistory(
  knex: Knex,
  size: HistorySize,
): Promise<void> {
  const each = (total: number) => Math.ceil(total / size.projects);
  await knex.raw(
    `insert into projects (name) select 'project-' || n from generate_series(1, ?::int) n`,
    [size.projects],
  );
  await knex.raw(
    `insert into daily_costs (project_id, cost_date, service, amount)
     select p.id, (now() at time zone 'utc')::date - d, 'Amazon Simulated Service ' || s, round((random() * 500)::numeric, 4)
     from projects p, generate_series(1, ?::int) d, generate_series(0, ?::int) s`,
    [Math.ceil(each(size.costRows) / SERVICES), SERVICES - 1],
  );
  // As they arrive: oldest first, of all projects at once.
  await knex.raw(
    `insert into reliability_metrics (project_id, metric_ts, metric_name, value, unit)
     select p.id, date_trunc('hour', now()) - k * interval '5 minutes', m.name, round((random() * 900)::numeric, 6), m.unit
     from generate_series(?::int, 1, -1) k, projects p,
          (values ('5xx_count', 'count'), ('p95_latency_ms', 'ms')) m (name, unit)`,
    [Math.ceil(each(size.metricRows) / 2)],
  );
  await knex.raw(
    `insert into alerts (project_id, alert_type, status, severity, title, description, source, detected_at,
       window_start, window_end, service_name, observed_value, baseline_value, threshold_value, rule_name, resolved_at)
     select p.id, 'cost', case when k <= ${UNRESOLVED_OF_PROJECT} then 'open' else 'resolved' end,
       (array['low', 'medium', 'high'])[1 + k % 3], 'Amazon Simulated Service cost doubled', 'It cost twice as much.',
       'Cost Explorer', at, at - interval '1 day', at, 'Amazon Simulated Service ' || k % ${SERVICES}, 412, 198, 257,
       'cost_spike', case when k > ${UNRESOLVED_OF_PROJECT} then at end
     from projects p, generate_series(1, ?::int) k,
          lateral (select date_trunc('day', now()) - (1 + k % 150) * interval '1 day' - (k % 1000) * interval '1 second' as at) t`,
    [each(size.alerts)],
  );
  await knex.raw(
    `insert into recommendations (project_id, alert_id, title, action_steps, impact, created_at)
     select project_id, id, 'Look at it', 'Open it', 'About half', detected_at from alerts`,
  );
  const rule = builtInRules.find(({ name }) => name === 'cost_spike')!;
  await knex.raw(
    `insert into events (project_id, entity_type, entity_id, event_type, message, actor, metadata, created_at)
     select project_id, 'alert', id, 'created', 'system opened this alert', 'system',
       jsonb_build_object('rule', 'cost_spike', 'ruleVersion', ?::int, 'parameters', ?::jsonb, 'unit', 'USD',
         'inputs', jsonb_build_object('from', window_start - interval '28 days', 'to', window_start, 'points', 29, 'periodSeconds', 86400),
         'verdict', jsonb_build_object('at', window_start, 'observed', 412, 'baseline', 198, 'threshold', 257)),
       detected_at
     from alerts`,
    [rule.version, JSON.stringify(rule.parameters.parse({}))],
  );
  const rest = Math.max(size.events - size.alerts, 0);
  await knex.raw(
    `insert into events (project_id, entity_type, entity_id, event_type, message, actor, metadata, created_at)
     select (array(select id from projects order by name))[1 + n % ?::int], 'job', gen_random_uuid(),
       (array['run_started', 'run_succeeded', 'cost_restated', 'aws_requested'])[1 + n % 4], 'It happened', 'system',
       jsonb_build_object('jobId', (array['ingest-costs', 'ingest-metrics', 'detect'])[1 + n % 3], 'completedProjects',
         jsonb_build_array('project-' || 1 + n % 7), 'failures', '[]'::jsonb, 'trigger', 'schedule', 'startedAt', now(),
         'rowsWritten', 0, 'awsRequests', 0),
       now() - n * interval '30 seconds'
     from generate_series(1, ?::int) n`,
    [size.projects, rest],
  );
  await knex.raw('vacuum analyze');
}
