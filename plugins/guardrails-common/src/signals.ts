/** What open pages are told when something changed. */

/**
 * The channel of Backstage's signals.
 *
 * @public
 */
export const GUARDRAILS_SIGNAL_CHANNEL = 'guardrails';

/**
 * Ids only: every page asks for what it shows with its own user's permissions.
 *
 * @public
 */
export type GuardrailsSignal =
  | { readonly type: 'alert'; readonly id: string }
  | {
      readonly type: 'recommendation';
      readonly id: string;
      readonly alertId: string;
    };
