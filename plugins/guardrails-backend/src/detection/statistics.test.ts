import {
  lowerMoments,
  median,
  quantile,
  robustDeviation,
  slidingMedians,
} from './statistics';

describe('statistics', () => {
  it('takes the middle value, or the mean of the middle two', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 6])).toBe(5.5);
    expect(median([7])).toBe(7);
  });

  it('interpolates between neighbours', () => {
    expect(quantile([10, 20, 30, 40, 50], 0.5)).toBe(30);
    expect(quantile([50, 10, 20, 30, 40], 0.85)).toBeCloseTo(44, 10);
    expect(quantile([3], 0.85)).toBe(3);
  });

  it('estimates a standard deviation that outliers do not spoil', () => {
    expect(robustDeviation([8, 9, 10, 11, 12], 10)).toBeCloseTo(1.4826, 10);
    expect(robustDeviation([8, 9, 10, 11, 1000], 10)).toBeCloseTo(1.4826, 10);
  });

  it('leaves the largest values out of mean and variance', () => {
    expect(lowerMoments([1, 3, 1, 3, 900], 0.8)).toEqual({
      mean: 2,
      variance: 1,
    });
    expect(lowerMoments([5], 0.5)).toEqual({ mean: 5, variance: 0 });
  });

  it('slides a median over the values before each one', () => {
    expect(slidingMedians([3, 1, 2, 9, 4, 4], 3, 3)).toEqual([2, 2, 4]);
    expect(slidingMedians([4, 2, 6, 8], 2, 2)).toEqual([3, 4]);
    expect(slidingMedians([1, 2], 2, 2)).toEqual([]);
  });

  it('is the same as one median after the other', () => {
    const values = Array.from({ length: 90 }, (_, i) => ((i * 7919) % 23) - 4);

    expect(slidingMedians(values, 14, 14)).toEqual(
      values.slice(14).map((_, i) => median(values.slice(i, i + 14))),
    );
  });

  it('leaves its input as it is', () => {
    const values = [3, 1, 2];
    median(values);
    quantile(values, 0.5);
    lowerMoments(values, 1);

    expect(values).toEqual([3, 1, 2]);
  });
});
