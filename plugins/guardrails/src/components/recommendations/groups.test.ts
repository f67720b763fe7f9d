import { aRecommendation } from '../../testing';
import { withItem } from './groups';

it('puts an item back where the API would: newest first, and in order of making within an alert', () => {
  const [first, second, third] = Array.from({ length: 3 }, () =>
    aRecommendation(),
  );
  const newer = aRecommendation({ createdAt: '2026-11-19T06:14:00Z' });
  const older = aRecommendation({ createdAt: '2026-11-17T06:14:00Z' });

  const { items, totalItems } = withItem(
    { items: [newer, first, third, older], totalItems: 4 },
    second,
  );

  expect(items).toEqual([newer, first, second, third, older]);
  expect(totalItems).toBe(5);
});
