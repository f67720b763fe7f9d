import { publishedAs } from './publishedMetrics';

describe('the 5xx count', () => {
  it.each([
    ['rest-api', ['5XXError']],
    ['http-api', ['5xx']],
    [
      'load-balancer',
      // The last one adds nothing, and tells a 0 from the unknown.
      ['HTTPCode_Target_5XX_Count', 'HTTPCode_ELB_5XX_Count', 'RequestCount'],
    ],
  ] as const)('of a %s is the sum of %j', (kind, names) => {
    const { unit, parts } = publishedAs({ kind, id: 'any' }, '5xx_count');

    expect(unit).toBe('count');
    expect(parts.map(({ metricName }) => metricName)).toEqual(names);
    expect(parts.map(({ factor }) => factor)).toEqual(
      names.map(name => (name === 'RequestCount' ? 0 : 1)),
    );
  });
});
