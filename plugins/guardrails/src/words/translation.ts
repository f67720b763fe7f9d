/** The plugin's messages as Backstage translates them, in the app's language. */
import { createTranslationRef } from '@backstage/core-plugin-api/alpha';
import { messages } from './messages';

/**
 * What the screens say: English, with German beside it. An app that lists `de` among its languages shows it, and may
 * replace single messages or add languages for this ref.
 *
 * @public
 */
export const guardrailsTranslationRef = createTranslationRef({
  id: 'guardrails',
  messages,
  translations: {
    de: async () => ({ default: (await import('./de')).german }),
  },
});
