/** The plugin's German words, for tests of components that speak. */
import { createElement, Fragment, isValidElement, type ReactNode } from 'react';
import type { translationApiRef } from '@backstage/core-plugin-api/alpha';
import { german } from '../words/de';
import { parameters } from '../words/german/parameters';

/** Fills in what a message needs, and chooses its plural as German has it. */
function translate(
  key: string,
  values: Readonly<Record<string, unknown>> = {},
): ReactNode {
  const plural = `${key}_${values.count === 1 ? 'one' : 'other'}`;
  const message = new Map(Object.entries({ ...german, ...parameters }));
  const text = message.get(key) ?? message.get(plural);
  if (text === undefined) throw new Error(`There is no message '${key}'`);
  if (!Object.values(values).some(isValidElement)) {
    return text.replace(/\{\{(\w+)\}\}/g, (_, name) => String(values[name]));
  }
  // Every second part is the name of what stands there.
  const parts = text
    .split(/\{\{(\w+)\}\}/)
    .map((part, index) => (index % 2 ? (values[part] as ReactNode) : part));
  return createElement(Fragment, null, ...parts);
}

const snapshot = { ready: true, t: translate };

export const germanTranslation = {
  getTranslation: () => snapshot,
  translation$: () => ({ subscribe: () => ({ unsubscribe: () => {} }) }),
} as unknown as typeof translationApiRef.T;
