/** The audit trail, in German. */
import type { history as english } from '../english/history';
import type { KeysOf } from '../keys';

export const history = {
  'history.list': 'Verlauf',
  'history.filter': 'Verlauf filtern',
  'history.showAlert': 'Alarm zeigen',
  'history.noMatch': 'Nichts passt',
  'history.noMatchWhy':
    'Kein Ereignis ist von diesem Projekt, dieser Art, dieser Person und aus dieser Zeit. Projekt und Person müssen ganz übereinstimmen.',
  'history.empty': 'Noch ist nichts geschehen',
  'history.emptyWhy':
    'Der erste Alarm schreibt die erste Zeile. Was die Jobs taten, steht unter Alles.',
  'history.exporting': 'Der Verlauf wird gelesen …',
  'history.exported': 'Heruntergeladen',
  'history.work': 'Alarme und Empfehlungen',
  'history.when': 'Wann',
} satisfies Record<KeysOf<typeof english>, string>;
