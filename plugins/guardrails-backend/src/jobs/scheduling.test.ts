import { openDatabase, testDatabases } from '../database/__testUtils__/engines';
import { databaseScheduler, startPortal } from './__testUtils__/startPortal';
import type { Job, ScheduledJob } from './interfaces';

// One engine: what is real here is the scheduler.
const databases = testDatabases(['POSTGRES_18']);

// The real scheduler looks for work every five seconds; this takes three looks.
const PATIENCE_MS = 60_000;

/** Tells when a job has begun its n-th run. */
function watched(id: Job['id']) {
  let runs = 0;
  const waiting = new Map<number, () => void>();
  const job: Job = {
    id,
    title: id,
    run: async () => {
      runs += 1;
      waiting.get(runs)?.();
    },
  };
  return {
    job,
    run: (number: number) =>
      new Promise<void>(resolve => {
        waiting.set(number, resolve);
      }),
  };
}

describe('the portal’s own scheduler', () => {
  it(
    'runs a job soon after the start, what follows it, and what somebody asks for',
    async () => {
      const { knex, database } = await openDatabase(databases, 'POSTGRES_18');
      const { scheduler, stop } = databaseScheduler(knex);
      const costs = watched('ingest-costs');
      const detect = watched('detect');
      const schedule = {
        frequency: { hours: 8 },
        timeout: { minutes: 30 },
        initialDelay: { seconds: 1 },
      };
      const jobs: ScheduledJob[] = [
        { job: costs.job, schedule },
        {
          job: detect.job,
          schedule: { ...schedule, frequency: { trigger: 'manual' } },
          follows: ['ingest-costs'],
        },
      ];
      const firstDetection = detect.run(1);
      const secondDetection = detect.run(2);

      const runs = await startPortal({ scheduler, database, jobs });
      await firstDetection;
      let [view] = await runs.list();
      expect(view.runs).toMatchObject([{ trigger: 'schedule' }]);

      const answers = await Promise.allSettled([
        runs.trigger('ingest-costs', 'ana@example.com'),
        runs.trigger('ingest-costs', 'bob@example.com'),
      ]);
      expect(answers).toMatchObject([
        { status: 'fulfilled' },
        { status: 'rejected', reason: { name: 'ConflictError' } },
      ]);
      // Nothing has started yet: the scheduler looks only now and then.
      await expect(
        runs.trigger('ingest-costs', 'bob@example.com'),
      ).rejects.toThrow(
        /^job 'ingest-costs' is (about to run, as ana@example.com asked at|running already)/,
      );
      await secondDetection;
      [view] = await runs.list();
      expect(view.runs).toMatchObject([
        { trigger: 'manual', status: 'succeeded' },
        { trigger: 'schedule', status: 'succeeded' },
      ]);
      stop();
    },
    PATIENCE_MS,
  );
});
