import { englishWords } from '../__testUtils__/englishWords';
import { wordsOf } from './words';

describe('the locale', () => {
  const { t } = englishWords();
  const localeFor = (...preferred: string[]) => wordsOf(t, preferred).locale;

  it("is the reader's own variant of the app's language", () => {
    expect(localeFor('de-AT', 'en-GB', 'en-US')).toBe('en-GB');
  });

  it('is the language of the app where the reader prefers others', () => {
    expect(localeFor('de-AT')).toBe('en');
  });

  it('is never one that nothing can be written in', () => {
    // As a browser calls it on a machine whose locale is POSIX.
    expect(localeFor('en-US@posix')).toBe('en');
    expect(wordsOf(t, ['en-US@posix']).number(1234)).toBe('1,234');
  });
});
