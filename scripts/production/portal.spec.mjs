// The portal on its production configuration, as a container runs it: what it asks of its surroundings, what it refuses,
// how it stops. Real processes, a PostgreSQL that speaks TLS alone. Run by scripts/checks/production.mjs.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { buildApp } from '../portal/app.mjs';
import { Instance } from '../portal/instance.mjs';
import { startSurroundings } from '../portal/portal.mjs';
import { removePostgresData } from '../portal/postgres-home.mjs';
import { configFiles, portalSettings } from '../portal/settings.mjs';
import { Child } from '../process/child.mjs';
import { endAll } from '../process/endings.mjs';
import { freePort } from '../process/port.mjs';
import { locations } from '../setup/locations.mjs';
import { backUp } from './physicalBackup.mjs';

/** What ECS and Kubernetes give a container to stop is more. */
const DRAIN_MS = 20_000;
/** As app-config.production.yaml promises. */
const LARGEST_POOL = 4;
/** A caller that needs no browser. */
const OPERATOR = 'operator-token-of-this-test';

const dataDir = path.join(locations.data, 'test-production');
const restoredDir = path.join(locations.data, 'test-production-restored');
const progress = { say: () => {}, step: (_what, work) => work(() => {}) };

/** Takes metrics as an OpenTelemetry collector does. */
async function startCollector() {
  /** @type {any[]} */
  const metrics = [];
  const server = createServer(async (request, response) => {
    const { resourceMetrics } = /** @type {any} */ (await json(request));
    for (const { scopeMetrics } of resourceMetrics) {
      for (const scope of scopeMetrics) metrics.push(...scope.metrics);
    }
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (
    server.address()
  );
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}`, metrics, stop };
}

class Backend {
  /** @type {string[]} */
  lines = [];

  constructor(settings, env) {
    this.url = settings.url;
    this.child = Child.node(
      [
        // The file system is as in the container: read-only but for temporary files.
        ...['--permission', '--allow-fs-read=*', '--allow-addons'],
        ...['--allow-worker', '--allow-child-process'],
        `--allow-fs-write=${os.tmpdir()}`,
        ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
        'src/index.ts',
        ...configFiles(settings).flatMap(file => ['--config', file]),
      ],
      {
        name: 'the backend',
        cwd: locations.backend,
        env: {
          ...env,
          APP_CONFIG_backend_listen_host: '127.0.0.1',
          APP_CONFIG_backend_listen_port: String(settings.port),
        },
        output: 'pipe',
        patienceMs: DRAIN_MS,
      },
    );
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', text => {
        this.lines.push(...text.split('\n').filter(Boolean));
      });
    }
  }

  async ready() {
    for (;;) {
      assert.ok(this.child.isRunning, this.lines.slice(-20).join('\n'));
      const answer = await fetch(
        `${this.url}/.backstage/health/v1/readiness`,
      ).catch(() => undefined);
      if (answer?.ok) return;
      await sleep(200);
    }
  }

  /** @param {string} plugin @param {string} route @param {string} [token] */
  ask(plugin, route, token) {
    return fetch(`${this.url}/api/${plugin}${route}`, {
      headers: token ? { authorization: `Bearer ${token}` } : {},
    });
  }
}

describe('the portal in production', () => {
  /** @type {Backend} */
  let backend;
  let settings;
  let env;
  let collector;

  before(async () => {
    fs.mkdirSync(dataDir, { recursive: true });
    settings = portalSettings(
      {
        production: true,
        port: String(await freePort()),
        'data-dir': dataDir,
        'throw-away': true,
      },
      {},
    );
    const instance = await Instance.claim(
      dataDir,
      /** @type {any} */ (progress),
    );
    removePostgresData(dataDir);
    removePostgresData(restoredDir);
    await buildApp({ progress: /** @type {any} */ (progress), verbose: false });
    collector = await startCollector();
    env = {
      ...(await startSurroundings(settings, {
        progress: /** @type {any} */ (progress),
        instance,
      })),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_METRIC_EXPORT_INTERVAL: '500',
      APP_CONFIG_backend_auth_externalAccess: JSON.stringify([
        { type: 'static', options: { token: OPERATOR, subject: 'operator' } },
      ]),
    };
    backend = new Backend(settings, env);
    await backend.ready();
  });

  after(async () => {
    await endAll();
    collector?.stop();
  });

  /** @param {import('pg').ClientConfig} [overrides] */
  async function connect(overrides) {
    const client = new pg.Client({
      host: 'localhost',
      port: Number(env.POSTGRES_PORT),
      user: env.POSTGRES_USER,
      password: env.POSTGRES_PASSWORD,
      database: env.POSTGRES_DB,
      ssl: { ca: fs.readFileSync(env.POSTGRES_CA_FILE) },
      ...overrides,
    });
    await client.connect();
    return client;
  }

  it('says to everybody that it is well', async () => {
    const answer = await backend.ask('guardrails', '/health');
    assert.equal(answer.status, 200);
    const { database } = /** @type {any} */ (await answer.json());
    assert.equal(database, 'ok');
  });

  it('has a database that lets nobody in without TLS, and nobody who does not know its authority', async () => {
    await assert.rejects(connect({ ssl: false }), /no encryption/);
    await assert.rejects(
      connect({ ssl: { rejectUnauthorized: true } }),
      /unable to verify the first certificate|self-signed certificate/,
    );
  });

  it('needs no right but to create schemas in one database', async () => {
    const client = await connect();
    const [role] = (
      await client.query(
        'SELECT rolcreatedb, rolcreaterole, rolsuper FROM pg_roles WHERE rolname = current_user',
      )
    ).rows;
    const schemas = (
      await client.query(
        `SELECT nspname FROM pg_namespace WHERE pg_get_userbyid(nspowner) = current_user ORDER BY 1`,
      )
    ).rows.map(({ nspname }) => nspname);
    await client.end();

    assert.deepEqual(role, {
      rolcreatedb: false,
      rolcreaterole: false,
      rolsuper: false,
    });
    for (const plugin of ['auth', 'catalog', 'guardrails']) {
      assert.ok(schemas.includes(plugin), `${schemas}`);
    }
  });

  it('holds few connections', async () => {
    const client = await connect();
    const { rows } = await client.query(
      `SELECT application_name AS pool, count(*)::int AS connections FROM pg_stat_activity
        WHERE usename = current_user AND pid <> pg_backend_pid() GROUP BY 1`,
    );
    await client.end();
    assert.ok(rows.length > 0);
    for (const { pool, connections } of rows) {
      assert.ok(connections <= LARGEST_POOL, `${pool}: ${connections}`);
    }
  });

  it('logs in JSON, a line each', () => {
    const records = backend.lines.filter(line => line.startsWith('{'));
    assert.ok(records.length > 0);
    for (const line of records) {
      const { level, message } = JSON.parse(line);
      assert.ok(level && message, line);
    }
  });

  it('sends its metrics to the collector', async () => {
    const found = name =>
      collector.metrics.find(metric => metric.name === name);
    while (
      !found('guardrails.job.run.duration') ||
      !found('guardrails.aws.requests')
    ) {
      await sleep(200);
    }
    const [point] = found('guardrails.job.run.duration').histogram.dataPoints;
    assert.deepEqual(point.attributes.map(({ key }) => key).sort(), [
      'guardrails.job',
      'guardrails.run.outcome',
    ]);
  });

  it('wrote nothing to its file system', () => {
    assert.deepEqual(
      backend.lines.filter(line => line.includes('ERR_ACCESS_DENIED')),
      [],
    );
  });

  /** How many rows of what the product keeps, and a digest of them. */
  async function contents(client) {
    const tables = ['projects', 'daily_costs', 'reliability_metrics', 'alerts'];
    const digests = {};
    for (const table of [...tables, 'recommendations']) {
      const { rows } = await client.query(
        `SELECT count(*)::int AS n, md5(string_agg(t::text, '|' ORDER BY t::text)) AS digest FROM guardrails.${table} t`,
      );
      digests[table] = rows[0];
    }
    return digests;
  }

  it('does not start with guests among those who may sign in', async () => {
    const open = new Backend(
      { ...settings, port: await freePort() },
      { ...env, APP_CONFIG_auth_providers_guest: '{}' },
    );
    const { code } = await open.child.exited;
    assert.equal(code, 1);
    assert.match(open.lines.join('\n'), /auth\.providers\.guest is set/);
  });

  it('answers what it was asked before it stops', async () => {
    const client = await connect();
    await client.query('BEGIN');
    await client.query('LOCK TABLE guardrails.projects');
    const answer = backend.ask('guardrails', '/projects', OPERATOR);
    for (;;) {
      const { rowCount } = await client.query(
        `SELECT 1 FROM pg_stat_activity WHERE application_name = 'backstage_plugin_guardrails' AND wait_event_type = 'Lock'`,
      );
      if (rowCount) break;
      await sleep(50);
    }

    const stopped = backend.child.stop();
    // From here on the load balancer sends nobody.
    const isReady = async () =>
      (await fetch(`${backend.url}/.backstage/health/v1/readiness`)).ok;
    while (await isReady()) await sleep(50);
    await client.query('COMMIT');
    await client.end();

    assert.equal((await answer).status, 200);
    await stopped;
    // Killed, when it takes longer than it may.
    assert.deepEqual(await backend.child.exited, { code: 0, signal: null });
  });

  it('runs on with everything from a backup of the running database', async () => {
    const client = await connect();
    const before = await contents(client);
    await client.end();
    assert.ok(before.daily_costs.n > 0);
    await backUp({
      from: dataDir,
      port: Number(env.POSTGRES_PORT),
      to: restoredDir,
    });

    const elsewhere = {
      ...settings,
      dataDir: restoredDir,
      port: await freePort(),
    };
    const surroundings = await startSurroundings(elsewhere, {
      progress: /** @type {any} */ (progress),
      instance: await Instance.claim(
        restoredDir,
        /** @type {any} */ (progress),
      ),
    });
    const restored = await connect({
      port: Number(surroundings.POSTGRES_PORT),
      password: surroundings.POSTGRES_PASSWORD,
      ssl: { ca: fs.readFileSync(surroundings.POSTGRES_CA_FILE ?? '') },
    });
    assert.deepEqual(await contents(restored), before);
    await restored.end();
    const portal = new Backend(
      { ...elsewhere, url: `http://127.0.0.1:${elsewhere.port}` },
      { ...env, ...surroundings },
    );
    await portal.ready();
    assert.equal((await portal.ask('guardrails', '/health')).status, 200);
  });
});
