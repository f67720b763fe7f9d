import { aJob, aRun } from '../../testing';
import { englishWords } from '../../__testUtils__/englishWords';
import { isRunning, requestsToday, runDuration, runProblems } from './jobFacts';

const words = englishWords();

it('knows a run under way, which has no duration yet', () => {
  const run = aRun({ status: 'running', endedAt: undefined });
  expect(isRunning(aJob({ runs: [run] }))).toBe(true);
  expect(runDuration(run, words)).toBeUndefined();
  expect(isRunning(aJob({ runs: [aRun(), run] }))).toBe(false);
  expect(isRunning(aJob({ runs: [] }))).toBe(false);
});

it('counts requests against the cap, in dollars where they are paid', () => {
  expect(requestsToday(aJob(), words)).toBe('6 of 50 ($0.06)');
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
