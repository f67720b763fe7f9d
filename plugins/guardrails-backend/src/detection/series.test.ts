import fc from 'fast-check';
import { costSeries, indexFrom, metricSeries, totalSeries } from './series';

describe('costSeries', () => {
  const november = {
    first: '2026-11-01',
    last: '2026-11-04',
    lastFinal: '2026-11-04',
  };

  it('makes one series for each service, without gaps, and takes a missing final day for one without cost', () => {
    const series = costSeries(
      [
        { date: '2026-11-01', service: 'Amazon SQS', amount: 4 },
        { date: '2026-11-03', service: 'Amazon SQS', amount: 5.5 },
        { date: '2026-11-04', service: 'AWS Lambda', amount: -1 },
      ],
      november,
      'EUR',
    );

    expect(series.map(({ key }) => key)).toEqual(['AWS Lambda', 'Amazon SQS']);
    expect(series[1]).toEqual({
      type: 'cost',
      key: 'Amazon SQS',
      unit: 'EUR',
      periodSeconds: 86_400,
      points: [
        { at: Date.UTC(2026, 10, 1), value: 4 },
        { at: Date.UTC(2026, 10, 2), value: 0 },
        { at: Date.UTC(2026, 10, 3), value: 5.5 },
        { at: Date.UTC(2026, 10, 4), value: 0 },
      ],
    });
    expect(series[0].points.map(({ value }) => value)).toEqual([0, 0, 0, -1]);
  });

  it('does not know what a service cost that is missing on a day that is not final', () => {
    const [{ points }] = costSeries(
      [
        { date: '2026-11-01', service: 'EC2 - Other', amount: 46 },
        { date: '2026-11-03', service: 'EC2 - Other', amount: 12 },
      ],
      { ...november, lastFinal: '2026-11-02' },
      'USD',
    );

    expect(points.map(({ value }) => value)).toEqual([46, 0, 12, null]);
  });

  it('knows nothing of a missing day where no day is final yet', () => {
    const [{ points }] = costSeries(
      [{ date: '2026-11-02', service: 'EC2 - Other', amount: 46 }],
      { ...november, lastFinal: '2026-10-29' },
      'USD',
    );

    expect(points.map(({ value }) => value)).toEqual([null, 46, null, null]);
  });

  it('crosses the days on which clocks change without losing one', () => {
    const [{ points }] = costSeries(
      [{ date: '2026-10-25', service: 'AWS Lambda', amount: 7 }],
      {
        first: '2026-10-24',
        last: '2026-10-26',
        lastFinal: '2026-10-26',
      },
      'USD',
    );

    expect(points.map(({ value }) => value)).toEqual([0, 7, 0]);
  });

  it('has no series where there are no rows', () => {
    expect(costSeries([], november, 'USD')).toEqual([]);
  });
});

describe('metricSeries', () => {
  const at = (time: string) => new Date(`2026-11-01T${time}:00Z`);
  const extent = { first: at('10:00'), last: at('10:20') };
  const rows = [
    { at: at('10:05'), value: 3 },
    { at: at('10:15'), value: 1 },
  ];

  it('takes a missing count for none', () => {
    const { points } = metricSeries(
      rows,
      { name: '5xx_count', unit: 'count', periodSeconds: 300 },
      extent,
    );

    expect(points.map(({ value }) => value)).toEqual([0, 3, 0, 1, 0]);
    expect(points[0].at).toBe(at('10:00').getTime());
  });

  it('does not know a missing latency', () => {
    const { points } = metricSeries(
      rows,
      { name: 'p95_latency_ms', unit: 'ms', periodSeconds: 300 },
      extent,
    );

    expect(points.map(({ value }) => value)).toEqual([null, 3, null, 1, null]);
  });

  it('gathers rows of a shorter period: counts are added up, latencies averaged', () => {
    const perMinute = [
      { at: at('10:00'), value: 2 },
      { at: at('10:01'), value: 4 },
    ];
    const valuesIn = (unit: string) =>
      metricSeries(
        perMinute,
        { name: 'any', unit, periodSeconds: 300 },
        { first: at('10:00'), last: at('10:01') },
      ).points.map(({ value }) => value);

    expect(valuesIn('count')).toEqual([6]);
    expect(valuesIn('ms')).toEqual([3]);
  });
});

describe('indexFrom', () => {
  const series = costSeries(
    [{ date: '2026-11-01', service: 'AWS Lambda', amount: 1 }],
    {
      first: '2026-11-01',
      last: '2026-11-05',
      lastFinal: '2026-11-05',
    },
    'USD',
  )[0];

  it.each([
    ['the day itself', Date.UTC(2026, 10, 3), 2],
    ['within a day: the next one', Date.UTC(2026, 10, 3, 12), 3],
    ['before the series', Date.UTC(2026, 9, 1), 0],
    ['after the series', Date.UTC(2026, 11, 1), 5],
  ])('finds %s', (_, instant, index) => {
    expect(indexFrom(series, instant)).toBe(index);
  });
});

describe('the total of all services', () => {
  it('is the sum of what is known of a day', () => {
    const [total] = totalSeries(
      costSeries(
        [
          { date: '2026-11-01', service: 'AWS Lambda', amount: 3 },
          { date: '2026-11-01', service: 'Amazon S3', amount: 4 },
          { date: '2026-11-02', service: 'Amazon S3', amount: 5 },
        ],
        { first: '2026-11-01', last: '2026-11-03', lastFinal: '2026-11-01' },
        'USD',
      ),
    );

    expect(total.key).toBe('All services');
    expect(total.points.map(({ value }) => value)).toEqual([7, 5, null]);
  });

  it('is none without services', () => {
    expect(totalSeries([])).toEqual([]);
  });
});

describe('a stored value that is no number', () => {
  const value = fc.oneof(
    fc.double({ min: -1e9, max: 1e9, noNaN: true }),
    fc.constantFrom(NaN, Infinity, -Infinity),
  );
  const values = fc.array(value, { minLength: 1, maxLength: 30 });

  it('is an unknown cost, whichever it is', () => {
    fc.assert(
      fc.property(values, amounts => {
        const dayOf = (index: number) =>
          new Date(Date.UTC(2026, 10, 1 + index)).toISOString().slice(0, 10);
        const last = dayOf(amounts.length - 1);
        const [{ points }] = costSeries(
          amounts.map((amount, index) => ({
            date: dayOf(index),
            service: 'AWS Lambda',
            amount,
          })),
          { first: dayOf(0), last, lastFinal: last },
          'USD',
        );

        expect(points.map(point => point.value)).toEqual(
          amounts.map(amount => (Number.isFinite(amount) ? amount : null)),
        );
      }),
    );
  });

  it('is as if it were not there, of a metric', () => {
    fc.assert(
      fc.property(values, fc.constantFrom('count', 'ms', ''), (given, unit) => {
        const rows = given.map((each, index) => ({
          at: new Date(Date.UTC(2026, 10, 1, 0, 5 * index)),
          value: each,
        }));
        const seriesOf = (stored: typeof rows) =>
          metricSeries(
            stored,
            { name: 'any', unit, periodSeconds: 300 },
            { first: rows[0].at, last: rows[rows.length - 1].at },
          );

        expect(seriesOf(rows)).toEqual(
          seriesOf(rows.filter(row => Number.isFinite(row.value))),
        );
      }),
    );
  });
});
