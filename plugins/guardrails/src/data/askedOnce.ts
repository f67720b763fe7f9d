/** Lets two parts of one page that ask the same question share the answer. */

/** Parts of a page come within this time of each other; afterwards the question is a new one. Milliseconds. */
const SHARED_FOR_MS = 2_000;

const answers = new WeakMap<object, Map<string, Promise<unknown>>>();

/**
 * Asks, or answers with what is being asked already or was a moment ago. A failure is not kept.
 *
 * @param api - whom it is asked; another one is another question
 * @param question - names it
 */
export function askedOnce<T>(
  api: object,
  question: string,
  ask: () => Promise<T>,
): Promise<T> {
  const ofApi = answers.get(api) ?? new Map<string, Promise<unknown>>();
  answers.set(api, ofApi);
  const known = ofApi.get(question);
  if (known) return known as Promise<T>;
  const answer = ask();
  const forget = () => {
    if (ofApi.get(question) === answer) ofApi.delete(question);
  };
  ofApi.set(question, answer);
  answer.then(() => setTimeout(forget, SHARED_FOR_MS), forget);
  return answer;
}
