import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Pages } from '../../data';
import { renderInWords } from '../../__testUtils__';
import { MoreItems } from './MoreItems';

const read = (shown: number, totalItems: number, hasMore = true) =>
  ({
    request: {
      value: { items: Array.from({ length: shown }, () => ({})), totalItems },
    },
    hasMore,
    loadingMore: false,
    loadMore: () => undefined,
  } as unknown as Pages<object>);

describe('MoreItems', () => {
  it.each([
    ['all of them where they were counted', 50, 120, '50 of 120'],
    ['at least so many where counting ended', 50, 10_000, '50 of 10,000+'],
    ['at least those that are shown', 10_050, 10_000, '10,050 of 10,050+'],
  ])('tells of %s', (_name, shown, total, expected) => {
    renderInWords(<MoreItems pages={read(shown, total)} noun="alerts" />);
    expect(screen.getByRole('status')).toHaveTextContent(
      `${expected} alerts shown`,
    );
  });

  it('tells of those that are shown when there is no further page', async () => {
    const { rerender } = renderInWords(
      <MoreItems pages={read(9_950, 10_000)} noun="alerts" />,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Load more' }));
    rerender(<MoreItems pages={read(10_003, 10_000, false)} noun="alerts" />);
    expect(screen.getByRole('status')).toHaveTextContent(
      '10,003 of 10,003 alerts shown',
    );
  });
});
