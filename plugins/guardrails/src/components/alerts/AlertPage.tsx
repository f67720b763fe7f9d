/** One alert in full. */
export function AlertPage(_props: { readonly id: string }) {
  return null;
}
