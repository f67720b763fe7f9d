import { englishWords } from '../../__testUtils__/englishWords';
import { aProject, aSummary, anAlert } from '../../testing';
import {
  OverviewProject,
  overviewHeadline,
  reaction,
  sortProjects,
  totals,
} from './overviewFacts';

const { t } = englishWords();
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
      { name: 'd', error: new Error('not readable') },
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
    expect(overviewHeadline([project('a', quiet)], now, t)).toBe(
      'No open alerts, all data is up to date',
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
        t,
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
        t,
      ),
    ).toBe('No open alerts, all data is up to date');
  });
});

describe('sortProjects', () => {
  const names = (sort: Parameters<typeof sortProjects>[1]) =>
    sortProjects(
      [
        { name: 'unreadable', error: new Error('denied') },
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
    ).map(({ name }) => name);

  it('puts the worst alert first, and among equals the most expensive', () => {
    expect(names('alerts')).toEqual([
      'alarmed',
      'many low',
      'grown',
      'small',
      'unreadable',
    ]);
  });

  it('knows spend, change in money, and name', () => {
    expect(names('spend').slice(0, 2)).toEqual(['many low', 'grown']);
    expect(names('change').slice(0, 1)).not.toEqual(['small']);
    expect(names('change').slice(-2)).toEqual(['small', 'unreadable']);
    expect(names('name')[0]).toBe('alarmed');
  });
});

describe('reaction', () => {
  it('is the median time to acknowledge and to resolve', () => {
    const detectedAt = '2026-11-18T06:00:00Z';
    expect(
      reaction([
        anAlert({ detectedAt, acknowledgedAt: '2026-11-18T07:00:00Z' }),
        anAlert({
          detectedAt,
          acknowledgedAt: '2026-11-18T09:00:00Z',
          resolvedAt: '2026-11-19T06:00:00Z',
        }),
        anAlert({ detectedAt }),
      ]),
    ).toEqual({ toAcknowledge: 2 * 3_600_000, toResolve: 24 * 3_600_000 });
  });

  it('leaves out what was over when it was found', () => {
    const at = '2026-11-18T06:00:00Z';
    expect(reaction([anAlert({ detectedAt: at, resolvedAt: at })])).toEqual({
      toAcknowledge: undefined,
      toResolve: undefined,
    });
  });

  it('is not known where nobody reacted', () => {
    expect(reaction([anAlert()])).toEqual({
      toAcknowledge: undefined,
      toResolve: undefined,
    });
  });
});
