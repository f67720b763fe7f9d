// The portal in production, as the image holds it: what it asks of its surroundings, what it refuses, how it stops, and
// that it lives on from a backup. Real processes, a PostgreSQL that speaks TLS alone. Run by scripts/checks/production.mjs.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { removePostgresData } from '../portal/postgres-home.mjs';
import { endAll } from '../process/endings.mjs';
import { locations } from '../setup/locations.mjs';
import { contents } from './contents.mjs';
import { backUp } from './physicalBackup.mjs';
import { Portal, withoutContainer } from './portal.mjs';
import { Surroundings } from './surroundings.mjs';

/** As app-config.production.yaml promises. */
const LARGEST_POOL = 4;
/** With a database of their own. */
const PLUGINS = 11;
/** A caller that needs no browser. */
const OPERATOR = 'operator-token-of-this-test';

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

describe('the portal in production', () => {
  /** @type {Surroundings} */
  let surroundings;
  /** @type {NodeJS.ProcessEnv} */
  let env;
  /** @type {Portal} */
  let portal;
  let collector;

  before(async () => {
    surroundings = await Surroundings.start('test-production');
    collector = await startCollector();
    env = {
      ...surroundings.env,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_METRIC_EXPORT_INTERVAL: '500',
      APP_CONFIG_backend_auth_externalAccess: JSON.stringify([
        { type: 'static', options: { token: OPERATOR, subject: 'operator' } },
      ]),
    };
    portal = await Portal.start(env);
    await portal.ready();
  });

  after(async () => {
    await endAll();
    collector?.stop();
  });

  it('says to everybody that it is well', async () => {
    const answer = await portal.ask('guardrails', '/health');
    assert.equal(answer.status, 200);
    const { database } = /** @type {any} */ (await answer.json());
    assert.equal(database, 'ok');
  });

  it('has a database that lets nobody in without TLS, and nobody who does not know its authority', async () => {
    await assert.rejects(surroundings.connect({ ssl: false }), /no encryption/);
    await assert.rejects(
      surroundings.connect({ ssl: { rejectUnauthorized: true } }),
      /unable to verify the first certificate|self-signed certificate/,
    );
  });

  it('needs no right but to create schemas in one database', async () => {
    const [role] = await surroundings.query(
      'SELECT rolcreatedb, rolcreaterole, rolsuper FROM pg_roles WHERE rolname = current_user',
    );
    const schemas = (
      await surroundings.query(
        `SELECT nspname FROM pg_namespace WHERE pg_get_userbyid(nspowner) = current_user ORDER BY 1`,
      )
    ).map(({ nspname }) => nspname);

    assert.deepEqual(role, {
      rolcreatedb: false,
      rolcreaterole: false,
      rolsuper: false,
    });
    for (const plugin of ['auth', 'catalog', 'guardrails']) {
      assert.ok(schemas.includes(plugin), `${schemas}`);
    }
    // Each has a pool, and the instance's connections are reckoned with so many (docs/operations.md).
    assert.ok(schemas.length <= PLUGINS, `${schemas}`);
  });

  it('holds few connections', async () => {
    const rows = await surroundings.query(
      `SELECT application_name AS pool, count(*)::int AS connections FROM pg_stat_activity
        WHERE usename = current_user AND pid <> pg_backend_pid() GROUP BY 1`,
    );
    assert.ok(rows.length > 0);
    for (const { pool, connections } of rows) {
      assert.ok(connections <= LARGEST_POOL, `${pool}: ${connections}`);
    }
  });

  it('logs in JSON, a line each', () => {
    const records = portal.lines.filter(line => line.startsWith('{'));
    assert.ok(records.length > 0);
    for (const line of records) {
      const { level, message } = JSON.parse(line);
      assert.ok(level && message, line);
    }
    const request = records
      .map(line => JSON.parse(line))
      .find(({ url }) => url === '/api/guardrails/health');
    assert.equal(request.type, 'incomingRequest');
    assert.equal(request.status, 200);
  });

  it('sends its metrics to the collector: runs, rows, requests to AWS, alerts', async () => {
    const points = name =>
      collector.metrics
        .filter(metric => metric.name === name)
        .flatMap(({ sum, histogram }) => (sum ?? histogram).dataPoints);
    const arrives = async name => {
      while (points(name).length === 0) await sleep(200);
    };
    for (const name of [
      'guardrails.job.run.duration',
      'guardrails.job.rows',
      'guardrails.aws.requests',
      'guardrails.alerts.opened',
    ]) {
      await arrives(name);
    }
    const alerts = await portal.ask(
      'guardrails',
      '/alerts?project=default&status=open',
      OPERATOR,
    );
    const [{ id }] = /** @type {any} */ (await alerts.json()).items;
    const changed = await fetch(`${portal.url}/api/guardrails/alerts/${id}`, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${OPERATOR}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ status: 'acknowledged' }),
    });
    assert.equal(changed.status, 200);
    await arrives('guardrails.alerts.status_changes');

    const attributes = name =>
      [
        ...new Set(
          points(name).flatMap(point => point.attributes.map(({ key }) => key)),
        ),
      ].sort();
    assert.deepEqual(attributes('guardrails.job.run.duration'), [
      'guardrails.job',
      'guardrails.run.outcome',
    ]);
    assert.deepEqual(attributes('guardrails.job.rows'), ['guardrails.job']);
    assert.deepEqual(attributes('guardrails.aws.requests'), ['guardrails.job']);
    assert.deepEqual(attributes('guardrails.alerts.opened'), [
      'guardrails.rule',
    ]);
    assert.deepEqual(attributes('guardrails.alerts.status_changes'), [
      'guardrails.alert.status',
    ]);
    // A counter that counts: more than nothing was written.
    const rows = points('guardrails.job.rows').map(({ asInt, asDouble }) =>
      Number(asInt ?? asDouble),
    );
    assert.ok(Math.max(...rows) > 0, `${rows}`);
  });

  it('runs as nobody of rank, on a file system that it cannot write to', t => {
    if (withoutContainer) return t.skip(withoutContainer);
    const proc = name =>
      fs.readFileSync(`/proc/${portal.child.pid}/${name}`, 'utf8');
    const status = Object.fromEntries(
      proc('status')
        .split('\n')
        .map(line => line.split(/:\s+/)),
    );
    const mounts = proc('mounts')
      .trim()
      .split('\n')
      .map(line => line.split(' '))
      .filter(([, at]) => !/^\/(proc|dev)/.test(at));
    const writable = mounts
      .filter(([, , , options]) => !options.split(',').includes('ro'))
      .map(([, at]) => at);

    assert.ok(parseInt(status.Uid, 10) > 0, status.Uid);
    assert.match(status.CapEff, /^0+$/);
    assert.equal(status.NoNewPrivs, '1');
    assert.deepEqual(writable, ['/tmp']);
    assert.ok(mounts.some(([, at]) => at === '/app'));
  });

  it('did not try to write elsewhere', () => {
    assert.deepEqual(
      portal.lines.filter(line => /EROFS|EACCES|ERR_ACCESS_DENIED/.test(line)),
      [],
    );
  });

  it('does not start with guests among those who may sign in', async () => {
    const open = await Portal.start({
      ...env,
      APP_CONFIG_auth_providers_guest: '{}',
    });
    const { code } = await open.child.exited;
    assert.equal(code, 1);
    assert.match(open.lines.join('\n'), /auth\.providers\.guest is set/);
  });

  it('answers what it was asked before it stops', async () => {
    const client = await surroundings.connect();
    await client.query('BEGIN');
    await client.query('LOCK TABLE guardrails.projects');
    const answer = portal.ask('guardrails', '/projects', OPERATOR);
    for (;;) {
      const { rowCount } = await client.query(
        `SELECT 1 FROM pg_stat_activity WHERE application_name = 'backstage_plugin_guardrails' AND wait_event_type = 'Lock'`,
      );
      if (rowCount) break;
      await sleep(50);
    }

    const stopped = portal.child.stop();
    // From here on the load balancer sends nobody.
    while (await portal.isReady()) await sleep(50);
    await client.query('COMMIT');
    await client.end();

    assert.equal((await answer).status, 200);
    await stopped;
    // Killed, when it takes longer than it may.
    assert.deepEqual(await portal.child.exited, { code: 0, signal: null });
  });

  it('runs on with everything from a backup of the running database', async () => {
    const before = await contents(surroundings);
    assert.ok(before.rows['guardrails.daily_costs'].n > 0);
    const name = 'test-production-restored';
    const to = path.join(locations.data, name);
    removePostgresData(to);
    await backUp({
      from: surroundings.dataDir,
      port: Number(env.POSTGRES_PORT),
      to,
    });

    const restored = await Surroundings.start(name, { isKept: true });

    assert.deepEqual(await contents(restored), before);
    const again = await Portal.start(restored.env);
    await again.ready();
    assert.equal((await again.ask('guardrails', '/health')).status, 200);
  });
});
