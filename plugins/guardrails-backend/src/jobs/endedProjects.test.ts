/** The cost alerts of a project that nobody claims costs for any more end, and those of any other stay. */
import { AuditTrail } from '../audit';
import type { Database } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { latencyAlert } from '../database/__testUtils__/samples';
import {
  ACCOUNTS,
  type AccountId,
  LivedCosts,
} from '../ingestion/__testUtils__/livedCosts';
import { alertsOf, startDetecting } from './__testUtils__/detecting';

jest.setTimeout(240_000);

const databases = testDatabases();

const [OWN, OLD] = ACCOUNTS;
const P = 'component:default/p';
const Q = 'component:default/q';
/** The catalog is believed after a day, and what it says after a week. */
const BELIEVED_DAYS = 1;
const ENDED_DAYS = 7;

describe.each(ENGINES)('On %s, the cost alert of a project', engine => {
  let database: Database;
  let world: LivedCosts;

  const detect = async () => {
    const { failures } = await startDetecting(database).run(
      world.now.toISOString(),
    );
    if (failures.length > 0) throw new Error(failures.join());
  };

  /** Each day all accounts are read, and then judged. */
  const pass = async (count: number) => {
    for (let i = 0; i < count; i += 1) {
      world.after(24);
      await world.run();
      await detect();
    }
  };

  /** What became of the alert on the incident of the last day before the start. */
  const status = async (name = P) => {
    const project = await database.projects.byName(name);
    const alerts = await alertsOf(database, project!);
    return alerts.find(
      ({ windowStart }) => windowStart.getTime() === Date.parse(world.day(-1)),
    )?.status;
  };

  beforeEach(async () => {
    ({ database } = await openDatabase(databases, engine));
    world = new LivedCosts(database);
    world.claims.set(P, { accountId: OWN, tag: 'red' });
    world.claims.set(Q, { accountId: OWN, tag: 'green' });
    world.restate(OWN, world.day(-1), 900);
    await world.run();
    await detect();
  });

  it('is there to begin with', async () => {
    expect(await status()).toBe('open');
  });

  it('ends a week after its entity has left the catalog, and the trail says why', async () => {
    world.claims.delete(P);
    await pass(1 + BELIEVED_DAYS + ENDED_DAYS - 1);
    const before = await status();
    await pass(1);
    const project = await database.projects.byName(P);
    const [alert] = await alertsOf(database, project!);
    const events = await database.events.byEntity('alert', alert.id);

    expect(before).toBe('open');
    expect(alert.status).toBe('resolved');
    expect(events.at(-1)).toMatchObject({
      eventType: 'status_changed',
      actor: 'system',
      metadata: {
        from: 'open',
        to: 'resolved',
        note: `nobody has claimed costs for ${P} since Tuesday 24 Nov: no more days of it are read that could show how it went on`,
      },
    });
  });

  it('ends without the metric alerts of the project, which its API decides', async () => {
    const project = await database.projects.byName(P);
    const latency = await database.alerts.insert(
      latencyAlert(project!.id),
      world.now,
    );
    world.claims.delete(P);
    await pass(1 + BELIEVED_DAYS + ENDED_DAYS);

    expect(await status()).toBe('resolved');
    expect(await database.alerts.byId(latency!.id)).toMatchObject({
      status: 'open',
    });
  });

  it('ends where its account is named by nobody any more', async () => {
    world.accounts = [OWN];
    world.claims.set('component:default/far', { accountId: OLD, tag: 'red' });
    world.restate(OLD, world.day(-1), 900);
    await world.run();
    await detect();
    const before = await status('component:default/far');
    world.claims.delete('component:default/far');
    await pass(1 + BELIEVED_DAYS + ENDED_DAYS);

    expect(before).toBe('open');
    expect(await status('component:default/far')).toBe('resolved');
  });

  it('ends though an account that it was never in fails all the time', async () => {
    world.denied.add(OLD);
    await pass(1);
    world.claims.delete(P);
    await pass(1 + BELIEVED_DAYS + ENDED_DAYS);

    expect(await status()).toBe('resolved');
  });

  it('ends though its own account fails from the day on that nobody claims it', async () => {
    world.denied.add(OWN);
    world.claims.delete(P);
    await pass(1 + BELIEVED_DAYS + ENDED_DAYS);

    expect(await status()).toBe('resolved');
  });

  it('stays where the requests of the account are used up to which it moved', async () => {
    world.claims.delete(P);
    await pass(3);
    world.capPerRun = 0;
    world.claims.set(P, { accountId: OLD, tag: 'red' });
    await pass(2 * ENDED_DAYS);

    expect(await status()).toBe('open');
  });

  it('stays while an account does not answer, to which it has moved', async () => {
    world.claims.delete(P);
    await pass(3);
    world.denied.add(OLD);
    world.claims.set(P, { accountId: OLD, tag: 'red' });
    await pass(2 * ENDED_DAYS);
    const denied = await status();
    // Nobody else claims it there: that it was meant is all that the trail could know.
    world.claims.delete(P);
    world.denied.clear();
    await pass(1);

    expect(denied).toBe('open');
    expect(await status()).toBe('resolved');
  });

  it('ends though an account that it was never in has no newer days', async () => {
    world.claims.delete(P);
    world.answeredTo.set(OLD, world.day(-5));
    await pass(1 + BELIEVED_DAYS + ENDED_DAYS);

    expect(await status()).toBe('resolved');
  });

  it('stays while the account has no newer days to which it has moved', async () => {
    world.answeredTo.set(OLD, world.day(-5));
    world.claims.set(P, { accountId: OLD, tag: 'red' });
    await pass(2 * ENDED_DAYS);
    const project = await database.projects.byName(P);
    const [{ id }] = await alertsOf(database, project!);
    const events = await database.events.byEntity('alert', id);

    expect(JSON.stringify(events)).not.toContain('nobody has claimed');
  });

  it.each<[string, (accountId: AccountId) => void]>([
    [
      'moved to another account',
      () => world.claims.set(P, { accountId: OLD, tag: 'red' }),
    ],
    [
      'claims something else',
      () => world.claims.set(P, { accountId: OWN, tag: 'blue' }),
    ],
    [
      'claims what another one claims as well',
      () => world.claims.set(Q, { accountId: OWN, tag: 'red' }),
    ],
  ])('is not ended as nobody’s where it %s', async (_, change) => {
    change(OWN);
    await pass(2 * ENDED_DAYS);
    const project = await database.projects.byName(P);
    const [{ id }] = await alertsOf(database, project!);
    const events = await database.events.byEntity('alert', id);

    expect(JSON.stringify(events)).not.toContain('nobody has claimed');
  });

  it('is not ended as nobody’s where AWS is silent: of its tag, or of its account', async () => {
    world.isTagActive = false;
    await pass(ENDED_DAYS + 1);
    world.answeredTo.set(OWN, world.day(ENDED_DAYS));
    await pass(ENDED_DAYS);
    const { items } = await database.events.list(
      { eventType: ['status_changed'] },
      { limit: 100 },
    );

    expect(JSON.stringify(items)).not.toContain('nobody has claimed');
  });

  it('ends after four final days without any cost, though somebody claims it', async () => {
    world.unbilledFrom.set('red', world.day(0));
    await pass(4 + 3 - 1);
    const before = await status();
    await pass(1);
    const project = await database.projects.byName(P);
    const [{ id }] = await alertsOf(database, project!);
    const events = await database.events.byEntity('alert', id);

    expect(before).toBe('open');
    expect(await status()).toBe('resolved');
    expect(events.at(-1)!.metadata).toMatchObject({
      note: `AWS has billed nothing for ${P} since Sunday 22 Nov, and has for others of its account`,
    });
  });

  it.each<[string, () => void]>([
    ['its account does not answer', () => world.denied.add(OWN)],
    [
      'its account has no newer days',
      () => world.answeredTo.set(OWN, world.day(2)),
    ],
    [
      'nobody else has costs by its tag, which may not be active any more',
      () => world.claims.delete(Q),
    ],
  ])('stays without any cost where %s', async (_, change) => {
    world.unbilledFrom.set('red', world.day(0));
    change();
    await pass(2 * ENDED_DAYS);

    expect(await status()).toBe('open');
  });

  it('stays where its tag is on no cost any more, and another one was billed for in another account', async () => {
    world.unbilledFrom.set('red', world.day(0)).set('green', world.day(0));
    world.claims.set(Q, { accountId: OLD, tag: 'blue' });
    await pass(2 * ENDED_DAYS);
    world.claims.set(Q, { accountId: OWN, tag: 'green' });
    await pass(2);

    expect(await status()).toBe('open');
  });

  it('stays while a person who opened it again has a week to close it', async () => {
    world.claims.delete(P);
    await pass(1 + BELIEVED_DAYS + ENDED_DAYS);
    const project = await database.projects.byName(P);
    const [{ id }] = await alertsOf(database, project!);
    await database.transaction(async stores => {
      const change = { from: 'resolved', to: 'open' } as const;
      const alert = await stores.alerts.transition(id, change, world.now);
      await new AuditTrail(stores, world.now).alertStatusChanged(alert!, {
        ...change,
        actor: 'ana@example.com',
      });
    });
    await pass(ENDED_DAYS - 1);
    const soon = await status();
    await pass(2);

    expect(soon).toBe('open');
    expect(await status()).toBe('resolved');
  });
});
