/** The audit trail, in German. */
import type { history as english } from '../english/history';
import type { KeysOf } from '../keys';

export const history = {
  'history.list': 'Verlauf',
  'history.filter': 'Verlauf filtern',
  'history.anAlert': 'ein Alarm',
  'history.aRecommendation': 'eine Empfehlung',
  'history.showJobs': 'Jobs zeigen',
  'history.runRequested': '{{job}}: sofort verlangt',
  'history.runStarted': '{{job}}: begonnen',
  'history.runScheduled': '{{job}}: nach Plan begonnen',
  'history.runSucceeded':
    '{{job}}: gelungen · geschriebene Zeilen: {{rows}} · AWS-Anfragen: {{requests}}',
  'history.runFailed': '{{job}}: fehlgeschlagen · {{reason}}',
  'history.runFailedMore':
    '{{job}}: fehlgeschlagen · {{reason}} · und {{others}} weitere',
  'history.runSkipped': '{{job}}: ausgelassen · {{reason}}',
  'history.awsRequested':
    '{{job}}: bezahlte Anfrage {{number}} von höchstens {{cap}} am Tag · AWS-Konto: {{account}}',
  'jobName.ingestCosts': 'AWS-Kosten lesen',
  'jobName.ingestMetrics': 'AWS-Metriken lesen',
  'jobName.detect': 'Auffälligkeiten erkennen',
  'jobName.findDrivers': 'Ursachen der Kostenalarme suchen',
  'jobName.retention': 'Alte Zeilen löschen',
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
