/** The words of the language the app is in. */
import { errorApiRef, useApi } from '@backstage/core-plugin-api';
import {
  type TranslationApi,
  translationApiRef,
} from '@backstage/core-plugin-api/alpha';
import { useSyncExternalStore } from 'react';
import { SharedWords } from './SharedWords';
import type { Words } from './words';

const shared = new WeakMap<TranslationApi, SharedWords>();

/** Another language is another value; otherwise it stays the same. */
export function useWords(): Words {
  const translations = useApi(translationApiRef);
  const errors = useApi(errorApiRef);
  let words = shared.get(translations);
  if (!words) {
    words = new SharedWords(translations, errors);
    shared.set(translations, words);
  }
  const current = useSyncExternalStore(words.subscribe, words.current);
  // React shows the nearest fallback until they are there.
  if (!current) throw words.loaded;
  return current;
}
