import { aRecommendation } from '../../testing';
import { withItem, worstAlertFirst } from './groups';

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

it('shows the worst alert first, then the newest, and what one alert brought in the order of the API', () => {
  const [useful, later, lessUseful] = [
    '2026-11-18T06:14:00Z',
    '2026-11-19T06:14:00Z',
    '2026-11-18T06:14:00Z',
  ].map(createdAt =>
    aRecommendation({ alertId: 'a-high', alertSeverity: 'high', createdAt }),
  );
  const newest = aRecommendation({
    alertId: 'a-low',
    alertSeverity: 'low',
    createdAt: '2026-11-20T06:14:00Z',
  });
  const newer = aRecommendation({
    alertId: 'a-newer',
    alertSeverity: 'high',
    createdAt: '2026-11-19T08:00:00Z',
  });
  const unknown = aRecommendation({
    alertId: 'a-unknown',
    alertSeverity: undefined,
    alertStatus: undefined,
    createdAt: '2026-11-20T07:00:00Z',
  });

  expect(
    worstAlertFirst([unknown, newest, useful, newer, later, lessUseful]),
  ).toEqual([newer, useful, later, lessUseful, newest, unknown]);
});

it('shows what answers an alert that is over after all others', () => {
  const [over, open, acknowledged, lessOver] = (
    [
      ['resolved', 'high'],
      ['open', 'low'],
      ['acknowledged', 'medium'],
      ['resolved', 'medium'],
    ] as const
  ).map(([alertStatus, alertSeverity]) =>
    aRecommendation({ alertStatus, alertSeverity }),
  );

  expect(worstAlertFirst([lessOver, over, open, acknowledged])).toEqual([
    acknowledged,
    open,
    over,
    lessOver,
  ]);
});
