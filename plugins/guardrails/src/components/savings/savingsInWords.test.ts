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
    'expected $2,000 a month · measured $1,870 ± $140 a month, over 21 days',
  );
});

it('claims nothing before there are enough bills', () => {
  expect(savingsInWords({ status: 'done', savings }, words)).toBe(
    'expected $2,000 a month · not measured yet: too few days of it are final',
  );
});

it('does not call it a saving when it costs more', () => {
  expect(
    measuredInWords({ measuredPerMonth: -50, currency: 'USD' }, words),
  ).toBe('measured $50.00 a month more than before');
});
