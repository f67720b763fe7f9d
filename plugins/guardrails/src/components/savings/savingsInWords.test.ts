import { englishWords } from '../../__testUtils__/englishWords';
import {
  measuredInWords,
  savingsInWords,
  sumOfSavings,
} from './savingsInWords';

const words = englishWords();
const savings = { expectedPerMonth: 2000, days: 0, currency: 'USD' };

it('says what a recommendation is worth before it is done', () => {
  expect(savingsInWords({ status: 'open', savings }, words)).toBe(
    'Worth about $2,000 a month',
  );
  expect(savingsInWords({ status: 'open' }, words)).toBeUndefined();
});

it('says what the bills show after it, with the uncertainty and over how long', () => {
  expect(
    savingsInWords(
      {
        status: 'done',
        savings: {
          ...savings,
          measuredPerMonth: 1870,
          plusMinus: 140,
          days: 21,
        },
      },
      words,
    ),
  ).toBe(
    'expected $2,000 a month · on the bills $1,870 ± $140 less a month, over the 21 days since',
  );
});

it('claims nothing before there are enough bills', () => {
  expect(savingsInWords({ status: 'done', savings }, words)).toBe(
    'expected $2,000 a month · not on the bills yet: too few final days before or since',
  );
});

it('does not call it a saving when it costs more', () => {
  expect(
    measuredInWords({ measuredPerMonth: -50, currency: 'USD' }, words),
  ).toBe('$50.00 more a month');
});

it('does not take chance for a saving', () => {
  const measured = { plusMinus: 140, currency: 'USD' };
  expect(measuredInWords({ ...measured, measuredPerMonth: 50 }, words)).toBe(
    'no clear change yet: $50.00 ± $140 less a month',
  );
  expect(measuredInWords({ ...measured, measuredPerMonth: -50 }, words)).toBe(
    'no clear change yet: $50.00 ± $140 more a month',
  );
});

describe('the sum of several teams', () => {
  const team = {
    expectedPerMonth: 2000,
    measuredPerMonth: 1500,
    plusMinus: 300,
    recommendations: 2,
    measured: 1,
    currency: 'USD',
  };

  it('is less sure than each, and surer than all of them added up', () => {
    expect(sumOfSavings([team, { ...team, plusMinus: 400 }])).toEqual({
      expectedPerMonth: 4000,
      measuredPerMonth: 3000,
      plusMinus: 500,
      recommendations: 4,
      measured: 2,
      currency: 'USD',
    });
  });

  it('claims nothing while none is measured', () => {
    const { measuredPerMonth, plusMinus, ...rest } = { ...team, measured: 0 };
    expect(sumOfSavings([rest, rest])).not.toHaveProperty('measuredPerMonth');
  });

  it('is not made of one team, nor across currencies', () => {
    expect(sumOfSavings([team])).toBeUndefined();
    expect(sumOfSavings([team, { ...team, currency: 'EUR' }])).toBeUndefined();
  });
});
