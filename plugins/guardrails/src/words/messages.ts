/**
 * Everything the screens say, in English. What is stored with an alert or a recommendation (titles, sentences, steps)
 * comes from the backend and is shown as it is.
 *
 * A `subject` is put into other messages, and stands there as it would after a colon.
 */
import { alerts } from './english/alerts';
import { common } from './english/common';
import { costs } from './english/costs';
import { elsewhere } from './english/elsewhere';
import { history } from './english/history';
import { jobs } from './english/jobs';
import { overview } from './english/overview';
import { planned } from './english/planned';
import { recommendations } from './english/recommendations';
import { reconciliation } from './english/reconciliation';
import { settings } from './english/settings';
import type { KeysOf } from './keys';

export const messages = {
  /** The language of these messages as a BCP 47 tag: numbers and dates follow it. */
  language: 'en',
  ...common,
  ...alerts,
  ...costs,
  ...recommendations,
  ...elsewhere,
  ...overview,
  ...reconciliation,
  ...settings,
  ...planned,
  ...history,
  ...jobs,
} as const;

/** The keys a language has to give: `costs.download`, with the plural forms of English, `costs.days_one`. */
export type MessageKey = KeysOf<typeof messages>;
