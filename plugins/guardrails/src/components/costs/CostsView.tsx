/** What a project costs: the sentence, the picture, the services. */
export function CostsView(_props: { readonly project: string }) {
  return null;
}
