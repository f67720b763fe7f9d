import { isError } from '@backstage/errors';

/** Whatever was thrown, as an Error; told by its shape, because it may come from another realm or copy of a package. */
export function toError(thrown: unknown): Error {
  return isError(thrown) ? thrown : new Error(String(thrown));
}
