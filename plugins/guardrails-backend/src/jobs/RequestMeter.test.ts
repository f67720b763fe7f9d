import { randomUUID } from 'node:crypto';
import type { GuardrailsDatabase } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { RequestCapReached } from '../ingestion';
import type { Job } from './interfaces';
import { paidRequestsToday } from './paidRequests';
import { RequestMeter } from './RequestMeter';
import { RunRecord } from './RunRecord';

const databases = testDatabases();

const NOW = new Date('2026-11-22T13:00:00Z');

function meterOf(database: GuardrailsDatabase, now = NOW): RequestMeter {
  const job: Job = {
    id: 'ingest-costs',
    title: 'Read AWS costs',
    requestCap: { perDay: 5, accounts: [undefined] },
    run: async () => {},
  };
  return new RequestMeter({ database, job, clock: () => now });
}

/** Two jobs that have parts of one cap of six requests. */
function partOf(
  database: GuardrailsDatabase,
  id: 'ingest-costs' | 'find-drivers',
  perDay: number,
): RequestMeter {
  const other = id === 'ingest-costs' ? 'find-drivers' : 'ingest-costs';
  return new RequestMeter({
    database,
    job: {
      id,
      title: '',
      requestCap: {
        perDay,
        within: { perDay: 6, jobs: [other] },
        accounts: [undefined],
      },
      run: async () => {},
    },
    clock: () => NOW,
  });
}

describe.each(ENGINES)('RequestMeter on %s', engine => {
  async function opened() {
    const { database } = await openDatabase(databases, engine);
    const [{ id: projectId }] = await database.projects.ensure(['default']);
    return { database, run: () => ({ projectId, runId: randomUUID() }) };
  }

  it('keeps two jobs within one cap, also when their parts change in the middle of a day', async () => {
    const { database, run } = await opened();
    const costs = partOf(database, 'ingest-costs', 4);
    for (let request = 0; request < 4; request++) {
      await costs.count(run(), undefined);
    }
    await expect(costs.count(run(), undefined)).rejects.toThrow(
      'all 4 AWS requests of this UTC day that this job has of the 6 are used up; the next run after midnight UTC goes on',
    );

    // The portal was restarted with more for the other job than is left.
    const drivers = partOf(database, 'find-drivers', 5);
    await drivers.count(run(), undefined);
    await drivers.count(run(), undefined);

    await expect(drivers.count(run(), undefined)).rejects.toThrow(
      'all 6 AWS requests of this UTC day are used up; the next run after midnight UTC goes on',
    );
    // Of another account none was made.
    await drivers.count(run(), '222222222222');
  });

  it('reserves no more than the other job has left', async () => {
    const { database, run } = await opened();
    const [{ id: projectId }] = await database.projects.ensure(['default']);
    const drivers = partOf(database, 'find-drivers', 5);
    for (let request = 0; request < 5; request++) {
      await drivers.count(run(), undefined);
    }
    const usual = await RunRecord.start({
      database,
      job: {
        id: 'ingest-costs',
        title: '',
        requestCap: { perDay: 6, accounts: [undefined] },
        run: async () => {},
      },
      clock: () => new Date(NOW.getTime() - 86_400_000),
      signal: new AbortController().signal,
    });
    for (let request = 0; request < 3; request++) {
      await usual.awsRequest(undefined);
    }
    await usual.end();
    const costs = partOf(database, 'ingest-costs', 6);

    await database.transaction(stores => costs.reserve(stores, projectId));

    expect(costs.reserved).toEqual({ own: { reserved: 1 } });
  });

  it('reserves no request beyond the cap when replicas start at once', async () => {
    const { database } = await opened();
    const start = (now: Date) =>
      RunRecord.start({
        database,
        job: {
          id: 'ingest-costs',
          title: '',
          requestCap: { perDay: 5, accounts: [undefined] },
          run: async () => {},
        },
        clock: () => now,
        signal: new AbortController().signal,
      });
    const usual = await start(new Date(NOW.getTime() - 86_400_000));
    for (let request = 0; request < 3; request++) {
      await usual.awsRequest(undefined);
    }
    await usual.end();

    // The first day opens the connections, one after the other; on the later ones all begin together.
    for (const day of [0, 1, 2, 3]) {
      const now = new Date(NOW.getTime() + day * 86_400_000);
      await Promise.all(Array.from({ length: 6 }, () => start(now)));

      expect(
        await paidRequestsToday(database.events, 'ingest-costs', now),
      ).toEqual(new Map([['own', 5]]));
    }
  });

  it('spends no request beyond the cap when replicas ask at once', async () => {
    const { database, run } = await opened();
    const replicas = [1, 2, 3, 4].map(() => ({
      meter: meterOf(database),
      run: run(),
    }));

    const asked = await Promise.allSettled(
      replicas.flatMap(({ meter, run: of }) =>
        [1, 2, 3].map(() => meter.count(of, undefined)),
      ),
    );

    const refused = asked.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(7);
    expect(refused).toEqual(
      refused.map(() => ({
        status: 'rejected',
        reason: expect.any(RequestCapReached),
      })),
    );
    const { items } = await database.events.list(
      { eventType: ['aws_requested'] },
      { limit: 100 },
    );
    expect(items.map(({ metadata }) => metadata.number).sort()).toEqual([
      1, 2, 3, 4, 5,
    ]);
  });

  it('counts each account by itself, and each UTC day anew', async () => {
    const { database, run } = await opened();
    const meter = meterOf(database);
    for (let i = 0; i < 5; i += 1) {
      await meter.count(run(), undefined);
    }

    await expect(meter.count(run(), undefined)).rejects.toThrow(
      'all 5 AWS requests of this UTC day are used up; the next run after midnight UTC goes on',
    );
    await expect(meter.count(run(), '444455556666')).resolves.toBeUndefined();
    await expect(
      meterOf(database, new Date('2026-11-23T00:00:00Z')).count(
        run(),
        undefined,
      ),
    ).resolves.toBeUndefined();
  });

  it('spends after midnight nothing of what was reserved the day before', async () => {
    const { database, run } = await opened();
    let now = new Date('2026-11-22T23:50:00Z');
    const job: Job = {
      id: 'ingest-costs',
      title: 'Read AWS costs',
      requestCap: { perDay: 5, accounts: [undefined] },
      run: async () => {},
    };
    const recorded = () =>
      RunRecord.start({
        database,
        job,
        clock: () => now,
        signal: new AbortController().signal,
      });
    const usual = await recorded();
    await usual.awsRequest(undefined);
    await usual.awsRequest(undefined);
    await usual.end();
    // The next run reserves as many, and uses one of them in each of two days.
    const overMidnight = await recorded();
    await overMidnight.awsRequest(undefined);
    now = new Date('2026-11-23T00:10:00Z');
    await overMidnight.awsRequest(undefined);

    const { items } = await database.events.list(
      { eventType: ['aws_requested'], from: new Date('2026-11-23') },
      { limit: 10 },
    );
    expect(items).toMatchObject([{ metadata: { number: 1, capPerDay: 5 } }]);
    expect(
      await paidRequestsToday(database.events, 'ingest-costs', now),
    ).toEqual(new Map([['own', 1]]));
    const spent = await Promise.allSettled(
      [1, 2, 3, 4, 5].map(() => meterOf(database, now).count(run(), undefined)),
    );
    expect(spent.map(({ status }) => status).sort()).toEqual([
      ...Array.from({ length: 4 }, () => 'fulfilled'),
      'rejected',
    ]);
  });

  describe('reserves at a run’s start', () => {
    /** A run of a job with a cap of five requests, that makes some. */
    async function lived(
      database: GuardrailsDatabase,
      requests: number,
      now = NOW,
    ) {
      const record = await RunRecord.start({
        database,
        job: {
          id: 'ingest-costs',
          title: '',
          requestCap: { perDay: 5, accounts: [undefined] },
          run: async () => {},
        },
        clock: () => now,
        signal: new AbortController().signal,
      });
      for (let request = 0; request < requests; request++) {
        await record.awsRequest(undefined);
      }
      return record;
    }

    const YESTERDAY = new Date(NOW.getTime() - 86_400_000);

    async function reservedNow(database: GuardrailsDatabase) {
      const [{ id: projectId }] = await database.projects.ensure(['default']);
      const meter = meterOf(database);
      await database.transaction(stores => meter.reserve(stores, projectId));
      return meter.reserved;
    }

    const singly = async (database: GuardrailsDatabase, from: Date) =>
      (
        await database.events.list(
          { eventType: ['aws_requested'], from },
          { limit: 100 },
        )
      ).items.length;

    it('no more than half of a day’s requests, rounded up: a run that is killed loses what it reserved', async () => {
      const { database } = await opened();
      await (await lived(database, 5, YESTERDAY)).end();

      expect(await reservedNow(database)).toEqual({ own: { reserved: 3 } });
    });

    it('as many as runs usually make, where they are fewer', async () => {
      const { database } = await opened();
      await (await lived(database, 2, YESTERDAY)).end();

      expect(await reservedNow(database)).toEqual({ own: { reserved: 2 } });
    });

    it('no more than the day has left', async () => {
      const { database } = await opened();
      await (await lived(database, 4)).end();

      expect(await reservedNow(database)).toEqual({ own: { reserved: 1 } });
    });

    it('what then needs no event of its own', async () => {
      const { database } = await opened();
      await (await lived(database, 2, YESTERDAY)).end();

      await lived(database, 2);
      expect(await singly(database, NOW)).toBe(0);
    });

    it('what the day then counts once: the reserved ones by the run’s end, and those beyond by their events', async () => {
      const { database } = await opened();
      await (await lived(database, 2, YESTERDAY)).end();

      const run = await lived(database, 4);
      expect(await singly(database, NOW)).toBe(2);
      await run.end();

      expect(
        await paidRequestsToday(database.events, 'ingest-costs', NOW),
      ).toEqual(new Map([['own', 4]]));
    });

    it('what the day has again when the run ends without having made it', async () => {
      const { database } = await opened();
      await (await lived(database, 3, YESTERDAY)).end();

      const run = await lived(database, 1);
      const paid = () =>
        paidRequestsToday(database.events, 'ingest-costs', NOW);
      expect(await paid()).toEqual(new Map([['own', 3]]));
      await run.end();

      expect(await paid()).toEqual(new Map([['own', 1]]));
    });
  });
});
