/** The costs of a project, in German. */
import type { costs as english } from '../english/costs';
import type { KeysOf } from '../keys';

export const costs = {
  'costs.sectionWhat':
    'Was ein Projekt kostet, nach AWS-Dienst und Tag. Was keinem Projekt gehört, steht in einem eigenen.',
  'costs.choose': 'Projekt wählen',
  'costs.noProject': 'Wessen Kosten?',
  'costs.noProjectWhy':
    'Oben ein Projekt nennen oder eines im Überblick wählen.',
  'costs.noProjectChoose': 'Oben ein Projekt nennen oder hier eines wählen.',
  'costs.projects': 'Projekte zur Auswahl',
  'costs.soFar': '{{amount}} bisher im {{month}}',
  'costs.aDay': '{{amount}} am Tag',
  'costs.inLastDays_one': '{{amount}} am letzten Tag',
  'costs.inLastDays_other': '{{amount}} in den letzten {{count}} Tagen',
  'costs.versusFinalDays':
    '{{change}} in den {{days}} neuesten endgültigen Tagen gegenüber den {{days}} davor',
  'costs.versusDays_one': '{{change}} zum Tag davor',
  'costs.versusDays_other': '{{change}} gegenüber den {{count}} Tagen davor',
  'costs.dataTo': 'Daten bis {{day}} (UTC)',
  'costs.lastDaysEstimated_one': 'letzter Tag geschätzt',
  'costs.lastDaysEstimated_other': 'letzte {{count}} Tage geschätzt',
  'costs.notInvoiced_one':
    '{{months}} ist noch nicht abgerechnet: Steuern, Gutschriften und Gebühren können noch kommen',
  'costs.notInvoiced_other':
    '{{months}} sind noch nicht abgerechnet: Steuern, Gutschriften und Gebühren können noch kommen',
  'costs.key': 'Legende',
  'costs.keyEstimated': 'geschätzt: AWS ergänzt diese Tage noch',
  'costs.keyBefore_one': 'der Tag davor',
  'costs.keyBefore_other': 'die {{count}} Tage davor',
  'costs.nothingBefore_one': 'Vom Tag davor ist nichts gespeichert.',
  'costs.nothingBefore_other':
    'Von den {{count}} Tagen davor ist nichts gespeichert.',
  'costs.nothingFinal': 'Ohne Änderung: Jeder Tag ist noch geschätzt.',
  'costs.finalCompared_one':
    'Die Änderung zählt den einen endgültigen Tag, gegenüber demselben Tag einen Zeitraum davor.',
  'costs.finalCompared_other':
    'Die Änderung zählt die {{count}} endgültigen Tage, gegenüber denselben Tagen einen Zeitraum davor.',
  'costs.notCompared_one':
    'Ohne Änderung: Der Tag davor ist nicht gespeichert.',
  'costs.notCompared_other':
    'Ohne Änderung: Von den {{count}} Tagen davor ist nicht jeder gespeichert.',
  'costs.remainders_one': '1 weiterer Dienst, an jedem Tag unter einem Cent',
  'costs.remainders_other':
    '{{count}} weitere Dienste, an jedem Tag unter einem Cent',
  'costs.read': 'gelesen {{when}}',
  'costs.daily': 'Tageskosten',
  'costs.dailyByService': 'Tageskosten nach Dienst',
  'costs.chart': 'Tageskosten; die Pfeiltasten gehen von Tag zu Tag',
  'costs.notMarked': '{{why}}; darum zeigt das Diagramm sie nicht.',
  'costs.download': 'CSV herunterladen',
  'costs.range': 'Zeitraum',
  'costs.days_one': '1 Tag',
  'costs.days_other': '{{count}} Tage',
  'costs.daysShort': '{{number}} Tg.',
  'costs.day': 'Tag (UTC)',
  'costs.ofDay': '{{day}} (UTC)',
  'costs.total': 'Summe',
  'costs.estimated': 'Geschätzt',
  'costs.dayEstimated': '{{day}} (geschätzt)',
  'costs.nothingStored': 'nichts gespeichert',
  'costs.nothingStoredYet': 'Noch nichts gespeichert',
  'costs.other_one': 'Sonstige ({{count}})',
  'costs.other_other': 'Sonstige ({{count}})',
  'costs.alertMark': 'Alarm ({{severity}}) vom {{day}}: {{title}}',
  'costs.alertMarks':
    'Alarm ({{severity}}) vom {{day}}: {{title}}, und {{more}} weitere',
  'costs.byService': 'Kosten nach Dienst',
  'costs.service': 'Dienst',
  'costs.cost': 'Kosten',
  'costs.change': 'Änderung',
  'costs.course': 'Täglich',
  'costs.courseRange': '{{least}} bis {{most}} am Tag',
  'costs.courseWithout_one': 'ohne den neuesten Tag, der geschätzt ist',
  'costs.courseWithout_other':
    'ohne die neuesten {{count}} Tage, die geschätzt sind',
  'costs.share': 'Anteil',
  'costs.alertLink': 'Alarm: {{title}}',
  'costs.stale': 'Diese Kosten wurden {{when}} gelesen.',
  'costs.staleMetrics': 'Diese Metriken wurden {{when}} gelesen.',
  'costs.staleFailed': 'Der neueste Versuch ist fehlgeschlagen: {{reason}}',
  'costs.staleSilent': 'Seitdem ist kein neuerer Lesevorgang zu Ende gegangen.',
  'costs.none': 'Für diese Tage sind keine Kosten gespeichert.',
  'costs.described':
    'Tageskosten von {{from}} bis {{to}}, UTC-Tage. Im Mittel {{average}} am Tag, am meisten am {{day}} mit {{most}}.',
  'costs.describedEstimated_one': 'Der neueste Tag ist geschätzt.',
  'costs.describedEstimated_other':
    'Die neuesten {{count}} Tage sind geschätzt.',
  'costs.describedAlerts_one': '1 Alarm.',
  'costs.describedAlerts_other': '{{count}} Alarme.',
  'costs.unknownProject': 'Guardrails kennt das Projekt {{project}} nicht',
  'costs.unknownProjectWhy':
    'Die Annotation {{annotation}} nennt es, aber das Portal beobachtet es nicht, oder Sie dürfen es nicht sehen. Beobachtet wird es mit diesen Zeilen in der app-config des Portals:',
  'costs.noneInRange': 'Keine Kosten in diesen Tagen',
  'costs.noneInRangeWhy':
    'Die neuesten Kosten von {{project}} sind vom {{day}}. Wählen Sie einen längeren Zeitraum.',
  'costs.noneTagged': 'Keine der Ausgaben gehört zu {{project}}',
  'costs.noneTaggedWhy':
    'Kosten wurden {{when}} gelesen, aber keine Ausgabe trägt den Wert dieses Projekts im Kostenverteilungs-Tag. Prüfen Sie, ob der Tag in AWS und an den Ressourcen aktiv ist und ob die app-config des Portals seinen Wert nennt:',
  'costs.notRead': 'Noch keine Kosten gelesen',
  'costs.notReadWhy':
    'Der erste Lauf liest die Kosten von {{project}}; das kann einige Minuten dauern.',
  'costs.seeJobs': 'Wann als Nächstes gelesen wird',
  'costs.custom': 'Eigener',
  'costs.customRange': 'Eigener Zeitraum',
  'costs.from': 'Von',
  'costs.to': 'Bis',
  'costs.showRange': 'Zeigen',
  'costs.rangeNoDay': 'Wählen Sie zwei Tage',
  'costs.rangeOrder': 'Der erste Tag liegt nach dem letzten',
  'costs.rangeFuture': 'Kosten sind bis {{day}} gelesen',
  'costs.rangeLong': 'Höchstens {{number}} Tage',
  'costs.refused':
    'Die Adresse verlangt {{asked}}; das lässt sich nicht zeigen, darum stehen hier die letzten 30 Tage. {{problem}}.',
  'costs.accepted':
    'Möglich sind range=7, range=30, range=90 und range=custom mit from und to als JJJJ-MM-TT, bis {{day}} und höchstens {{number}} Tage.',
  'costs.refusedChoice': 'Diesen Zeitraum gibt es nicht',
  'costs.refusedDay': 'Es braucht zwei Tage, die es gibt, als JJJJ-MM-TT',
  'costs.compare': 'Vergleichen',
  'costs.before': 'Einen Zeitraum davor',
  'costs.view': 'Was gezählt wird',
  'costs.view_usage': 'Nutzung',
  'costs.view_net': 'Netto',
  'costs.billUsage': 'Nutzung {{amount}}',
  'costs.billNet': 'netto {{amount}}',
  'charge.credit': 'Gutschriften',
  'charge.refund': 'Erstattungen',
  'charge.tax': 'Steuern',
  'charge.support': 'Support',
  'charge.fee': 'Gebühren',
  'charge.reservation': 'Reservierungen',
  'charge.upfront': 'Vorauszahlungen',
  'charge.savingsPlan': 'Savings Plans',
  'charge.savingsPlanUpfront': 'Vorausbezahlte Savings Plans',
} satisfies Record<KeysOf<typeof english>, string>;
