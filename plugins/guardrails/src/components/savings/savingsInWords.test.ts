import { englishWords } from '../../__testUtils__/englishWords';
import { measuredInWords, savingsInWords } from './savingsInWords';

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
    'expected $2,000 a month · the bills show $1,870 (± $140) less a month, on 21 days since',
  );
});

it('claims nothing before there are enough bills', () => {
  expect(savingsInWords({ status: 'done', savings }, words)).toBe(
    'expected $2,000 a month · too few days since then are final for the bills to show it',
  );
});

it('does not call it a saving when it costs more', () => {
  expect(
    measuredInWords({ measuredPerMonth: -50, currency: 'USD' }, words),
  ).toBe('the bills show $50.00 more a month');
});

it('does not take chance for a saving', () => {
  const measured = { plusMinus: 140, currency: 'USD' };
  expect(measuredInWords({ ...measured, measuredPerMonth: 50 }, words)).toBe(
    'the bills show no clear change yet: $50.00 (± $140) less a month',
  );
  expect(measuredInWords({ ...measured, measuredPerMonth: -50 }, words)).toBe(
    'the bills show no clear change yet: $50.00 (± $140) more a month',
  );
});
