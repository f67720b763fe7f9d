import { englishWords } from '../../__testUtils__/englishWords';
import { aProject, aSummary } from '../../testing';
import {
  OverviewProject,
  overviewHeadline,
  trendOf,
  type AlertWeek,
  sortProjects,
  topMovers,
  totals,
} from './overviewFacts';

const words = englishWords();
const now = new Date('2026-11-20T09:00:00Z');

function project(
  name: string,
  summary: Parameters<typeof aSummary>[0] = {},
): OverviewProject {
  return {
    name,
    summary: aSummary({ project: aProject({ name }), ...summary }),
  };
}

const quiet = { openAlerts: { low: 0, medium: 0, high: 0 } };

describe('totals', () => {
  it('adds up what is open, and spend by currency', () => {
    const sums = totals([
      project('a', { monthToDate: 10, currency: 'USD' }),
      project('b', { monthToDate: 5, currency: 'USD', openRecommendations: 1 }),
      project('c', { monthToDate: 7, currency: 'EUR' }),
    ]);
    expect([...sums.monthToDate]).toEqual([
      ['USD', 15],
      ['EUR', 7],
    ]);
    expect(sums.openAlerts).toEqual({ low: 0, medium: 3, high: 3 });
    expect(sums.openRecommendations).toBe(5);
  });
});

describe('overviewHeadline', () => {
  it('says that all is well', () => {
    expect(overviewHeadline([project('a', quiet)], now, words)).toBe(
      'No open alerts, all data is up to date',
    );
  });

  it('reads as the reader writes numbers', () => {
    const thousands = Array.from({ length: 1_500 }, (_, n) =>
      project(`service-${n}`, {
        openAlerts: { low: 0, medium: 0, high: 1 },
        freshness: [{ source: 'costs' }],
      }),
    );
    expect(overviewHeadline(thousands, now, words)).toBe(
      '1,500 open alerts in 1,500 of 1,500 projects, the data of 1,500 projects need a look',
    );
  });

  it('says where it is not', () => {
    expect(
      overviewHeadline(
        [
          project('a'),
          project('b', {
            ...quiet,
            freshness: [{ source: 'costs', lastError: 'denied' }],
          }),
          project('c', {
            ...quiet,
            freshness: [{ source: 'costs', asOf: '2026-11-18T00:00:00Z' }],
          }),
        ],
        now,
        words,
      ),
    ).toBe(
      '2 open alerts in 1 of 3 projects, the data of 2 projects need a look',
    );
  });

  it('does not miss metrics that are not configured', () => {
    expect(
      overviewHeadline(
        [
          project('a', {
            ...quiet,
            project: aProject({ metrics: [] }),
            freshness: [
              { source: 'costs', asOf: '2026-11-20T05:40:00Z' },
              { source: 'metrics' },
            ],
          }),
        ],
        now,
        words,
      ),
    ).toBe('No open alerts, all data is up to date');
  });
});

describe('projects that are billed in several currencies', () => {
  const ofCurrency = (
    name: string,
    currency: string,
    previous30Days: number,
    last30Days: number,
  ) =>
    project(name, {
      ...quiet,
      currency,
      monthToDate: last30Days,
      last30Days,
      previous30Days,
    });
  const projects = [
    ofCurrency('yen, small', 'JPY', 2_000, 3_000),
    ofCurrency('yen, large', 'JPY', 700_000, 690_000),
    ofCurrency('dollars, large', 'USD', 900, 1_100),
    ofCurrency('dollars, small', 'USD', 100, 90),
    ofCurrency('euros, alone and nothing', 'EUR', 0, 0),
  ];

  it('are compared by their share of what is spent in theirs', () => {
    expect(topMovers(projects, 2).map(({ name }) => name)).toEqual([
      'dollars, large',
      'yen, large',
    ]);
    expect(sortProjects(projects, 'spend').map(({ name }) => name)).toEqual([
      'dollars, large',
      'yen, large',
      'dollars, small',
      'yen, small',
      'euros, alone and nothing',
    ]);
    expect(sortProjects(projects, 'change')[0].name).toBe('dollars, large');
  });

  it('are in the order of their money within one currency', () => {
    const ofOne = projects.filter(({ summary }) => summary.currency === 'JPY');
    expect(topMovers(ofOne, 1)[0].name).toBe('yen, large');
    expect(sortProjects(ofOne, 'change')[0].name).toBe('yen, small');
  });
});

describe('sortProjects', () => {
  const names = (sort: Parameters<typeof sortProjects>[1], isTurned = false) =>
    sortProjects(
      [
        project('small', { ...quiet, monthToDate: 1, change: undefined }),
        project('grown', {
          ...quiet,
          monthToDate: 50,
          last30Days: 90,
          previous30Days: 10,
        }),
        project('alarmed', {
          openAlerts: { low: 0, medium: 0, high: 1 },
          monthToDate: 20,
        }),
        project('many low', {
          openAlerts: { low: 40, medium: 0, high: 0 },
          monthToDate: 900,
        }),
      ],
      sort,
      isTurned,
    ).map(({ name }) => name);

  it('puts the worst alert first, and among equals the most expensive', () => {
    expect(names('alerts')).toEqual(['alarmed', 'many low', 'grown', 'small']);
  });

  it('knows spend, change in money, and name', () => {
    expect(names('spend').slice(0, 2)).toEqual(['many low', 'grown']);
    expect(names('change').slice(0, 1)).not.toEqual(['small']);
    expect(names('change').slice(-1)).toEqual(['small']);
    expect(names('name')[0]).toBe('alarmed');
  });

  it('turns each of them round, and leaves what is not known at the end', () => {
    expect(names('spend', true)).toEqual([
      'small',
      'alarmed',
      'grown',
      'many low',
    ]);
    expect(names('change', true).slice(-1)).toEqual(['small']);
    expect(names('name', true)).toEqual([
      'small',
      'many low',
      'grown',
      'alarmed',
    ]);
  });
});

describe('the trend of a time', () => {
  const week = (mttaSeconds?: number): AlertWeek => ({
    week: '2026-11-16',
    opened: 1,
    resolved: 1,
    mttaSeconds,
  });
  const weeks = (...seconds: (number | undefined)[]) => seconds.map(week);

  it('compares the last four weeks with those before, by their medians', () => {
    expect(
      trendOf(weeks(7200, 7200, 90, 3600, 3600, 3600, 3600), 'mttaSeconds'),
    ).toEqual({ direction: 'faster', before: 7_200_000 });
    expect(trendOf(weeks(3600, 7200, 7200, 7200, 7200), 'mttaSeconds')).toEqual(
      { direction: 'slower', before: 3_600_000 },
    );
  });

  it('takes a small change for chance', () => {
    expect(
      trendOf(weeks(3600, 3700, 3700, 3700, 3700), 'mttaSeconds')?.direction,
    ).toBe('same');
  });

  it('is not known where one of the two has nothing', () => {
    expect(
      trendOf(
        weeks(3600, undefined, undefined, undefined, undefined),
        'mttaSeconds',
      ),
    ).toBeUndefined();
    expect(trendOf(weeks(3600), 'mttaSeconds')).toBeUndefined();
    expect(trendOf([], 'mttrSeconds')).toBeUndefined();
  });
});
