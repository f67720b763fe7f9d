/** The alerts of a scope. */
import type { Scope } from '../../scope';

export function AlertsList(_props: { readonly scope: Scope }) {
  return null;
}
