/** The words of the language the app is in. */
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useMemo } from 'react';
import { guardrailsTranslationRef } from './translation';
import { Words, wordsOf } from './words';

/** Another language is another value; otherwise it stays the same. */
export function useWords(): Words {
  const { t } = useTranslationRef(guardrailsTranslationRef);
  return useMemo(() => wordsOf(t, navigator.languages), [t]);
}
