import {
  formatChange,
  formatMoney,
  formatNumber,
  formatQuantity,
  formatShare,
  moneyTicks,
} from './money';

const locale = 'en-US';
const usd = (amount: number, signed = false) =>
  formatMoney(amount, 'USD', { locale, signed });

describe('formatMoney', () => {
  it.each([
    [46.1, '$46.10'],
    [99.99, '$99.99'],
    [99.996, '$100'],
    [141.2, '$141'],
    [2900, '$2,900'],
    [1234567.8, '$1,234,568'],
    [0, '$0.00'],
    [-40, '-$40.00'],
    [-412.3, '-$412'],
  ])('shows cents below 100 only: %d → %s', (amount, text) => {
    expect(usd(amount)).toBe(text);
  });

  it('tells a little from nothing', () => {
    expect(usd(0.002)).toBe('<$0.01');
    expect(usd(-0.002)).toBe('$0.00');
    expect(formatMoney(0.004, 'JPY', { locale })).toBe('<¥1');
    expect(formatMoney(0.4, 'JPY', { locale })).toBe('<¥1');
    expect(formatMoney(0.6, 'JPY', { locale })).toBe('¥1');
  });

  it('writes the sign of a change', () => {
    expect(usd(338, true)).toBe('+$338');
    expect(usd(-5.47, true)).toBe('-$5.47');
    expect(usd(0, true)).toBe('$0.00');
  });

  it('takes the currency from the data and the separators from the locale', () => {
    expect(formatMoney(1234.5, 'EUR', { locale: 'de-DE' })).toBe(
      '1.235\u00a0€',
    );
    expect(formatMoney(12, 'JPY', { locale })).toBe('¥12');
  });

  it('shows what is no currency code as it is', () => {
    expect(formatMoney(12.5, 'credits', { locale })).toBe('12.50 credits');
  });
});

/** With ordinary spaces. */
const plain = (text: string) => text.replace(/\s/g, ' ');

describe('moneyTicks', () => {
  it('gives all amounts of an axis the same decimals', () => {
    const written = (currency: string, ticks: number[], of = locale) =>
      ticks.map(moneyTicks(currency, ticks, { locale: of }));
    expect(written('USD', [0, 55, 220])).toEqual(['$0', '$55', '$220']);
    expect(written('USD', [0, 2.5, 5])).toEqual(['$0.00', '$2.50', '$5.00']);
    expect(written('USD', [-0.5, 0, 0.5])).toEqual([
      '-$0.50',
      '$0.00',
      '$0.50',
    ]);
    expect(written('JPY', [0, 250, 500])).toEqual(['¥0', '¥250', '¥500']);
    expect(written('Credits', [0, 5])).toEqual([
      '0.00 Credits',
      '5.00 Credits',
    ]);
  });

  it('tells amounts apart that are far below a cent', () => {
    const ticks = [0, 0.00005, 0.0001];
    expect(ticks.map(moneyTicks('USD', ticks, { locale }))).toEqual([
      '$0.00000',
      '$0.00005',
      '$0.00010',
    ]);
    const yen = [0, 0.5, 1];
    expect(yen.map(moneyTicks('JPY', yen, { locale }))).toEqual([
      '¥0.0',
      '¥0.5',
      '¥1.0',
    ]);
  });

  it('leaves room for the drawing where they are very large', () => {
    const ticks = [0, 250_000_000, 1_000_000_000];
    expect(ticks.map(moneyTicks('USD', ticks, { locale }))).toEqual([
      '$0',
      '$250M',
      '$1B',
    ]);
    expect(
      ticks.map(moneyTicks('EUR', ticks, { locale: 'de' })).map(plain),
    ).toEqual(['0 €', '250 Mio. €', '1 Mrd. €']);
  });
});

describe('formatQuantity', () => {
  it.each([
    [87, 'count', '87'],
    [12480, 'count', '12,480'],
    [240.4, 'ms', '240 ms'],
    [141.2, 'USD', '$141'],
  ])('shows %d %s as %s', (value, unit, text) => {
    expect(formatQuantity(value, unit, { locale })).toBe(text);
  });
});

describe('ratios and numbers', () => {
  it('signs a change', () => {
    expect(formatChange(0.12, { locale })).toBe('+12%');
    expect(formatChange(-0.041, { locale })).toBe('-4%');
    expect(formatChange(0, { locale })).toBe('0%');
    expect(formatChange(18.9, { locale })).toBe('+1,890%');
  });

  it('tells a small part from none', () => {
    expect(formatShare(0.42, { locale })).toBe('42%');
    expect(formatShare(0.001, { locale })).toBe('<1%');
    expect(formatShare(0, { locale })).toBe('0%');
    expect(formatShare(-0.003, { locale })).toBe('0%');
    expect(formatShare(-0.42, { locale })).toBe('-42%');
  });

  it('keeps decimals of small numbers only', () => {
    expect(formatNumber(3.456, { locale })).toBe('3.46');
    expect(formatNumber(1234.5, { locale })).toBe('1,235');
  });
});
