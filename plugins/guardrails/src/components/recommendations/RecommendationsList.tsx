/** The recommendations of a scope. */
import type { Scope } from '../../scope';

export function RecommendationsList(_props: { readonly scope: Scope }) {
  return null;
}
