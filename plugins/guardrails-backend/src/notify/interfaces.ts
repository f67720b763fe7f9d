/** What happened, and who can be told. */
import type { AlertAnnouncement } from '@cloudops/plugin-guardrails-node';
import type { AlertRecord, EventRecord } from '../database';

/** An event of an alert or of one of its recommendations, with the alert and its project as they are now. */
export interface Happening {
  readonly event: EventRecord;
  readonly alert: AlertRecord;
  readonly project: string;
  /** Nobody wants to hear of it before; absent when it is not snoozed. */
  readonly snoozedUntil?: Date;
  /** What is told of the alert; absent when the event changed a recommendation only. */
  readonly announcement?: AlertAnnouncement;
}

/** One way in which people and systems learn of alerts. */
export interface Outlet {
  /** Stored in `deliveries.outlet`; never changes. */
  readonly name: string;
  /**
   * Tells it, or says why it need not be told. Rejects when it could not be told; then it is tried again.
   *
   * @throws {@link Undeliverable} when another attempt would not help
   */
  deliver(happening: Happening): Promise<'delivered' | { skipped: string }>;
}

/** An outlet refuses for good. */
export class Undeliverable extends Error {
  override readonly name = 'Undeliverable';
}
