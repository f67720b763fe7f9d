import type { JobId, JobRun } from '@cloudops/plugin-guardrails-common';
import type { GuardrailsDatabase } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { HandScheduler } from './__testUtils__/HandScheduler';
import { startPortal } from './__testUtils__/startPortal';
import { RequestCapReached } from '../ingestion';
import type { Job, RunProgress, ScheduledJob } from './interfaces';
import type { JobRuns } from './JobRuns';
import { RunRecord } from './RunRecord';

const databases = testDatabases();

jest.setTimeout(60_000);

const NOW = new Date('2026-11-22T13:00:00.000Z');
const MINUTE_MS = 60_000;
const ACCOUNT = '444455556666';

type Work = (progress: RunProgress) => void | Promise<void>;

function job(work: Work, overrides: Partial<Job> = {}): Job {
  return {
    id: 'ingest-costs',
    title: 'Read AWS costs',
    run: async progress => work(progress),
    ...overrides,
  };
}

function scheduled(
  job_: Job,
  overrides: Partial<ScheduledJob> = {},
): ScheduledJob {
  return {
    job: job_,
    schedule: { frequency: { hours: 8 }, timeout: { minutes: 30 } },
    ...overrides,
  };
}

describe.each(ENGINES)('JobRunner on %s', engine => {
  let db: GuardrailsDatabase;
  let scheduler: HandScheduler;
  let now: Date;
  let shutDown: () => void | Promise<void>;

  beforeEach(async () => {
    db = (await openDatabase(databases, engine)).database;
    scheduler = new HandScheduler();
    now = NOW;
  });

  /** A portal: what another one on the same database, or this one after a restart, is too. */
  async function start(...jobs: ScheduledJob[]): Promise<JobRuns> {
    return startPortal({
      scheduler,
      database: db,
      jobs,
      clock: () => now,
      elapsed: () => now.getTime(),
      lifecycle: {
        addBeforeShutdownHook: hook => {
          shutDown = hook;
        },
      },
    });
  }

  async function runsOf(runs: JobRuns, id: JobId): Promise<readonly JobRun[]> {
    return (await runs.list()).find(view => view.id === id)!.runs;
  }

  function pass(minutes: number): void {
    now = new Date(now.getTime() + minutes * MINUTE_MS);
  }

  it('registers a job for one portal at a time, soon after the start', async () => {
    await start(scheduled(job(() => {})));

    expect(scheduler.tasks.get('ingest-costs')).toMatchObject({
      frequency: { hours: 8 },
      timeout: { minutes: 30 },
      initialDelay: { seconds: 3 },
      scope: 'global',
    });
  });

  it('keeps a configured initial delay', async () => {
    await start(
      scheduled(
        job(() => {}),
        {
          schedule: {
            frequency: { hours: 8 },
            timeout: { minutes: 30 },
            initialDelay: { minutes: 5 },
          },
        },
      ),
    );

    expect(scheduler.tasks.get('ingest-costs')!.initialDelay).toEqual({
      minutes: 5,
    });
  });

  it('leaves a job that only people start alone until somebody does', async () => {
    await start(
      scheduled(
        job(() => {}),
        {
          schedule: {
            frequency: { trigger: 'manual' },
            timeout: { minutes: 30 },
          },
        },
      ),
    );

    // With a delay, the scheduler runs it when that is over.
    expect(scheduler.tasks.get('ingest-costs')!.initialDelay).toBeUndefined();
  });

  it('records a run that succeeds', async () => {
    const runs = await start(
      scheduled(
        job(async progress => {
          progress.rowsWritten(40);
          progress.rowsWritten(2);
          await progress.awsRequest(undefined);
          progress.completed('payments');
          pass(1);
        }),
      ),
    );

    expect(await scheduler.run('ingest-costs')).toBeUndefined();

    expect(await runsOf(runs, 'ingest-costs')).toEqual([
      {
        id: expect.any(String),
        status: 'succeeded',
        trigger: 'schedule',
        startedAt: '2026-11-22T13:00:00.000Z',
        endedAt: '2026-11-22T13:01:00.000Z',
        message: 'ingest-costs succeeded: 42 rows written, 1 AWS request',
        rowsWritten: 42,
        awsRequests: 1,
        failures: [],
      },
    ]);
  });

  it('writes start and end of a run into the trail of the default project', async () => {
    await start(scheduled(job(progress => progress.completed('payments'))));

    await scheduler.run('ingest-costs');

    const { items } = await db.events.list({}, { limit: 10 });
    const project = await db.projects.byName('default');
    expect(items.map(event => event.eventType)).toEqual([
      'run_succeeded',
      'run_started',
    ]);
    for (const event of items) {
      expect(event).toMatchObject({
        projectId: project!.id,
        entityType: 'job',
        entityId: items[0].entityId,
        actor: 'system',
      });
    }
    expect(items[0].metadata.completedProjects).toEqual(['payments']);
  });

  it('shows a run while it goes on', async () => {
    let finish = () => {};
    const runs = await start(
      scheduled(
        job(
          () =>
            new Promise(resolve => {
              finish = resolve;
            }),
        ),
      ),
    );
    await scheduler.triggerTask('ingest-costs');
    let shown: readonly JobRun[] = [];
    while (shown.length === 0) {
      shown = await runsOf(runs, 'ingest-costs');
    }

    expect(shown).toMatchObject([
      { status: 'running', message: 'ingest-costs started on schedule' },
    ]);
    expect(shown[0].endedAt).toBeUndefined();

    finish();
    await scheduler.idle();
    expect(await runsOf(runs, 'ingest-costs')).toMatchObject([
      { status: 'succeeded' },
    ]);
  });

  it('fails a run of which one account failed, and keeps what it did', async () => {
    const runs = await start(
      scheduled(
        job(async progress => {
          await progress.awsRequest(ACCOUNT);
          progress.failed(`account ${ACCOUNT}`, new Error('not allowed'));
          progress.rowsWritten(7);
          progress.completed('payments');
        }),
      ),
    );

    const error = await scheduler.run('ingest-costs');

    const [run] = await runsOf(runs, 'ingest-costs');
    expect(run).toMatchObject({
      status: 'failed',
      message:
        'ingest-costs failed: account 444455556666: not allowed (7 rows written, 1 AWS request)',
      rowsWritten: 7,
      awsRequests: 1,
      failures: [{ scope: 'account 444455556666', message: 'not allowed' }],
    });
    // The scheduler's own record says it too.
    expect(error?.message).toBe(run.message);
  });

  it('fails a run that throws, and keeps its cause', async () => {
    const cause = new Error('the database is gone');
    const runs = await start(
      scheduled(
        job(() => {
          throw cause;
        }),
      ),
    );

    const error = await scheduler.run('ingest-costs');

    expect(error?.cause).toBe(cause);
    expect(await runsOf(runs, 'ingest-costs')).toMatchObject([
      {
        status: 'failed',
        failures: [{ scope: 'the run', message: 'the database is gone' }],
      },
    ]);
  });

  describe('a run that is stopped', () => {
    const waiting = (work: Work) =>
      scheduled(
        job(async progress => {
          await progress.awsRequest(undefined);
          await work(progress);
          progress.signal.throwIfAborted();
        }),
      );

    it.each([
      [
        'by its timeout',
        30,
        'stopped after its timeout of 30 minutes; what it had written is kept',
      ],
      [
        'by its timeout, whose clock began a moment before it',
        29.99,
        'stopped after its timeout of 30 minutes; what it had written is kept',
      ],
      [
        'by somebody who cancels it',
        1,
        'stopped because the scheduler was told to cancel it; what it had written is kept',
      ],
    ])('%s says so, and keeps its requests', async (_, minutes, message) => {
      const runs = await start(
        waiting(async () => {
          pass(minutes);
          await scheduler.cancelTask('ingest-costs');
        }),
      );

      expect(await scheduler.run('ingest-costs')).toBeInstanceOf(Error);

      expect(await runsOf(runs, 'ingest-costs')).toMatchObject([
        {
          status: 'failed',
          awsRequests: 1,
          failures: [{ scope: 'the run', message }],
        },
      ]);
      expect(scheduler.started).toEqual(['ingest-costs']);
    });

    it('by a shutdown says so, however long it ran, and runs again as soon as a portal does, once', async () => {
      let stopped: void | Promise<void> = undefined;
      let isFirst = true;
      const runs = await start(
        waiting(() => {
          pass(30);
          if (isFirst) stopped = shutDown();
          isFirst = false;
        }),
      );

      expect(await scheduler.run('ingest-costs')).toBeInstanceOf(Error);
      await stopped;
      await scheduler.idle();

      const [, interrupted] = await runsOf(runs, 'ingest-costs');
      expect(interrupted).toMatchObject({
        status: 'failed',
        awsRequests: 1,
        failures: [
          {
            scope: 'the run',
            message:
              'stopped because the portal shut down; what it had written is kept, and it runs again as soon as a portal does',
          },
        ],
      });
      expect(scheduler.started).toEqual(['ingest-costs', 'ingest-costs']);
    });

    it('by a shutdown is waited for until its end is in the trail', async () => {
      let go = () => {};
      const runs = await start(
        waiting(
          () =>
            new Promise(resolve => {
              go = resolve;
            }),
        ),
      );
      const ended = scheduler.run('ingest-costs');
      while ((await runsOf(runs, 'ingest-costs')).length === 0);
      let isDown = false;
      const down = Promise.resolve(shutDown()).then(() => {
        isDown = true;
      });
      await new Promise(resolve => setImmediate(resolve));
      expect(isDown).toBe(false);

      go();
      await down;
      await ended;
      expect((await runsOf(runs, 'ingest-costs')).at(-1)).toMatchObject({
        status: 'failed',
      });
    });

    it('has nothing run again that came to its end during the shutdown', async () => {
      let end = () => {};
      let begin = () => {};
      const begun = new Promise<void>(resolve => {
        begin = resolve;
      });
      const runs = await start(
        scheduled(
          job(() => {
            begin();
            return new Promise(resolve => {
              end = resolve;
            });
          }),
        ),
      );
      const ended = scheduler.run('ingest-costs');
      await begun;
      const down = shutDown();

      end();
      await down;
      await ended;

      expect(await runsOf(runs, 'ingest-costs')).toMatchObject([
        { status: 'succeeded' },
      ]);
      expect(scheduler.started).toEqual(['ingest-costs']);
    });

    it('has nothing run again that had ended before the shutdown', async () => {
      await start(scheduled(job(() => {})));
      await scheduler.run('ingest-costs');

      await shutDown();

      expect(scheduler.started).toEqual(['ingest-costs']);
    });
  });

  describe('a run whose process was killed', () => {
    async function killedRun(): Promise<void> {
      await RunRecord.start({
        database: db,
        job: job(() => {}),
        clock: () => now,
        signal: new AbortController().signal,
      });
    }

    it('is running as far as anybody can tell', async () => {
      const runs = await start(scheduled(job(() => {})));
      await killedRun();
      pass(30);

      expect(await runsOf(runs, 'ingest-costs')).toMatchObject([
        { status: 'running' },
      ]);
    });

    it('has failed once its timeout has passed', async () => {
      const runs = await start(scheduled(job(() => {})));
      await killedRun();
      pass(31);

      expect(await runsOf(runs, 'ingest-costs')).toMatchObject([
        {
          status: 'failed',
          message:
            'ended without a result: the process that ran it stopped; what it had written is kept, and the next run goes on from there',
        },
      ]);
    });

    it('has failed when it began by a clock that was far ahead', async () => {
      const runs = await start(scheduled(job(() => {})));
      now = new Date('2027-11-22T13:00:00Z');
      await killedRun();
      now = NOW;

      expect(await runsOf(runs, 'ingest-costs')).toMatchObject([
        { status: 'failed' },
      ]);
    });

    it('has failed once a newer run has started', async () => {
      const runs = await start(scheduled(job(() => {})));
      await killedRun();
      pass(1);
      await scheduler.run('ingest-costs');

      expect(
        (await runsOf(runs, 'ingest-costs')).map(({ status }) => status),
      ).toEqual(['succeeded', 'failed']);
    });
  });

  it('shows the newest ten runs, newest first', async () => {
    let round = 0;
    const runs = await start(
      scheduled(
        job(progress => {
          round += 1;
          progress.rowsWritten(round);
        }),
      ),
    );
    for (let i = 0; i < 12; i += 1) {
      await scheduler.run('ingest-costs');
      pass(1);
    }

    expect(
      (await runsOf(runs, 'ingest-costs')).map(run => run.rowsWritten),
    ).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
  });

  describe('a cap on AWS requests', () => {
    const requestCap = { perDay: 3, accounts: [undefined, '444455556666'] };

    function asking(
      times: number,
      accountId: string | undefined = undefined,
    ): Job {
      return job(
        async progress => {
          try {
            for (let i = 0; i < times; i += 1) {
              await progress.awsRequest(accountId);
            }
          } catch (error) {
            progress.failed(`account ${accountId}`, error as Error);
          }
        },
        { requestCap },
      );
    }

    it('refuses the request that goes beyond it', async () => {
      const runs = await start(scheduled(asking(5)));

      await scheduler.run('ingest-costs');

      expect(await runsOf(runs, 'ingest-costs')).toMatchObject([
        {
          status: 'skipped',
          awsRequests: 3,
          failures: [
            {
              message:
                'all 3 AWS requests of this UTC day are used up; the next run after midnight UTC goes on',
            },
          ],
        },
      ]);
    });

    it('is no excuse for a run of which something else failed too', async () => {
      const runs = await start(
        scheduled(
          job(
            async progress => {
              progress.failed('account 1', new Error('not allowed'));
              try {
                for (;;) await progress.awsRequest(undefined);
              } catch (error) {
                progress.failed('account 2', error as Error);
              }
            },
            { requestCap },
          ),
        ),
      );

      expect(await scheduler.run('ingest-costs')).toBeInstanceOf(Error);

      expect(await runsOf(runs, 'ingest-costs')).toMatchObject([
        {
          status: 'failed',
          failures: [{ scope: 'account 1' }, { scope: 'account 2' }],
        },
      ]);
    });

    it('holds over runs and restarts, and skips a run that can ask nothing', async () => {
      await start(scheduled(asking(3)));
      await scheduler.run('ingest-costs');

      const afterRestart = await start(scheduled(asking(3)));
      pass(60);
      expect(await scheduler.run('ingest-costs')).toBeUndefined();

      const [run] = await runsOf(afterRestart, 'ingest-costs');
      expect(run).toMatchObject({
        status: 'skipped',
        awsRequests: 0,
        message: expect.stringContaining('are used up'),
      });
    });

    it('holds when the process was killed before the run could end', async () => {
      const killed = await RunRecord.start({
        database: db,
        job: asking(0),
        clock: () => now,
        signal: new AbortController().signal,
      });
      await killed.awsRequest(undefined);
      await killed.awsRequest(undefined);
      const runs = await start(scheduled(asking(3)));

      await scheduler.run('ingest-costs');

      expect((await runsOf(runs, 'ingest-costs'))[0]).toMatchObject({
        status: 'skipped',
        awsRequests: 1,
      });
    });

    it('is counted for each account', async () => {
      await start(scheduled(asking(3)));
      await scheduler.run('ingest-costs');
      await start(scheduled(asking(3, ACCOUNT)));

      expect(await scheduler.run('ingest-costs')).toBeUndefined();
      const { items } = await db.events.list(
        { eventType: ['aws_requested'] },
        { limit: 100 },
      );
      expect(items).toHaveLength(6);
    });

    it('is counted for each UTC day', async () => {
      now = new Date('2026-11-22T23:59:00Z');
      await start(scheduled(asking(3)));
      await scheduler.run('ingest-costs');
      pass(2);

      expect(await scheduler.run('ingest-costs')).toBeUndefined();
    });

    it('counts what a clock that was ahead stamped on the day of the stamp alone', async () => {
      const runs = await start(scheduled(asking(3)));
      now = new Date('2027-01-01T12:00:00Z');
      await scheduler.run('ingest-costs');

      for (const day of ['2026-11-22', '2026-11-23', '2027-01-02']) {
        now = new Date(`${day}T13:00:00Z`);
        const [before] = await runs.list();
        expect([day, before.awsRequestsToday]).toEqual([day, 0]);
        // Not skipped.
        await scheduler.run('ingest-costs');
        const [after] = await runs.list();
        expect([day, after.awsRequestsToday]).toEqual([day, 3]);
      }
      now = new Date('2027-01-01T13:00:00Z');
      expect((await runs.list())[0].awsRequestsToday).toBe(3);
    });

    it('is shown with what was used of it today', async () => {
      now = new Date('2026-11-21T23:59:00Z');
      const runs = await start(scheduled(asking(2)));
      await scheduler.run('ingest-costs');
      now = NOW;
      await scheduler.run('ingest-costs');

      expect(await runs.list()).toMatchObject([
        { awsRequestsToday: 2, awsRequestCap: 6 },
      ]);
    });

    it('writes each request into the trail before it is made', async () => {
      await start(
        scheduled(
          job(
            async progress => {
              await progress.awsRequest(ACCOUNT);
              const { items } = await db.events.list({}, { limit: 1 });
              expect(items).toMatchObject([
                {
                  eventType: 'aws_requested',
                  entityId: progress.runId,
                  message:
                    'ingest-costs made paid request 1 of at most 3 a day to AWS account 444455556666',
                },
              ]);
            },
            { requestCap },
          ),
        ),
      );

      expect(await scheduler.run('ingest-costs')).toBeUndefined();
    });
  });

  it('shows the requests of a job without a cap', async () => {
    const runs = await start(
      scheduled(
        job(async progress => {
          await progress.awsRequest(undefined);
          await progress.awsRequest(ACCOUNT);
        }),
      ),
    );
    await scheduler.run('ingest-costs');
    await scheduler.run('ingest-costs');

    const [view] = await runs.list();
    expect(view.awsRequestsToday).toBe(4);
    expect(view.awsRequestCap).toBeUndefined();
  });

  it('shows schedule and next run', async () => {
    const runs = await start(scheduled(job(() => {})));
    expect(await runs.list()).toMatchObject([
      {
        id: 'ingest-costs',
        title: 'Read AWS costs',
        schedule: 'every 8 hours',
      },
    ]);

    await scheduler.run('ingest-costs');

    expect((await runs.list())[0].nextRunAt).toBe('2026-11-22T21:00:00.000Z');
  });

  describe('a job that follows another', () => {
    const follows: JobId[] = ['ingest-costs'];

    function follower(work: Work = () => {}): ScheduledJob {
      return scheduled(job(work, { id: 'detect', title: 'Detect' }), {
        follows,
      });
    }

    it.each([
      ['succeeded', () => {}],
      [
        'failed in a part',
        (progress: RunProgress) => {
          progress.failed('account 1', new Error('denied'));
        },
      ],
    ])('runs after a run that %s', async (_, work) => {
      await start(scheduled(job(work)), follower());

      await scheduler.run('ingest-costs');
      await scheduler.idle();

      expect(scheduler.started).toEqual(['ingest-costs', 'detect']);
    });

    it('runs after a run that the cap stopped when it had written', async () => {
      await start(
        scheduled(
          job(progress => {
            progress.rowsWritten(1);
            progress.failed('account 1', new RequestCapReached('used up'));
          }),
        ),
        follower(),
      );

      await scheduler.run('ingest-costs');
      await scheduler.idle();

      expect(scheduler.started).toEqual(['ingest-costs', 'detect']);
    });

    it('does not run after a skipped run', async () => {
      await start(
        scheduled(
          job(progress => {
            progress.failed('account 1', new RequestCapReached('used up'));
          }),
        ),
        follower(),
      );

      await scheduler.run('ingest-costs');
      await scheduler.idle();

      expect(scheduler.started).toEqual(['ingest-costs']);
    });

    it('runs again when it was running already, for it may have looked too early', async () => {
      let finish = () => {};
      const first = new Promise<void>(resolve => {
        finish = resolve;
      });
      await start(
        scheduled(job(() => {})),
        follower(() => first),
      );
      await scheduler.triggerTask('detect');
      await scheduler.triggerTask('ingest-costs');
      await new Promise(resolve => setImmediate(resolve));
      finish();
      await scheduler.idle();

      expect(scheduler.started).toEqual(['detect', 'ingest-costs', 'detect']);
    });
  });

  describe('a run that somebody asks for', () => {
    it('carries the name of who did', async () => {
      const runs = await start(scheduled(job(() => {})));

      await runs.trigger('ingest-costs', 'ana@example.com');
      await scheduler.idle();

      expect(await runsOf(runs, 'ingest-costs')).toMatchObject([
        { status: 'succeeded', trigger: 'manual' },
      ]);
      const { items } = await db.events.list({}, { limit: 10 });
      expect(
        items.map(({ eventType, actor, message }) => [
          eventType,
          actor,
          message,
        ]),
      ).toEqual([
        [
          'run_succeeded',
          'system',
          'ingest-costs succeeded: 0 rows written, 0 AWS requests',
        ],
        [
          'run_started',
          'ana@example.com',
          'ana@example.com started ingest-costs',
        ],
        [
          'run_requested',
          'ana@example.com',
          'ana@example.com asked ingest-costs to run now',
        ],
      ]);
      expect(items[0].metadata).toMatchObject({
        requestedBy: 'ana@example.com',
      });
    });

    it('leaves the next run to the schedule', async () => {
      const runs = await start(scheduled(job(() => {})));
      await runs.trigger('ingest-costs', 'ana@example.com');
      await scheduler.idle();
      await scheduler.run('ingest-costs');

      expect(
        (await runsOf(runs, 'ingest-costs')).map(({ trigger }) => trigger),
      ).toEqual(['schedule', 'manual']);
    });

    it('is refused while the job runs', async () => {
      let finish = () => {};
      const runs = await start(
        scheduled(
          job(
            () =>
              new Promise(resolve => {
                finish = resolve;
              }),
          ),
        ),
      );
      await runs.trigger('ingest-costs', 'ana@example.com');
      while ((await runsOf(runs, 'ingest-costs')).length === 0);

      await expect(
        runs.trigger('ingest-costs', 'bob@example.com'),
      ).rejects.toThrow(
        expect.objectContaining({
          name: 'ConflictError',
          message:
            "job 'ingest-costs' is running already since 2026-11-22T13:00:00.000Z; run it again when it has ended",
        }),
      );
      finish();
      await scheduler.idle();
      expect(scheduler.started).toHaveLength(1);
    });

    it('leaves nothing in the trail when the scheduler refuses it', async () => {
      const runs = await start(scheduled(job(() => {})));
      // The scheduler took the job just then, and the request came to nothing.
      const triggerTask = jest
        .spyOn(scheduler, 'triggerTask')
        .mockRejectedValueOnce(
          Object.assign(new Error('running'), { name: 'ConflictError' }),
        );
      await expect(
        runs.trigger('ingest-costs', 'ana@example.com'),
      ).rejects.toThrow("job 'ingest-costs' is running already; run it again");
      triggerTask.mockRestore();
      expect((await db.events.list({}, { limit: 10 })).items).toEqual([]);

      await scheduler.run('ingest-costs');

      expect(await runsOf(runs, 'ingest-costs')).toMatchObject([
        { trigger: 'schedule' },
      ]);
    });

    it('is refused while one is asked for that has not started', async () => {
      const runs = await start(scheduled(job(() => {})));
      const otherPortal = await start(scheduled(job(() => {})));
      // The scheduler takes the request, and begins the run a moment later.
      jest.spyOn(scheduler, 'triggerTask').mockResolvedValue();

      const [first, second] = await Promise.allSettled([
        runs.trigger('ingest-costs', 'ana@example.com'),
        runs.trigger('ingest-costs', 'bob@example.com'),
      ]);

      expect([first.status, second.status]).toEqual(['fulfilled', 'rejected']);
      for (const portal of [runs, otherPortal]) {
        await expect(
          portal.trigger('ingest-costs', 'bob@example.com'),
        ).rejects.toThrow(
          expect.objectContaining({
            name: 'ConflictError',
            message:
              "job 'ingest-costs' is about to run, as ana@example.com asked at 2026-11-22T13:00:00.000Z; run it again when it has ended",
          }),
        );
      }
      const { items } = await db.events.list({}, { limit: 10 });
      expect(items).toHaveLength(1);
      await scheduler.run('ingest-costs');
      expect(await runsOf(runs, 'ingest-costs')).toMatchObject([
        { trigger: 'manual' },
      ]);
    });

    it('must be of a job that exists', async () => {
      const runs = await start(scheduled(job(() => {})));

      await expect(runs.trigger('detect', 'ana@example.com')).rejects.toThrow(
        "job 'detect' does not exist; there are ingest-costs",
      );
    });
  });
});
