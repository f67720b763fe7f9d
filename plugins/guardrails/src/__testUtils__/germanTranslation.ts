/** The plugin's German words, for tests of components that speak. */
import type { translationApiRef } from '@backstage/core-plugin-api/alpha';
import { german } from '../words/de';

/** Fills in what a message needs, and chooses its plural as German has it. */
function translate(
  key: string,
  values: Readonly<Record<string, unknown>> = {},
): string {
  const plural = `${key}_${values.count === 1 ? 'one' : 'other'}`;
  const message = new Map(Object.entries(german));
  const text = message.get(key) ?? message.get(plural);
  if (text === undefined) throw new Error(`There is no message '${key}'`);
  return text.replace(/\{\{(\w+)\}\}/g, (_, name) => String(values[name]));
}

const snapshot = { ready: true, t: translate };

export const germanTranslation = {
  getTranslation: () => snapshot,
  translation$: () => ({ subscribe: () => ({ unsubscribe: () => {} }) }),
} as unknown as typeof translationApiRef.T;
