/** How the rules are set, in German. */
import type { settings as english } from '../english/settings';
import type { KeysOf } from '../keys';

export const settings = {
  'settings.what':
    'Wie jede Regel urteilt, wer das so eingestellt hat und was andere Werte getan hätten. Geändert wird hier nichts, sondern in der Konfiguration und in den Annotationen des Katalogs.',
  'settings.filter': 'Projekt wählen',
  'settings.all': 'Was für alle gilt',
  'settings.rules': 'Regeln',
  'settings.empty': 'Keine Regeln',
  'settings.emptyWhy': 'Im Portal sind keine Regeln eingerichtet.',
  'settings.allDefault': 'Jeder Parameter hat seinen Standardwert',
  'settings.changed_one': '1 Parameter anders eingestellt',
  'settings.changed_other': '{{count}} Parameter anders eingestellt',
  'settings.problems':
    'Manche Annotationen sind unbrauchbar und bleiben ohne Wirkung',
  'settings.on': 'ein',
  'settings.off': 'aus',
  'settings.judges_cost': 'Beurteilt die Tageskosten.',
  'settings.judges_metric': 'Beurteilt die Metriken.',
  'settings.version': 'Version {{version}}.',
  'settings.parametersOf': 'Parameter von {{rule}}',
  'settings.parameter': 'Parameter',
  'settings.value': 'Gilt',
  'settings.default': 'Standard',
  'settings.rangeTitle': 'Bereich',
  'settings.range': '{{from}} bis {{to}}',
  'settings.over': 'über {{number}}',
  'settings.origin': 'Eingestellt durch',
  'settings.origin_default': 'die Regel',
  'settings.origin_configuration': 'die Konfiguration für alle Projekte',
  'settings.origin_project': 'die Konfiguration des Projekts',
  'settings.origin_annotation': 'eine Annotation',
  'settings.origin_annotationOf': 'die Annotation von',
  'settings.notSet': 'nicht gesetzt',
  'settings.unit_days': 'Tage',
  'settings.unit_currency': '(Währung des Projekts)',
  'settings.unit_spreads': 'Streuungen',
  'settings.unit_times': 'mal',
  'settings.unit_errors': 'Fehler',
  'settings.unit_points': 'Punkte',
  'settings.unit_probability': '(Wahrscheinlichkeit)',
  'settings.unit_distances': 'übliche Abstände',
  'settings.unit_metric': '(Einheit der Metrik)',
  'settings.notNumber': 'Eine Zahl, {{range}}',
  'settings.notInteger': 'Eine ganze Zahl, {{range}}',
  'settings.notLimits': 'Eine Liste wie {"AWS Lambda": 20}, jeweils {{range}}',
  'settings.try': 'Andere Werte ausprobieren',
  'settings.tryWhat':
    'Die Regel beurteilt die gespeicherte Vergangenheit noch einmal, mit den geltenden Werten und mit denen, die Sie hier eingeben. Nichts wird gespeichert, und niemand wird benachrichtigt.',
  'settings.tryNeedsProject':
    'Wählen Sie oben ein Projekt, um sie an seiner Vergangenheit zu erproben.',
  'settings.runTrial': 'Zeigen, was angeschlagen hätte',
  'settings.reset': 'Zurück zu dem, was gilt',
  'settings.keep': 'Um diese Werte zu behalten',
  'settings.byAnnotation': 'Im Katalog, an der Entität des Projekts:',
  'settings.byProject':
    'Oder in der app-config des Portals, nur für {{project}}:',
  'settings.byConfiguration':
    'In der app-config des Portals, für alle Projekte ohne eigene Einstellungen:',
  'settings.precedence':
    'Eine Annotation gilt vor der Konfiguration des Projekts, diese vor der für alle Projekte. Die app-config wird beim Start des Portals gelesen, Annotationen beim nächsten Lauf der Erkennung.',
  'settings.difference':
    'Mit diesen Werten hätten {{added}} mehr angeschlagen und {{gone}} weniger; {{kept}} bleiben',
  'settings.noDifference':
    'Kein Unterschied: {{number}} schlagen so oder so an',
  'settings.inForce': 'Geltend',
  'settings.tried': 'Ausprobiert',
  'settings.verdict_kept': 'schlägt so oder so an',
  'settings.verdict_added': 'käme dazu',
  'settings.verdict_gone': 'fiele weg',
  'settings.trialTable': 'Was angeschlagen hätte',
  'settings.effect': 'Mit diesen Werten',
  'settings.window': 'Tag (UTC)',
  'settings.alert': 'Alarm',
  'settings.storedAlerts_one':
    'In diesen Tagen ist 1 Alarm dieser Regel gespeichert; Regeln teilen sich Alarme, und Kosten werden so beurteilt, wie sie heute bekannt sind.',
  'settings.storedAlerts_other':
    'In diesen Tagen sind {{count}} Alarme dieser Regel gespeichert; Regeln teilen sich Alarme, und Kosten werden so beurteilt, wie sie heute bekannt sind.',
  'rule.cost_limit':
    'Ein Tag, der mehr kostete als die eingestellte Grenze seines Dienstes oder Projekts',
  'rule.cost_new_service':
    'Ein Dienst, der vorher nicht genutzt wurde und schon teuer ist',
  'rule.cost_monthly_charge':
    'Ein monatlicher Posten, der viel größer ist als in den Monaten davor',
  'rule.cost_spike': 'Ein Tag, der viel mehr kostete als ähnliche Tage',
  'rule.cost_sparse_spike':
    'Ein ungewöhnlicher Betrag eines Dienstes, der nicht jeden Tag kostet',
  'rule.cost_level_shift': 'Kosten, die gestiegen sind und oben bleiben',
  'rule.cost_drift': 'Kosten, die Tag für Tag schneller wachsen als früher',
  'rule.error_burst': 'Mehr Fehler, als zu dieser Tageszeit Zufall sein können',
  'rule.level_shift': 'Eine Latenz, die gestiegen ist und oben bleibt',
  'rule.sudden_jump':
    'Ein Wert, der sich weiter als üblich von denen davor entfernt hat',
  'rule.short_change':
    'Ein Niveau, das sich in Minuten stärker als üblich geändert hat',
  'rule.peak_exceeded': 'Ein Wert jenseits der Spitzen der letzten vier Wochen',
  'rule.seasonal_deviation': 'Ein Wert, der nicht zur Zeit der Woche passt',
  'rule.static_limit': 'Eine Metrik über ihrer eingestellten Grenze',
} satisfies Record<KeysOf<typeof english>, string>;
