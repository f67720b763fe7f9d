import { aProject, aSummary } from '../testing';
import { hasCosts, isLate, needsALook, watchedFreshness } from './freshness';

const now = new Date('2026-11-20T09:00:00Z');

describe('a source', () => {
  it('is late by its own measure', () => {
    const asOf = '2026-11-20T05:00:00Z';
    expect(isLate({ source: 'costs', asOf }, now)).toBe(false);
    expect(isLate({ source: 'metrics', asOf }, now)).toBe(true);
    expect(isLate({ source: 'costs', asOf: '2026-11-18T20:00:00Z' }, now)).toBe(
      true,
    );
  });

  it('needs a look when it is late, was never read, or failed', () => {
    const asOf = '2026-11-20T08:55:00Z';
    expect(needsALook({ source: 'metrics', asOf }, now)).toBe(false);
    expect(needsALook({ source: 'metrics' }, now)).toBe(true);
    expect(
      needsALook({ source: 'metrics', asOf, lastError: 'denied' }, now),
    ).toBe(true);
    expect(
      needsALook({ source: 'metrics', asOf: '2026-11-20T05:00:00Z' }, now),
    ).toBe(true);
  });
});

describe('a project', () => {
  it('is not asked for metrics it is not configured for', () => {
    const sources = (metrics: string[] | undefined) =>
      watchedFreshness(aSummary({ project: aProject({ metrics }) })).map(
        ({ source }) => source,
      );
    expect(sources(['5xx_count'])).toEqual(['costs', 'metrics']);
    expect(sources([])).toEqual(['costs']);
    expect(sources(undefined)).toEqual(['costs']);
  });

  it('has costs once a day of them is stored', () => {
    expect(hasCosts(aSummary())).toBe(true);
    expect(
      hasCosts(
        aSummary({
          freshness: [{ source: 'costs', asOf: '2026-11-20T05:40:00Z' }],
        }),
      ),
    ).toBe(false);
  });
});
