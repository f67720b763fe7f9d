/** Everything the screens say, in German. The keys are those of `messages.ts`; the compiler and a test compare them. */
import { alerts } from './german/alerts';
import { common } from './german/common';
import { costs } from './german/costs';
import { elsewhere } from './german/elsewhere';
import { history } from './german/history';
import { jobs } from './german/jobs';
import { overview } from './german/overview';
import { planned } from './german/planned';
import { recommendations } from './german/recommendations';
import { reconciliation } from './german/reconciliation';
import { settings } from './german/settings';
import type { MessageKey } from './messages';

export const german = {
  language: 'de',
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
} satisfies Record<MessageKey, string>;
