/** Puts a long history into the database of a running portal: days of many AWS services, and many open alerts. */
import { Client } from 'pg';

/** The project of the demo whose service is opened; an entity of the catalog has its name. */
export const PROJECT = 'payments-api';

export interface LongHistory {
  readonly days: number;
  readonly services: number;
  readonly alerts: number;
}

/** @param url - connection string of the database of the plugin */
export async function writeLongHistory(
  url: string,
  { days, services, alerts }: LongHistory,
): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    // Twice the days: those before them are compared with. The demo's own services would come on top.
    await client.query(
      `DELETE FROM daily_costs USING projects
       WHERE projects.id = daily_costs.project_id AND projects.name = $1`,
      [PROJECT],
    );
    await client.query(
      `INSERT INTO daily_costs (project_id, cost_date, service, amount, currency)
       SELECT projects.id, (now() AT TIME ZONE 'UTC')::date - day, 'Service ' || lpad(service::text, 3, '0'),
              round((10 + service + 3 * sin(day / 7.0))::numeric, 4), 'USD'
       FROM projects, generate_series(1, $2::int) AS day, generate_series(1, $3::int) AS service
       WHERE projects.name = $1`,
      [PROJECT, 2 * days, services],
    );
    await client.query(
      `INSERT INTO alerts (project_id, alert_type, severity, status, title, description, source, detected_at,
                           window_start, window_end, service_name, observed_value, baseline_value, threshold_value,
                           rule_name)
       SELECT projects.id, 'cost', (ARRAY['high', 'medium', 'low'])[1 + n % 3], 'open',
              'Service ' || n || ' cost doubled on ' || projects.name, 'A cost doubled', 'Cost Explorer',
              now() - n * interval '10 minutes', now() - n * interval '10 minutes' - interval '1 day',
              now() - n * interval '10 minutes', 'Bench service ' || n, 200, 100, 130, 'cost_spike'
       FROM projects, generate_series(1, $2::int) AS n
       WHERE projects.name = $1`,
      [PROJECT, alerts],
    );
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}
