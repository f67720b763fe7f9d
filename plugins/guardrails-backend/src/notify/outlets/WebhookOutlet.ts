/**
 * Posts alerts to one HTTPS address, signed as Standard Webhooks describes it (https://www.standardwebhooks.com):
 * receivers verify `webhook-id`, `webhook-timestamp` and `webhook-signature` with the library of their language.
 */
import type { AlertAnnouncement } from '@cloudops/plugin-guardrails-node';
import { Webhook } from 'standardwebhooks';
import { Undeliverable, type Happening, type Outlet } from '../interfaces';

/** Standard Webhooks recommends 15 to 30 seconds. */
const TIMEOUT_MS = 15_000;

export class WebhookOutlet implements Outlet {
  readonly name = 'webhook';
  readonly #url: URL;
  readonly #signers: readonly Webhook[];

  /**
   * @param options.url - may carry a token, so only its host is ever named
   * @param options.secret - `whsec_` and the key in base64
   * @param options.previousSecret - signs as well, so that receivers can change over when they like
   */
  constructor(options: {
    readonly url: string;
    readonly secret: string;
    readonly previousSecret?: string;
  }) {
    const { url, secret, previousSecret } = options;
    this.#url = new URL(url);
    this.#signers = [
      new Webhook(secret),
      ...(previousSecret === undefined ? [] : [new Webhook(previousSecret)]),
    ];
  }

  async deliver({ announcement }: Happening) {
    if (!announcement) {
      return { skipped: 'the webhook tells of alerts only' };
    }
    const response = await this.#post(announcement);
    await response.body?.cancel();
    if (response.status === 410) {
      throw new Undeliverable(`${this.#url.host} answered 410: it is gone`);
    }
    if (!response.ok) {
      throw new Error(`${this.#url.host} answered ${response.status}`);
    }
    return 'delivered' as const;
  }

  async #post(announcement: AlertAnnouncement): Promise<Response> {
    const body = JSON.stringify({
      type: announcement.topic,
      timestamp: announcement.occurredAt,
      data: announcement,
    });
    const at = new Date();
    try {
      return await fetch(this.#url, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'user-agent': 'cloudops-guardrails',
          'webhook-id': announcement.id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          // Several with spaces between them; one that the receiver knows is enough.
          'webhook-signature': this.#signers
            .map(signer => signer.sign(announcement.id, at, body))
            .join(' '),
        },
        // Elsewhere the signature is nobody's business.
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      throw new Error(`${this.#url.host} did not answer: ${causeOf(error)}`);
    }
  }
}

/** fetch itself says only that it failed. */
function causeOf(error: unknown): string {
  const { name, message, cause } = error as Error & {
    cause?: { code?: string; message?: string };
  };
  return name === 'TimeoutError'
    ? `no answer within ${TIMEOUT_MS / 1000} s`
    : cause?.code ?? cause?.message ?? message;
}
