/** The sentences about parameters, apart from the other messages: one page alone shows them, and loads them with it. */
import { createTranslationRef } from '@backstage/core-plugin-api/alpha';
import { parameters } from './english/parameters';

/**
 * What the parameters of the product's rules mean: English, with German beside it. As of `guardrailsTranslationRef`, an
 * app may replace single messages or add languages.
 *
 * @public
 */
export const guardrailsParameterTranslationRef = createTranslationRef({
  id: 'guardrails.parameters',
  messages: parameters,
  translations: {
    de: async () => ({
      default: (await import('./german/parameters')).parameters,
    }),
  },
});
