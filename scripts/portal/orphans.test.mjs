// What remains of a run that was killed, and what the next one does about it. Real processes, a real PostgreSQL.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { isAlive, recordOf } from '../process/identity.mjs';
import { locations } from '../setup/locations.mjs';

const module = name =>
  JSON.stringify(
    pathToFileURL(path.join(locations.root, 'scripts', name)).href,
  );

/** A run of the portal as far as it matters here: it claims the data folder and starts the database. */
const program = `
  import { Child } from ${module('process/child.mjs')};
  import { endOnSignals } from ${module('process/endings.mjs')};
  import { Instance } from ${module('portal/instance.mjs')};
  import { startPostgres } from ${module('portal/postgres.mjs')};
  const dataDir = process.argv[1];
  endOnSignals({ exitCode: () => 0 });
  try {
    const instance = await Instance.claim(dataDir, { say: line => console.error(line) });
    const { url } = await startPostgres({ dataDir, logFile: dataDir + '/postgres.log', instance });
    const child = Child.node(['-e', 'setInterval(() => {}, 1000)'], { output: 'inherit' });
    instance.ready('http://localhost:1234');
    console.log(JSON.stringify({ url, child: child.pid }));
  } catch (error) {
    console.log(JSON.stringify({ error: error.message }));
    process.exit(1);
  }
`;

describe('a run of the portal', () => {
  let dataDir;
  let runs;

  beforeEach(() => {
    dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-data-'));
    fs.chmodSync(dataDir, 0o711); // under root the database runs as another user
    runs = [];
  });

  afterEach(async () => {
    for (const run of runs) await end(run, 'SIGTERM');
    // What a killed run left is ended by starting and stopping once more.
    await end(await begin(), 'SIGTERM');
    fs.rmSync(dataDir, { recursive: true });
  });

  async function begin() {
    const supervisor = spawn(
      process.execPath,
      ['--input-type=module', '-e', program, dataDir],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const said = [];
    createInterface({ input: supervisor.stderr }).on('line', line =>
      said.push(line),
    );
    const [line] = await once(
      createInterface({ input: supervisor.stdout }),
      'line',
    );
    const run = {
      supervisor,
      said,
      exit: once(supervisor, 'exit'),
      ...JSON.parse(line),
    };
    runs.push(run);
    return run;
  }

  async function end({ supervisor, exit }, signal) {
    supervisor.kill(signal);
    await exit;
  }

  async function query(run, sql) {
    const client = new pg.Client({ connectionString: run.url });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  const postmaster = () => {
    const pidFile = path.join(dataDir, 'postgres/data/postmaster.pid');
    return recordOf(Number(fs.readFileSync(pidFile, 'utf8').split('\n')[0]));
  };

  it('ends everything it started when it is told to stop', async () => {
    const run = await begin();
    const started = [postmaster(), recordOf(run.child)];

    await end(run, 'SIGTERM');

    assert.deepEqual(started.map(isAlive), [false, false]);
  });

  it('keeps its data from one time to the next', async () => {
    const first = await begin();
    await query(first, `CREATE TABLE kept AS SELECT 'yes' AS word`);
    await end(first, 'SIGTERM');

    const second = await begin();

    assert.deepEqual(await query(second, 'SELECT word FROM kept'), [
      { word: 'yes' },
    ]);
  });

  it('starts after a kill, ends the database left behind, and loses nothing', async () => {
    const killed = await begin();
    await query(killed, `CREATE TABLE kept AS SELECT 'yes' AS word`);
    const orphan = postmaster();
    const child = recordOf(killed.child);
    await end(killed, 'SIGKILL');
    assert.equal(isAlive(orphan), true, 'PostgreSQL outlives a kill');
    while (isAlive(child)) await sleep(20); // a Node.js program leaves by itself

    const next = await begin();

    assert.equal(isAlive(orphan), false);
    assert.match(next.said.join('\n'), /ended the PostgreSQL .* killed run/);
    assert.deepEqual(await query(next, 'SELECT word FROM kept'), [
      { word: 'yes' },
    ]);
  });

  it('ends the database left behind even when nothing remembers the killed run', async () => {
    const killed = await begin();
    const orphan = postmaster();
    await end(killed, 'SIGKILL');
    fs.rmSync(path.join(dataDir, 'portal.json'));

    const next = await begin();

    assert.equal(next.error, undefined);
    assert.equal(isAlive(orphan), false);
  });

  it('is refused while another one works on the same data, and says where that is', async () => {
    await begin();

    const second = await begin();

    assert.match(second.error, /already running at http:\/\/localhost:1234/);
  });

  it('waits for one that is stopping, instead of refusing', async () => {
    const first = await begin();
    const file = path.join(dataDir, 'portal.json');
    first.supervisor.kill('SIGTERM');
    while (
      fs.existsSync(file) &&
      !JSON.parse(fs.readFileSync(file, 'utf8')).isStopping
    ) {
      await sleep(1);
    }

    const second = await begin();

    assert.equal(second.error, undefined);
  });

  it('never ends a process that merely got the number of a former one', async t => {
    const stranger = spawn(process.execPath, [
      '-e',
      'setInterval(() => {}, 1000)',
    ]);
    t.after(() => stranger.kill());
    const claim = {
      pid: 2 ** 22 + 1, // above every process number of Linux: surely dead
      identity: 'gone',
      programs: [
        {
          name: 'PostgreSQL',
          signal: 'SIGINT',
          pid: stranger.pid,
          identity: 'gone',
        },
      ],
    };
    fs.writeFileSync(path.join(dataDir, 'portal.json'), JSON.stringify(claim));
    // PostgreSQL's own pid file names it as well.
    await end(await begin(), 'SIGTERM');
    const pidFile = path.join(dataDir, 'postgres/data/postmaster.pid');
    fs.writeFileSync(pidFile, `${stranger.pid}\n/elsewhere\n`);

    const run = await begin();

    assert.equal(run.error, undefined);
    assert.equal(stranger.exitCode, null);
    assert.equal(stranger.signalCode, null);
  });

  it('has a password of its own, which nobody else can read', async () => {
    const run = await begin();
    const withoutPassword = new URL(run.url);
    withoutPassword.password = '';

    await assert.rejects(query({ url: withoutPassword.href }, 'SELECT 1'));
    const { mode } = fs.statSync(path.join(dataDir, 'postgres/password'));
    assert.equal(mode & 0o077, 0);
  });
});
