/** Who did something or is to do it, as it is stored: an email, an entity ref, the product, or any other name. */
import type { Translate } from '../words';

/** Who did what no person did. */
export const SYSTEM_ACTOR = 'system';

/** The product's name for what no person did, the bare name of a user or team of the default namespace, else what is stored. */
export function actorName(actor: string, t: Translate): string {
  if (actor === SYSTEM_ACTOR) return t('timeline.product');
  return actor.replace(/^(user|group):default\//, '');
}
