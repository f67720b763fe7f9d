import {
  amount,
  dayInWords,
  duration,
  money,
  percent,
  perMonth,
  serviceInWords,
  theDuration,
  timeInWords,
} from './wording';

describe('wording', () => {
  it.each([
    [46.104, 'USD', '$46.10'],
    [99.99, 'USD', '$99.99'],
    [99.996, 'USD', '$100'],
    [141.2, 'USD', '$141'],
    [12_345.67, 'USD', '$12,346'],
    [-18.4, 'USD', '−$18.40'],
    [0, 'USD', '$0.00'],
    [1284, 'EUR', '€1,284'],
  ])('writes %d %s as %s', (value, currency, words) => {
    expect(money(value, currency)).toBe(words);
  });

  it('writes each unit as people read it', () => {
    expect(amount(141.2, 'USD')).toBe('$141');
    expect(amount(1420.4, 'ms')).toBe('1,420 ms');
    expect(amount(2.74, 'count')).toBe('2.7');
    expect(amount(87, 'count')).toBe('87');
  });

  it('rounds what is estimated to two digits', () => {
    expect(perMonth(95.1, 'USD')).toBe('$2,900');
    expect(perMonth(1.02, 'USD')).toBe('$31');
    expect(perMonth(0.102, 'USD')).toBe('$3.10');
  });

  it('tells times in UTC and says so', () => {
    const at = Date.parse('2026-11-18T14:05:00Z');

    expect(dayInWords(at)).toBe('Wednesday 18 Nov');
    expect(timeInWords(at)).toBe('14:05 UTC on Wed 18 Nov');
    expect(duration(300)).toBe('5 minutes');
    expect(duration(3600)).toBe('an hour');
    expect(theDuration(3600)).toBe('the hour');
    expect(percent(0.304)).toBe('30 %');
  });

  it.each([
    ['Amazon Relational Database Service', 'RDS'],
    ['AmazonCloudWatch', 'CloudWatch'],
    ['AWS Lambda', 'Lambda'],
    ['Amazon SageMaker', 'SageMaker'],
    ['EC2 - Other', 'EC2 - Other'],
    ['Tax', 'Tax'],
  ])('calls %s %s', (service, words) => {
    expect(serviceInWords(service)).toBe(words);
  });
});
