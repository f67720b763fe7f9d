import { errors, latencies } from '../__testUtils__/series';
import { staticLimit } from './staticLimit';

describe('static_limit', () => {
  it('fires at the first point over the limit', () => {
    const parameters = staticLimit.parameters.parse({
      limits: { p95_latency_ms: 500 },
    });
    const verdicts = staticLimit.judge(
      latencies(4, index => [480, null, 510, 500][index]),
      0,
      parameters,
    );

    expect(verdicts.map(({ observed, fired }) => [observed, fired])).toEqual([
      [480, false],
      [510, true],
      [500, false],
    ]);
  });

  it('waits for as many points in a row as it is told', () => {
    const parameters = staticLimit.parameters.parse({
      limits: { '5xx_count': 10 },
      points: 3,
    });
    const values = [20, 20, 5, 12, 15, 11, 30];
    const verdicts = staticLimit.judge(
      errors(7, index => values[index]),
      0,
      parameters,
    );

    expect(verdicts.map(({ observed, fired }) => [observed, fired])).toEqual([
      [5, false],
      [5, false],
      [5, false],
      [11, true],
      [11, true],
    ]);
    expect(
      staticLimit.explain(
        errors(7, index => values[index]),
        6,
        parameters,
      ),
    ).toEqual([
      {
        label: 'Observed',
        formula: 'smallest of the last 3 points',
        value: '11',
      },
      { label: 'Limit', formula: 'set for 5xx_count', value: '10' },
      { label: 'Verdict', formula: '11 > 10', value: 'over the limit' },
    ]);
  });
});
