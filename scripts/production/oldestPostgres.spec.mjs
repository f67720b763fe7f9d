// The portal on the oldest PostgreSQL that it is tested with: several start at once on an empty database, and what they
// wrote survives a dump. Run by scripts/checks/production.mjs.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeDatabase } from '../portal/production.mjs';
import { endAll } from '../process/endings.mjs';
import { contents } from './contents.mjs';
import { dumpAndRestore, withoutDump } from './logicalBackup.mjs';
import { Portal } from './portal.mjs';
import { Surroundings } from './surroundings.mjs';

const MAJOR = 15;
/** Where one alone would hide what several do to one another. */
const PORTALS = 4;

describe(`the portal on PostgreSQL ${MAJOR}`, () => {
  /** @type {Surroundings} */
  let surroundings;
  /** @type {Portal[]} */
  let portals;

  before(async () => {
    surroundings = await Surroundings.start('test-production-oldest', {
      major: MAJOR,
    });
    portals = await Promise.all(
      Array.from({ length: PORTALS }, () => Portal.start(surroundings.env)),
    );
  });

  after(endAll);

  it('starts on an empty database, also when several do so at once', async () => {
    await Promise.all(portals.map(portal => portal.ready()));

    const [{ version }] = await surroundings.query(
      `SELECT current_setting('server_version') AS version`,
    );
    assert.equal(parseInt(version, 10), MAJOR);
    for (const portal of portals) {
      assert.equal((await portal.ask('guardrails', '/health')).status, 200);
    }
  });

  it('runs on with everything from a dump', async t => {
    const reason = withoutDump(MAJOR);
    if (reason) return t.skip(reason);
    const count = async table =>
      (await surroundings.query(`SELECT count(*)::int AS n FROM ${table}`))[0]
        .n;
    while (
      !(await count('guardrails.daily_costs')) ||
      !(await count('guardrails.alerts'))
    ) {
      await sleep(500);
    }
    await Promise.all(portals.map(portal => portal.child.stop()));
    const written = await contents(surroundings);
    // Nothing of what is compared may be missing on both sides.
    assert.ok(written.constraints.some(line => line.includes('CHECK')));
    assert.ok(written.constraints.some(line => line.includes('FOREIGN KEY')));
    assert.ok(written.indexes.some(line => line.includes(' WHERE ')));
    assert.notEqual(written.triggers.length, 0);

    const restored = new Surroundings(surroundings.dataDir, {
      ...surroundings.env,
      POSTGRES_DB: 'restored',
    });
    await makeDatabase(restored.env, await surroundings.administrator());
    dumpAndRestore({
      from: surroundings.env,
      to: restored.env,
      file: path.join(surroundings.dataDir, 'portal.dump'),
    });

    assert.deepEqual(await contents(restored), written);
    const again = await Portal.start(restored.env);
    await again.ready();
    assert.equal((await again.ask('guardrails', '/health')).status, 200);
  });
});
