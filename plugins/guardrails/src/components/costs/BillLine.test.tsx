import { translationApiRef } from '@backstage/core-plugin-api/alpha';
import { TestApiProvider } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { germanTranslation } from '../../__testUtils__/germanTranslation';
import { renderInWords } from '../../__testUtils__/renderInWords';
import { BillLine } from './BillLine';

const TAX = [{ type: 'Tax', total: 12 }];

function line(
  openFrom: string | undefined,
  to: string,
  charges: typeof TAX = TAX,
) {
  return (
    <BillLine
      totals={{ usage: 100, charges, net: 112 }}
      currency="USD"
      openFrom={openFrom}
      to={to}
      view="usage"
      onView={() => {}}
    />
  );
}

describe('the line of the bill', () => {
  it.each([
    [
      'one month',
      '2026-12-01',
      '2026-12-05',
      'December is not invoiced yet: tax, credits and fees may still come',
    ],
    [
      'the month before too, until AWS closes it',
      '2026-11-01',
      '2026-12-05',
      'November and December are not invoiced yet: tax, credits and fees may still come',
    ],
    [
      'two months over the end of a year',
      '2026-12-07',
      '2027-01-04',
      'December and January are not invoiced yet: tax, credits and fees may still come',
    ],
    [
      'three months, where AWS is late',
      '2026-10-31',
      '2026-12-01',
      'October, November, and December are not invoiced yet: tax, credits and fees may still come',
    ],
  ])('names what is not invoiced: %s', async (_, openFrom, to, text) => {
    renderInWords(line(openFrom, to));

    expect(await screen.findByText(text)).toBeInTheDocument();
  });

  it('calls the charges by words of the reader’s language, and leaves what it does not know', async () => {
    renderInWords(
      <TestApiProvider apis={[[translationApiRef, germanTranslation]]}>
        {line(undefined, '2026-12-05', [
          ...TAX,
          { type: 'Recurring', total: 120 },
          { type: 'SomethingNew', total: 1 },
        ])}
      </TestApiProvider>,
    );

    expect(
      await screen.findByText(/Steuern .* Reservierungen .* SomethingNew/),
    ).toBeInTheDocument();
  });

  it('names them where there are no charges, too', async () => {
    renderInWords(line('2026-11-01', '2026-12-05', []));

    expect(
      await screen.findByText(/^November and December are not invoiced yet/),
    ).toBeInTheDocument();
  });

  it('says nothing of months that are all invoiced', async () => {
    renderInWords(line(undefined, '2026-12-05'));

    expect(await screen.findByText(/Tax/)).toBeInTheDocument();
    expect(screen.queryByText(/not invoiced/)).not.toBeInTheDocument();
  });

  it.each([
    ['2026-12-01', 'Dezember ist noch nicht abgerechnet: '],
    ['2026-11-01', 'November und Dezember sind noch nicht abgerechnet: '],
  ])('speaks German: open from %s', async (openFrom, text) => {
    renderInWords(
      <TestApiProvider apis={[[translationApiRef, germanTranslation]]}>
        {line(openFrom, '2026-12-05')}
      </TestApiProvider>,
    );

    expect(
      await screen.findByText(
        `${text}Steuern, Gutschriften und Gebühren können noch kommen`,
      ),
    ).toBeInTheDocument();
  });
});
