/** The plugin's English words, for tests of functions that speak. */
import { MockTranslationApi } from '@backstage/test-utils/alpha';
import { guardrailsTranslationRef, wordsOf, type Words } from '../words';

export function englishWords(): Words {
  const snapshot = MockTranslationApi.create().getTranslation(
    guardrailsTranslationRef,
  );
  if (!snapshot.ready) throw new Error('The messages are not there yet');
  return wordsOf(snapshot.t, ['en-US']);
}
