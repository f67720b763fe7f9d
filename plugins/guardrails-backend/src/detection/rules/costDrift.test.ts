import { costs, dayIndex } from '../__testUtils__/series';
import { costDrift } from './costDrift';

const defaults = costDrift.parameters.parse({});

function firedDays(
  days: number,
  valueAt: (index: number, at: number) => number | null,
): string[] {
  return costDrift
    .judge(costs(days, valueAt), 0, defaults)
    .filter(({ fired }) => fired)
    .map(({ at }) => new Date(at).toISOString().slice(0, 10));
}

const start = dayIndex('2026-08-10');

describe('cost_drift', () => {
  it('finds a growth of two percent a day that no single day shows', () => {
    const fired = firedDays(120, index =>
      index < start ? 100 : 100 * 1.02 ** Math.min(index - start + 1, 24),
    );

    expect(fired[0] > '2026-08-20').toBe(true);
    expect(fired[0] < '2026-09-03').toBe(true);
  });

  it('is silent about a service that has always grown like this', () => {
    expect(firedDays(200, index => 100 * 1.008 ** index)).toEqual([]);
  });

  it('does not find a step again four weeks later', () => {
    const fired = firedDays(140, index => (index < start ? 100 : 150));

    expect(fired.filter(day => day > '2026-08-28')).toEqual([]);
  });

  it('is silent until six weeks were seen', () => {
    expect(firedDays(41, index => 100 * 1.03 ** index)).toEqual([]);
  });

  it('is not misled by a service that is only as old as the week compared with', () => {
    expect(
      firedDays(75, index => (index < 30 ? 0 : Math.min(index - 29, 10) * 20)),
    ).toEqual([]);
  });

  it('says what it compared', () => {
    const series = costs(100, index =>
      index < start ? 100 : 100 * 1.03 ** (index - start),
    );
    const lines = costDrift.explain(series, 90, defaults);

    expect(lines.map(({ label }) => label)).toEqual([
      'Observed',
      'Four weeks ago',
      'Growth until then',
      'Baseline',
      'Spread',
      'Smallest increase that counts',
      'Growth of the last fortnight that counts',
      'Limit',
      'Verdict',
    ]);
    expect(lines[1].value).toBe('100');
  });
});
