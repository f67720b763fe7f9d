/** The portal's signals, sent by hand. */
import type { SignalApi } from '@backstage/plugin-signals-react';
import type { GuardrailsSignal } from '@cloudops/plugin-guardrails-common';

export class FakeSignals implements SignalApi {
  readonly #subscribers = new Set<(message: any) => void>();

  subscribe(_channel: string, onMessage: (message: any) => void) {
    this.#subscribers.add(onMessage);
    return {
      unsubscribe: () => {
        this.#subscribers.delete(onMessage);
      },
    };
  }

  send(signal: GuardrailsSignal): void {
    this.#subscribers.forEach(tell => tell(signal));
  }
}
