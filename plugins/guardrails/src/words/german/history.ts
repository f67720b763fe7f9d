/** The audit trail, in German. */
import type { history as english } from '../english/history';
import type { KeysOf } from '../keys';

export const history = {
  'history.list': 'Verlauf',
  'history.filter': 'Verlauf filtern',
  'history.showAlert': 'Alarm zeigen',
  'history.noMatch': 'Nichts passt',
  'history.noMatchWhy':
    'Kein Ereignis ist von diesem Projekt, dieser Art und dieser Person. Projekt und Person müssen ganz übereinstimmen.',
  'history.empty': 'Noch ist nichts geschehen',
  'history.emptyWhy': 'Der erste Lauf eines Jobs schreibt die erste Zeile.',
  'history.exporting': 'Der Verlauf wird gelesen …',
  'history.exported_one': '1 Ereignis',
  'history.exported_other': '{{count}} Ereignisse',
  'history.exportedPart':
    'Die neuesten {{number}} Ereignisse; für andere den Verlauf einschränken',
} satisfies Record<KeysOf<typeof english>, string>;
