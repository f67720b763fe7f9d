/** What the trail alone says of an alert or a recommendation. */
import type {
  AlertRecord,
  EventRecord,
  RecommendationRecord,
} from '../../database';

export type AlertState = Pick<
  AlertRecord,
  'status' | 'acknowledgedAt' | 'resolvedAt'
> & { snoozedUntil?: string };

export function replayAlert(
  events: readonly EventRecord[],
  at: Date,
): AlertState {
  let state: AlertState = { status: 'open' };
  for (const { eventType, metadata, createdAt } of events) {
    const { to, until } = metadata as any;
    switch (eventType) {
      case 'status_changed':
        state = {
          status: to,
          acknowledgedAt:
            { open: undefined, acknowledged: createdAt }[to as string] ??
            (to === 'resolved' ? state.acknowledgedAt : undefined),
          resolvedAt: to === 'resolved' ? createdAt : undefined,
          snoozedUntil: to === 'resolved' ? undefined : state.snoozedUntil,
        };
        break;
      case 'snoozed':
        state = { ...state, snoozedUntil: until };
        break;
      case 'snooze_ended':
        state = { ...state, snoozedUntil: undefined };
        break;
      default:
    }
  }
  return state.snoozedUntil && state.snoozedUntil > at.toISOString()
    ? state
    : { ...state, snoozedUntil: undefined };
}

export type RecommendationState = Pick<
  RecommendationRecord,
  'status' | 'owner' | 'doneAt' | 'dismissedAt'
>;

export function replayRecommendation(
  events: readonly EventRecord[],
): RecommendationState {
  let state: RecommendationState = { status: 'open' };
  for (const { eventType, metadata, createdAt } of events) {
    const { to } = metadata as any;
    if (eventType === 'status_changed') {
      state = {
        ...state,
        status: to,
        doneAt: to === 'done' ? createdAt : undefined,
        dismissedAt: to === 'dismissed' ? createdAt : undefined,
      };
    }
    if (eventType === 'owner_changed') {
      state = { ...state, owner: to ?? undefined };
    }
  }
  return state;
}
