/** Keeps the last answers of an API, so that a view which is opened again shows them at once while it asks anew. */

/** As many as a reader goes back and forth between; the oldest is forgotten first. */
const MOST_ANSWERS = 30;

const answers = new WeakMap<object, Map<string, unknown>>();

/**
 * @param api - who answered; another one (another portal, another test) has answers of its own
 * @param question - names it, across all views
 */
export function recall<T>(api: object, question: string): T | undefined {
  return answers.get(api)?.get(question) as T | undefined;
}

export function remember(api: object, question: string, answer: unknown): void {
  const ofApi = answers.get(api) ?? new Map<string, unknown>();
  answers.set(api, ofApi);
  // At the end of the line again.
  ofApi.delete(question);
  ofApi.set(question, answer);
  for (const oldest of ofApi.keys()) {
    if (ofApi.size <= MOST_ANSWERS) break;
    ofApi.delete(oldest);
  }
}

/** What was answered must not be shown any more. */
export function forget(api: object, question: string): void {
  answers.get(api)?.delete(question);
}
