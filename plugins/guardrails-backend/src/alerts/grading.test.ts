import { severityOf } from './grading';

describe('severity', () => {
  const of = (
    observed: number,
    threshold = 110,
    type: 'cost' | 'reliability' = 'reliability',
  ) => severityOf(type, { observed, baseline: 100, threshold });

  it.each([
    [111, 'low'],
    [114.9, 'low'],
    [115, 'medium'],
    [129.9, 'medium'],
    [130, 'high'],
  ])(
    'of %d over a baseline of 100 and a limit of 110 is %s',
    (observed, severity) => {
      expect(of(observed)).toBe(severity);
    },
  );

  it('is the same below the baseline', () => {
    expect(of(65, 90)).toBe('high');
    expect(of(89, 90)).toBe('low');
  });

  it('of a fixed limit is high', () => {
    expect(of(101, 100)).toBe('high');
  });

  it('of a cost is low under twenty-five dollars a day, however far over the limit', () => {
    expect(of(124.99, 101, 'cost')).toBe('low');
    expect(of(125, 101, 'cost')).toBe('high');
    expect(of(124.99, 100, 'cost')).toBe('low');
  });
});
