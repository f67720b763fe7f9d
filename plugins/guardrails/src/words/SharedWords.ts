/**
 * The words of an app, once for all that speak: Backstage's `useTranslationRef` has a snapshot, an observable and a
 * subscription in each component, which in a list of thousands of rows is a large part of what the browser has to keep.
 */
import type { ErrorApi } from '@backstage/core-plugin-api';
import type { TranslationApi } from '@backstage/core-plugin-api/alpha';
import { guardrailsTranslationRef } from './translation';
import { type Words, wordsOf } from './words';

export class SharedWords {
  /** Settled when there are words, those of the plugin's own language where another one could not be loaded. */
  readonly loaded: Promise<void>;
  readonly #translations: TranslationApi;
  readonly #errors: ErrorApi;
  readonly #listeners = new Set<() => void>();
  #current: Words | undefined;
  #settle: () => void = () => {};

  constructor(translations: TranslationApi, errors: ErrorApi) {
    this.#translations = translations;
    this.#errors = errors;
    this.loaded = new Promise(resolve => {
      this.#settle = resolve;
    });
    this.#take();
    this.#follow();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Undefined while they are being loaded for the first time. */
  readonly current = (): Words | undefined => this.#current;

  /** As long as the app lives, which is as long as its translations do. */
  #follow(): void {
    this.#translations.translation$(guardrailsTranslationRef).subscribe({
      next: () => this.#take(),
      error: error => {
        this.#errors.post(
          new Error(
            `Failed to load the translation of '${guardrailsTranslationRef.id}'; caused by ${error}`,
          ),
        );
        this.#take();
        // What has failed tells of no later language.
        this.#follow();
      },
    });
  }

  #take(): void {
    const snapshot = this.#translations.getTranslation(
      guardrailsTranslationRef,
    );
    if (!snapshot.ready) return;
    this.#current = wordsOf(snapshot.t, navigator.languages);
    this.#settle();
    this.#listeners.forEach(listener => listener());
  }
}
