import { costs, dayIndex } from '../__testUtils__/series';
import { costMonthlyCharge } from './costMonthlyCharge';

const defaults = costMonthlyCharge.parameters.parse({});

function verdicts(
  days: number,
  valueAt: (index: number, at: number) => number | null,
  parameters = defaults,
) {
  return costMonthlyCharge
    .judge(costs(days, valueAt), 0, parameters)
    .map(verdict => ({
      ...verdict,
      day: new Date(verdict.at).toISOString().slice(0, 10),
    }));
}

/** $100 a day and a charge on one day of each month. */
function charged(dayOfMonth: number, charge: (month: number) => number) {
  return (_: number, at: number) => {
    const date = new Date(at);
    return (
      100 +
      (date.getUTCDate() === dayOfMonth ? charge(date.getUTCMonth() + 1) : 0)
    );
  };
}

const fired = (all: ReturnType<typeof verdicts>) =>
  all.filter(each => each.fired).map(({ day }) => day);

describe('cost_monthly_charge', () => {
  it('expects a charge again that came a month ago, from the day before on until it has come', () => {
    const all = verdicts(
      75,
      charged(10, () => 400),
    );

    expect(all.map(({ day }) => day)).toEqual([
      '2026-07-09',
      '2026-07-10',
      '2026-08-09',
      '2026-08-10',
    ]);
    expect(all[1]).toMatchObject({
      fired: false,
      observed: 500,
      baseline: 500,
      threshold: 680,
      usual: { lower: 100, upper: 500 },
    });
  });

  it('fires at a charge that is almost half as large again', () => {
    const september = (amount: number) =>
      fired(
        verdicts(
          130,
          charged(1, month => (month === 9 ? amount : 400)),
        ),
      );

    expect(september(570)).toEqual([]);
    expect(september(590)).toEqual(['2026-09-01']);
  });

  it('does not take a single large charge for the usual one', () => {
    const october = verdicts(
      130,
      charged(1, month => (month === 9 ? 1200 : 400)),
    ).find(({ day }) => day === '2026-10-01');

    expect(october).toMatchObject({ fired: false, baseline: 500 });
  });

  it('knows that the last day of a month and the first of the next are neighbours', () => {
    const all = verdicts(70, index =>
      index === dayIndex('2026-07-01') ? 500 : 100,
    );

    expect(all.map(({ day }) => day)).toEqual([
      '2026-07-30',
      '2026-07-31',
      '2026-08-01',
      '2026-08-02',
    ]);
  });

  it('expects on the last day of February what came on the 30th or 31st', () => {
    const february = dayIndex('2027-02-28');
    const on = (dayOfMonth: number) =>
      verdicts(
        february + 1,
        charged(dayOfMonth, () => 400),
      ).filter(({ day }) => day === '2027-02-28');

    expect(on(29)).toHaveLength(1);
    expect(on(30)).toHaveLength(1);
    expect(on(31)).toHaveLength(1);
    expect(on(26)).toEqual([]);
  });

  it('judges a service that is charged for nothing else', () => {
    const only = (index: number, at: number) => {
      const amount = index === dayIndex('2026-09-01') ? 700 : 412;
      return new Date(at).getUTCDate() === 1 ? amount : 0;
    };

    expect(fired(verdicts(130, only))).toEqual(['2026-09-01']);
  });

  describe('of a charge that is bound to the week', () => {
    const isWeekend = (at: number) => [0, 6].includes(new Date(at).getUTCDay());
    const firstMonday = (at: number) =>
      new Date(at).getUTCDay() === 1 && new Date(at).getUTCDate() <= 7;
    const thirdFriday = (at: number) =>
      new Date(at).getUTCDay() === 5 &&
      Math.ceil(new Date(at).getUTCDate() / 7) === 3;
    const firstWorkingDay = (at: number) => {
      const date = new Date(at).getUTCDate();
      const daysBefore = Array.from({ length: date - 1 }, (_, i) =>
        isWeekend(at - (i + 1) * 86_400_000),
      );
      return !isWeekend(at) && daysBefore.every(Boolean);
    };
    const chargedOn =
      (isDay: (at: number) => boolean, largeFrom = Infinity) =>
      (index: number, at: number) => {
        const charge = index >= largeFrom ? 800 : 400;
        return 100 + (isDay(at) ? charge : 0);
      };
    const judgedOn = (
      all: ReturnType<typeof verdicts>,
      isDay: (at: number) => boolean,
    ) => all.filter(({ at }) => isDay(at)).map(({ day }) => day);

    it.each([
      ['first Monday', firstMonday, ['2026-08-03', '2026-09-07', '2026-10-05']],
      ['third Friday', thirdFriday, ['2026-08-21', '2026-09-18', '2026-10-16']],
      [
        'first working day',
        firstWorkingDay,
        ['2026-08-03', '2026-09-01', '2026-10-01'],
      ],
    ])('expects one on the %s that came in two months', (_, isDay, days) => {
      const all = verdicts(150, chargedOn(isDay));

      expect(judgedOn(all, isDay)).toEqual(expect.arrayContaining(days));
      expect(all.filter(each => each.fired)).toEqual([]);
      expect(all.find(({ day }) => day === days[2])).toMatchObject({
        observed: 500,
        baseline: 500,
      });
    });

    it('fires when it is far larger than it was', () => {
      const october = dayIndex('2026-10-05');

      expect(fired(verdicts(150, chargedOn(firstMonday, october)))).toEqual([
        '2026-10-05',
      ]);
    });

    it('does not expect one that came on that weekday in one month alone', () => {
      const once = (index: number) =>
        index === dayIndex('2026-09-18') ? 500 : 100;

      expect(judgedOn(verdicts(150, once), thirdFriday)).not.toContain(
        '2026-10-16',
      );
    });
  });

  it('has no opinion on a day on which nothing is expected', () => {
    expect(verdicts(100, () => 100)).toEqual([]);
  });

  it('remembers for three months what a service that is seldom charged was charged on such a day', () => {
    const seldom = (index: number, at: number) =>
      [dayIndex('2026-06-20'), dayIndex('2026-09-20')].includes(index)
        ? 500
        : Number(new Date(at).getUTCDay() === 1) * 50;
    const september = verdicts(130, seldom).find(
      ({ day }) => day === '2026-09-20',
    );

    expect(september).toMatchObject({ fired: false, baseline: 500 });
  });

  it('forgets a charge that did not come in the last month and came once before', () => {
    const once = verdicts(100, index =>
      index === dayIndex('2026-06-20') ? 500 : 100,
    );

    expect(once.map(({ day }) => day)).toEqual([
      '2026-07-19',
      '2026-07-20',
      '2026-07-21',
    ]);
  });
});
