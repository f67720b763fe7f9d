/** Tells open pages that something changed: ids only, so that what a page then shows is what its user may see. */
import {
  GUARDRAILS_SIGNAL_CHANNEL,
  type GuardrailsSignal,
} from '@cloudops/plugin-guardrails-common';
import type { SignalsService } from '@backstage/plugin-signals-node';
import type { Happening, Outlet } from '../interfaces';

export class SignalOutlet implements Outlet {
  readonly name = 'signals';
  readonly #signals: SignalsService;

  constructor(signals: SignalsService) {
    this.#signals = signals;
  }

  async deliver({ event, alert }: Happening) {
    const message: GuardrailsSignal =
      event.entityType === 'alert'
        ? { type: 'alert', id: alert.id }
        : {
            type: 'recommendation',
            id: event.entityId ?? '',
            alertId: alert.id,
          };
    await this.#signals.publish({
      recipients: { type: 'broadcast' },
      channel: GUARDRAILS_SIGNAL_CHANNEL,
      message: { ...message },
    });
    return 'delivered' as const;
  }
}
