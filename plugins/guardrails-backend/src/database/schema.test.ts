/** The schema that the migrations build is the documented one: nothing missing, renamed, retyped or added. */
import type { Knex } from 'knex';
import { DOCUMENTED_TABLES } from './__testUtils__/documentedSchema';
import { openDatabase, testDatabases } from './__testUtils__/engines';

const databases = testDatabases();

/** Columns that the documentation lets be empty; all others are NOT NULL. */
const NULLABLE = [
  'alerts.service_name', // "AWS service (cost alerts)"
  'alerts.metric_name', // "Metric name (reliability)"
  'alerts.acknowledged_at',
  'alerts.resolved_at',
  'recommendations.owner', // "Optional assignee"
  'recommendations.done_at',
  'recommendations.dismissed_at',
  'events.entity_id', // "Nullable for jobs"
];

const DEFAULTS: Record<string, string> = {
  'projects.id': 'gen_random_uuid()',
  'projects.created_at': 'now()',
  'daily_costs.id': 'gen_random_uuid()',
  'daily_costs.currency': "'USD'::text", // "Default `USD`"
  'daily_costs.created_at': 'now()',
  'reliability_metrics.id': 'gen_random_uuid()',
  'reliability_metrics.created_at': 'now()',
  'alerts.id': 'gen_random_uuid()',
  'alerts.status': "'open'::text",
  'alerts.created_at': 'now()',
  'alerts.updated_at': 'now()',
  'recommendations.id': 'gen_random_uuid()',
  'recommendations.status': "'open'::text",
  'recommendations.created_at': 'now()',
  'recommendations.updated_at': 'now()',
  'events.id': 'gen_random_uuid()',
  'events.created_at': 'now()',
};

const OF_PROJECT =
  'FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE';

/** Every constraint beyond NOT NULL, in the words of PostgreSQL. */
const CONSTRAINTS: Record<string, string[]> = {
  projects: ['PRIMARY KEY (id)', 'UNIQUE (name)'],
  daily_costs: [
    'PRIMARY KEY (id)',
    'UNIQUE (project_id, cost_date, service)',
    OF_PROJECT,
  ],
  reliability_metrics: [
    'PRIMARY KEY (id)',
    'UNIQUE (project_id, metric_ts, metric_name)',
    OF_PROJECT,
    `CHECK ((unit = ANY (ARRAY['count'::text, 'ms'::text])))`,
  ],
  alerts: [
    'PRIMARY KEY (id)',
    OF_PROJECT,
    `CHECK ((alert_type = ANY (ARRAY['cost'::text, 'reliability'::text])))`,
    `CHECK ((status = ANY (ARRAY['open'::text, 'acknowledged'::text, 'resolved'::text])))`,
    `CHECK ((severity = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text])))`,
    `CHECK ((window_start <= window_end))`,
    `CHECK ((((alert_type = 'cost'::text) AND (service_name IS NOT NULL)) OR ((alert_type = 'reliability'::text) AND (metric_name IS NOT NULL))))`,
    `CHECK (((status = 'resolved'::text) = (resolved_at IS NOT NULL)))`,
    `CHECK (((status = 'resolved'::text) OR ((status = 'acknowledged'::text) = (acknowledged_at IS NOT NULL))))`,
  ],
  recommendations: [
    'PRIMARY KEY (id)',
    OF_PROJECT,
    'FOREIGN KEY (alert_id) REFERENCES alerts(id) ON DELETE CASCADE',
    `CHECK ((status = ANY (ARRAY['open'::text, 'in_progress'::text, 'done'::text, 'dismissed'::text])))`,
    `CHECK (((status = 'done'::text) = (done_at IS NOT NULL)))`,
    `CHECK (((status = 'dismissed'::text) = (dismissed_at IS NOT NULL)))`,
  ],
  events: [
    'PRIMARY KEY (id)',
    OF_PROJECT,
    `CHECK ((entity_type = ANY (ARRAY['alert'::text, 'recommendation'::text, 'job'::text])))`,
    `CHECK (((entity_type = 'job'::text) OR (entity_id IS NOT NULL)))`,
  ],
};

const SEVERITY_RANK =
  "( CASE severity WHEN 'high'::text THEN 3 WHEN 'medium'::text THEN 2 ELSE 1 END)";

const URGENCY_RANK =
  "(( CASE status WHEN 'resolved'::text THEN 0 ELSE 3 END + CASE severity WHEN 'high'::text THEN 3 WHEN 'medium'::text THEN 2 ELSE 1 END))";

const COST_AT_STAKE =
  "(( CASE WHEN ((alert_type = 'cost'::text) AND (observed_value > baseline_value)) THEN round((observed_value - baseline_value), 6) ELSE (0)::numeric END - ( CASE status WHEN 'resolved'::text THEN '10000000000'::bigint ELSE (0)::bigint END)::numeric))";

/** Every index that no constraint brings, as `[UNIQUE] name (columns) [WHERE …]`. */
const INDEXES: Record<string, string[]> = {
  projects: [],
  daily_costs: [
    'daily_costs_amounts_index (project_id, cost_date, service, amount)',
  ],
  reliability_metrics: [
    'reliability_metrics_series_index (project_id, metric_name, metric_ts, value)',
  ],
  alerts: [
    "UNIQUE alerts_unresolved_fingerprint_unique (project_id, alert_type, ((observed_value < baseline_value)), COALESCE(service_name, ''::text), COALESCE(metric_name, ''::text)) WHERE (status <> 'resolved'::text)",
    'alerts_acknowledged_at_index (acknowledged_at, detected_at, project_id) WHERE (acknowledged_at IS NOT NULL)',
    `alerts_cost_at_stake_index (${COST_AT_STAKE}, detected_at, id)`,
    'alerts_detected_at_index (detected_at, id)',
    'alerts_project_id_detected_at_index (project_id, detected_at, id)',
    `alerts_project_id_severity_index (project_id, ${SEVERITY_RANK}, detected_at, id)`,
    'alerts_project_id_status_severity_index (project_id, status, severity)',
    `alerts_project_id_urgency_index (project_id, ${URGENCY_RANK}, detected_at, id)`,
    'alerts_resolved_at_index (resolved_at, detected_at, project_id) WHERE (resolved_at IS NOT NULL)',
    `alerts_severity_index (${SEVERITY_RANK}, detected_at, id)`,
    `alerts_urgency_index (${URGENCY_RANK}, detected_at, id)`,
  ],
  recommendations: [
    'recommendations_alert_id_created_at_index (alert_id, created_at, id)',
    'recommendations_created_at_index (created_at DESC, id)',
    "recommendations_done_at_index (done_at, id) WHERE (status = 'done'::text)",
    'recommendations_owner_created_at_index (owner, created_at DESC, id)',
    'recommendations_project_id_created_at_index (project_id, created_at DESC, id)',
    'recommendations_project_id_status_index (project_id, status)',
  ],
  events: [
    'events_actor_created_at_index (actor, created_at, id)',
    'events_created_at_index (created_at, id)',
    'events_entity_id_created_at_index (entity_id, created_at, id)',
    'events_entity_type_created_at_index (entity_type, created_at, id)',
    'events_event_type_created_at_index (event_type, created_at, id)',
    "events_job_id_created_at_index (((metadata ->> 'jobId'::text)), created_at, id) WHERE ((metadata ->> 'jobId'::text) IS NOT NULL)",
    'events_project_id_created_at_index (project_id, created_at, id)',
    `events_snoozed_until_index (((metadata ->> 'until'::text))) WHERE (event_type = 'snoozed'::text)`,
    `events_suppressed_alert_index (((metadata ->> 'alertId'::text))) WHERE (event_type = 'finding_suppressed'::text)`,
    "events_restatements_index (project_id, ((metadata ->> 'service'::text)), created_at, id) WHERE (event_type = 'cost_restated'::text)",
  ],
};

const KNEX_TABLES = ['knex_migrations', 'knex_migrations_lock'];

/** Each with its reason in docs/architecture.md. */
const ADDITIONAL_TABLES = [
  'expected_savings',
  'deliveries',
  'detection_progress',
  'metric_baselines',
  'daily_cost_totals',
  'measured_savings',
  'savings_sums',
];

describe('the schema on PostgreSQL', () => {
  let knex: Knex;

  beforeAll(async () => {
    ({ knex } = await openDatabase(databases, 'POSTGRES_18'));
  });

  it('has the six documented tables and, beside the migrations’ own, those that the architecture names', async () => {
    const { rows } = await knex.raw(
      `select table_name from information_schema.tables where table_schema = current_schema()`,
    );
    expect(rows.map((row: any) => row.table_name).sort()).toEqual(
      [
        ...DOCUMENTED_TABLES.map(table => table.name),
        ...KNEX_TABLES,
        ...ADDITIONAL_TABLES,
      ].sort(),
    );
  });

  it.each(DOCUMENTED_TABLES)(
    'has the columns of $name in the documented order and types',
    async table => {
      const { rows } = await knex.raw(
        `select attname as name, format_type(atttypid, atttypmod) as type
         from pg_attribute
         where attrelid = ?::regclass and attnum > 0 and not attisdropped
         order by attnum`,
        [table.name],
      );
      expect(rows).toEqual(table.columns);
    },
  );

  it('lets no column be empty but those that the documentation does', async () => {
    const { rows } = await knex.raw(
      `select table_name || '.' || column_name as name from information_schema.columns
       where table_schema = current_schema() and table_name <> all(?) and is_nullable = 'YES'`,
      [[...KNEX_TABLES, ...ADDITIONAL_TABLES]],
    );
    expect(rows.map((row: any) => row.name).sort()).toEqual(
      [...NULLABLE].sort(),
    );
  });

  it('has exactly the documented defaults', async () => {
    const { rows } = await knex.raw(
      `select table_name || '.' || column_name as name, column_default as value
       from information_schema.columns
       where table_schema = current_schema() and table_name <> all(?) and column_default is not null`,
      [[...KNEX_TABLES, ...ADDITIONAL_TABLES]],
    );
    expect(
      Object.fromEntries(rows.map((row: any) => [row.name, row.value])),
    ).toEqual(DEFAULTS);
  });

  it.each(DOCUMENTED_TABLES)(
    'has the documented unique constraints of $name, and holds its rows together',
    async table => {
      const { rows } = await knex.raw(
        `select pg_get_constraintdef(oid) as definition from pg_constraint
         where conrelid = ?::regclass and contype <> 'n'`,
        [table.name],
      );
      const definitions = rows.map((row: any) => row.definition);
      expect(definitions.sort()).toEqual([...CONSTRAINTS[table.name]].sort());
      expect(definitions).toEqual(
        expect.arrayContaining(
          table.unique.map(columns => `UNIQUE (${columns.join(', ')})`),
        ),
      );
    },
  );

  it.each(DOCUMENTED_TABLES)('has the indexes of $name', async table => {
    const { rows } = await knex.raw(
      `select pg_get_indexdef(indexrelid) as definition from pg_index
       where indrelid = ?::regclass
         and not exists (select 1 from pg_constraint where conindid = indexrelid and contype in ('p', 'u'))`,
      [table.name],
    );
    const definitions = rows.map((row: any) =>
      row.definition
        .replace(/\s+/g, ' ')
        .replace(
          /^CREATE (UNIQUE )?INDEX (\w+) ON \S+ USING btree (.*)$/,
          '$1$2 $3',
        ),
    );
    expect(definitions.sort()).toEqual([...INDEXES[table.name]].sort());
  });
});

describe('the schema on SQLite', () => {
  let knex: Knex;

  beforeAll(async () => {
    ({ knex } = await openDatabase(databases, 'SQLITE_3'));
  });

  it('has the six documented tables and, beside the migrations’ own, those that the architecture names', async () => {
    const rows = await knex.raw(
      `select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`,
    );
    expect(rows.map((row: any) => row.name).sort()).toEqual(
      [
        ...DOCUMENTED_TABLES.map(table => table.name),
        ...KNEX_TABLES,
        ...ADDITIONAL_TABLES,
      ].sort(),
    );
  });

  it.each(DOCUMENTED_TABLES)(
    'has the columns of $name in the documented order, empty where the documentation lets them be',
    async table => {
      const rows = await knex.raw(`pragma table_info(${table.name})`);
      expect(rows.map((row: any) => [row.name, row.notnull === 0])).toEqual(
        table.columns.map(column => [
          column.name,
          NULLABLE.includes(`${table.name}.${column.name}`),
        ]),
      );
    },
  );

  it.each(DOCUMENTED_TABLES)('has the indexes of $name', async table => {
    const rows = await knex.raw(
      `select name from pragma_index_list('${table.name}') where name not like 'sqlite_autoindex_%'`,
    );
    const uniqueConstraints = [
      ...table.unique.map(
        columns => `${table.name}_${columns.join('_')}_unique`,
      ),
      ...(table.name === 'projects' ? ['projects_name_unique'] : []),
    ];
    expect(rows.map((row: any) => row.name).sort()).toEqual(
      [
        ...INDEXES[table.name].map(
          index => index.replace(/^UNIQUE /, '').split(' ')[0],
        ),
        ...uniqueConstraints,
      ].sort(),
    );
  });
});
