import { errorApiRef } from '@backstage/core-plugin-api';
import {
  type TranslationApi,
  translationApiRef,
} from '@backstage/core-plugin-api/alpha';
import { TestApiProvider } from '@backstage/test-utils';
import { act, render, screen } from '@testing-library/react';
import { Suspense } from 'react';
import { useWords } from './useWords';

/** An app whose language changes when it is told to, and whose words may have to be loaded first. */
class Translations {
  /** Undefined while the words are being loaded. */
  language: string | undefined;
  readonly errors = { post: jest.fn(), error$: jest.fn() };
  readonly subscribers: Parameters<
    ReturnType<TranslationApi['translation$']>['subscribe']
  >[0][] = [];
  readonly api = {
    getTranslation: () => this.#snapshot(),
    translation$: () => ({
      subscribe: (subscriber: any) => {
        this.subscribers.push(subscriber);
        return { unsubscribe: () => {}, closed: false };
      },
    }),
  } as unknown as TranslationApi;

  constructor(language?: string) {
    this.language = language;
  }

  speaks(language: string): void {
    this.language = language;
    act(() => (this.subscribers.at(-1) as any).next(this.#snapshot()));
  }

  fails(language: string): void {
    this.language = language;
    // An observable tells nothing after its error.
    const failed = this.subscribers.pop() as any;
    act(() => failed.error(new Error('offline')));
  }

  #snapshot() {
    return this.language
      ? { ready: true, t: () => this.language }
      : { ready: false };
  }
}

const seen = new Set<unknown>();

function Speaker() {
  const words = useWords();
  seen.add(words);
  return <p>{words.t('language')}</p>;
}

function show(translations: Translations, speakers = 1) {
  seen.clear();
  const at = (many: number) => (
    <TestApiProvider
      apis={[
        [translationApiRef, translations.api],
        [errorApiRef, translations.errors],
      ]}
    >
      <Suspense fallback={<p>wait</p>}>
        {Array.from({ length: many }, (_, i) => (
          <Speaker key={i} />
        ))}
      </Suspense>
    </TestApiProvider>
  );
  const { rerender } = render(at(speakers));
  return (many: number) => rerender(at(many));
}

const shown = () =>
  screen.getAllByText(/^\w+$/).map(({ textContent }) => textContent);

it('is the same for all that speak, and listens once', () => {
  const translations = new Translations('en');
  const showMany = show(translations, 3);
  showMany(5);

  expect(shown()).toEqual(Array(5).fill('en'));
  expect(seen.size).toBe(1);
  expect(translations.subscribers).toHaveLength(1);
});

it('follows the language of the app, also where nobody spoke meanwhile', () => {
  const translations = new Translations('en');
  const showMany = show(translations, 2);
  translations.speaks('de');
  expect(shown()).toEqual(['de', 'de']);

  showMany(0);
  translations.speaks('en');
  showMany(1);
  expect(shown()).toEqual(['en']);
});

it('waits for words that are loaded', async () => {
  const translations = new Translations();
  show(translations);
  expect(shown()).toEqual(['wait']);

  translations.speaks('de');
  expect(await screen.findByText('de')).toBeVisible();
});

it('says what could not be loaded, speaks as the app does without it, and follows what comes later', async () => {
  const translations = new Translations();
  show(translations);
  translations.fails('en');
  expect(await screen.findByText('en')).toBeVisible();
  expect(
    translations.errors.post.mock.calls.map(([error]) => `${error}`),
  ).toEqual([
    "Error: Failed to load the translation of 'guardrails'; caused by Error: offline",
  ]);

  translations.speaks('de');
  expect(shown()).toEqual(['de']);
});
