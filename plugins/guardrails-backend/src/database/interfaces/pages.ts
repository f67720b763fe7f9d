/** Pages of a list by keyset. */

/** A page of a list by keyset; `cursor` is opaque and comes from the page before. */
export interface Page {
  readonly limit: number;
  readonly cursor?: string;
}

/** One page, with the cursor of the next when there is one. */
export interface PageOf<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
}

/** One page, with how long the whole list is: counted up to 10,000, which stands for that many or more. */
export interface CountedPageOf<T> extends PageOf<T> {
  readonly totalItems: number;
}
