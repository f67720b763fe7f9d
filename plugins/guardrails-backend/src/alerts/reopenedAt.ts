import type { AlertStatus } from '@cloudops/plugin-guardrails-common';
import { SYSTEM_ACTOR } from '../audit';
import type { Stores } from '../database';

/** When a person last put an alert back to open, milliseconds since the epoch; undefined where nobody ever did. */
export async function reopenedAt(
  { events }: Pick<Stores, 'events'>,
  alertId: string,
): Promise<number | undefined> {
  const open: AlertStatus = 'open';
  return (await events.byEntity('alert', alertId))
    .filter(
      ({ eventType, actor, metadata }) =>
        eventType === 'status_changed' &&
        actor !== SYSTEM_ACTOR &&
        metadata.to === open,
    )
    .at(-1)
    ?.createdAt.getTime();
}
