import type { Freshness } from '@cloudops/plugin-guardrails-common';
import { aProject, aSummary } from '../testing';
import {
  hasCosts,
  isCheckLate,
  isLate,
  isUnreadable,
  needsALook,
  watchedFreshness,
} from './freshness';

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

  it('is unreadable where every source it is configured for failed or was never read', () => {
    const of = (metrics: string[], ...freshness: Freshness[]) =>
      isUnreadable(aSummary({ project: aProject({ metrics }), freshness }));
    const denied = { source: 'costs', lastError: 'denied' } as const;
    const read = { source: 'metrics', asOf: '2026-11-20T08:55:00Z' } as const;
    expect(of(['5xx_count'], denied, { source: 'metrics' })).toBe(true);
    expect(of(['5xx_count'], denied, read)).toBe(false);
    expect(of([], denied, read)).toBe(true);
  });

  it('was checked too long ago when a read of what is read most often would be', () => {
    const sixHoursAgo = '2026-11-20T03:00:00Z';
    const of = (metrics: string[]) =>
      isCheckLate(
        sixHoursAgo,
        [aSummary({ project: aProject({ metrics }) })],
        now,
      );
    expect(of(['5xx_count'])).toBe(true);
    expect(of([])).toBe(false);
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
