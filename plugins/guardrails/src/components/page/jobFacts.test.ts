import { aJob, aRun } from '../../testing';
import { englishWords } from '../../__testUtils__/englishWords';
import {
  isRunning,
  requestsToday,
  runDuration,
  runProblems,
  timeLeft,
} from './jobFacts';

const words = englishWords();

it('knows a run under way, which has no duration yet', () => {
  const run = aRun({ status: 'running', endedAt: undefined });
  expect(isRunning(aJob({ runs: [run] }))).toBe(true);
  expect(runDuration(run, words)).toBeUndefined();
  expect(isRunning(aJob({ runs: [aRun(), run] }))).toBe(false);
  expect(isRunning(aJob({ runs: [] }))).toBe(false);
});

it('counts requests against the cap, in dollars where they are paid', () => {
  expect(requestsToday(aJob(), words)).toBe('6 of 50 ($0.06 of $0.50)');
  expect(
    requestsToday(
      aJob({
        id: 'ingest-metrics',
        awsRequestsToday: 1200,
        awsRequestCap: undefined,
        accounts: undefined,
      }),
      words,
    ),
  ).toBe('1,200');
});

it('says in words what went wrong, account by account', () => {
  expect(
    runProblems(
      aRun({
        status: 'failed',
        message: 'one of two accounts failed',
        failures: [{ scope: 'account 111122223333', message: 'AccessDenied' }],
      }),
    ),
  ).toEqual(['account 111122223333: AccessDenied']);
  expect(
    runProblems(aRun({ status: 'skipped', message: 'the cap is reached' })),
  ).toEqual(['the cap is reached']);
  expect(runProblems(aRun({ message: '214 rows written' }))).toEqual([]);
});

it('tells how long a run still takes at its pace, once it has one', () => {
  const now = new Date('2026-11-20T06:00:00Z');
  const running = (doneDays: number) =>
    aJob({
      runs: [
        aRun({
          status: 'running',
          startedAt: '2026-11-20T05:50:00Z',
          endedAt: undefined,
          progress: { doneDays, totalDays: 400 },
        }),
      ],
    });
  expect(timeLeft(running(100), now)).toBe(30 * 60_000);
  expect(timeLeft(running(0), now)).toBeUndefined();
  expect(
    timeLeft(
      aJob({ runs: [aRun({ progress: { doneDays: 1, totalDays: 2 } })] }),
      now,
    ),
  ).toBeUndefined();
});
