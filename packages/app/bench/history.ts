/** Puts a long history into a running portal's database: 90 days of many services, and many alerts. */
import { Client } from 'pg';

/** The project of the demo whose service is opened. */
export const PROJECT = 'payments-api';

export interface History {
  readonly days: number;
  readonly services: number;
  readonly alerts: number;
}

/** @param url - connection string of the database of the plugin */
export async function writeHistory(
  url: string,
  { days, services, alerts }: History,
): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    // Twice the days: those before are compared with.
    await client.query(
      `INSERT INTO daily_costs (project_id, cost_date, service, amount, currency)
       SELECT p.id, current_date - d, 'Service ' || lpad(s::text, 3, '0'),
              round((10 + s + 3 * sin(d / 7.0))::numeric, 4), 'USD'
       FROM projects p, generate_series(1, $2::int) d, generate_series(1, $3::int) s
       WHERE p.name = $1
       ON CONFLICT (project_id, cost_date, service) DO NOTHING`,
      [PROJECT, 2 * days, services],
    );
    await client.query(
      `INSERT INTO alerts (project_id, alert_type, severity, status, title, description, source, detected_at,
                           window_start, window_end, service_name, observed_value, baseline_value, threshold_value,
                           rule_name)
       SELECT p.id, 'cost', (ARRAY['high', 'medium', 'low'])[1 + n % 3], 'open', 'Service ' || n || ' cost doubled',
              'A cost doubled', 'cost_explorer', now() - n * interval '10 minutes',
              now() - n * interval '10 minutes' - interval '1 day', now() - n * interval '10 minutes',
              'Bench service ' || n, 200, 100, 130, 'cost_spike'
       FROM projects p, generate_series(1, $2::int) n
       WHERE p.name = $1`,
      [PROJECT, alerts],
    );
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}
