/** Which status may follow which, for every pair of them. */
import { alertWorkflow, recommendationWorkflow } from '.';

/** Statuses that an attempt to move to did not fail. */
function reachable<S extends string>(
  statuses: readonly S[],
  move: (to: S) => void,
): S[] {
  return statuses.filter(to => {
    try {
      move(to);
      return true;
    } catch (error) {
      expect(error).toMatchObject({ name: 'ConflictError' });
      return false;
    }
  });
}

describe('an alert', () => {
  const statuses = ['open', 'acknowledged', 'resolved'] as const;

  it.each([
    ['open', ['acknowledged', 'resolved']],
    ['acknowledged', ['resolved', 'open']],
    ['resolved', ['open']],
  ] as const)('that is %s moves to %j and nowhere else', (from, allowed) => {
    expect(alertWorkflow.allowedTransitions(from)).toEqual(allowed);
    expect(
      reachable(statuses, to =>
        alertWorkflow.assertTransition(from, to),
      ).sort(),
    ).toEqual([...allowed].sort());
  });

  it('that may not move says where it may', () => {
    expect(() =>
      alertWorkflow.assertTransition('resolved', 'acknowledged'),
    ).toThrow(
      "status: got 'acknowledged' for an alert that is 'resolved'; from there it may move to 'open'",
    );
  });
});

describe('a recommendation', () => {
  const statuses = ['open', 'in_progress', 'done', 'dismissed'] as const;

  it.each([
    ['open', ['in_progress', 'done', 'dismissed']],
    ['in_progress', ['done', 'dismissed', 'open']],
    ['done', ['open']],
    ['dismissed', ['open']],
  ] as const)('that is %s moves to %j and nowhere else', (from, allowed) => {
    expect(recommendationWorkflow.allowedTransitions(from)).toEqual(allowed);
    expect(
      reachable(statuses, to =>
        recommendationWorkflow.assertTransition(from, to),
      ).sort(),
    ).toEqual([...allowed].sort());
  });

  it('that is already there says where it may move', () => {
    expect(() =>
      recommendationWorkflow.assertTransition('open', 'open'),
    ).toThrow(
      "status: got 'open' for a recommendation that is 'open'; from there it may move to 'in_progress', 'done', 'dismissed'",
    );
  });
});
