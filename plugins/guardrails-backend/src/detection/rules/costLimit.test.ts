import { costs } from '../__testUtils__/series';
import { costLimit } from './costLimit';

describe('cost_limit', () => {
  const parameters = costLimit.parameters.parse({
    limits: { 'AWS Lambda': 50 },
  });

  it('fires on the days over the limit of the service', () => {
    const verdicts = costLimit.judge(
      costs(3, index => [49, 50, 50.01][index]),
      0,
      parameters,
    );

    expect(verdicts.map(({ fired }) => fired)).toEqual([false, false, true]);
    expect(verdicts[2]).toMatchObject({
      observed: 50.01,
      baseline: 50,
      threshold: 50,
    });
  });

  it('judges only services with a limit', () => {
    const { points, ...lambda } = costs(1, () => 1);

    expect(costLimit.accepts(lambda, parameters)).toBe(true);
    expect(
      costLimit.accepts({ ...lambda, key: 'Amazon SQS' }, parameters),
    ).toBe(false);
    expect(costLimit.accepts({ ...lambda, key: 'toString' }, parameters)).toBe(
      false,
    );
    expect(costLimit.accepts(lambda, costLimit.parameters.parse({}))).toBe(
      false,
    );
  });
});
