/** The overview card of an entity: what it costs, what is open, what to do first, how fresh the data is. */
export function EntityGuardrailsCard() {
  return null;
}
