/** The recommendations, and what they saved, in German. */
import type { recommendations as english } from '../english/recommendations';
import type { KeysOf } from '../keys';

export const recommendations = {
  'recommendations.list': 'Empfehlungen',
  'recommendations.filter': 'Empfehlungen filtern',
  'recommendations.counting': 'Empfehlungen werden gezählt …',
  'recommendations.todo': 'Zu tun',
  'recommendations.inProgress': 'In Arbeit',
  'recommendations.finished': 'Abgeschlossen',
  'recommendations.countTodo': '{{number}} zu tun',
  'recommendations.countInProgress': '{{number}} in Arbeit',
  'recommendations.countFinished': '{{number}} abgeschlossen',
  'recommendations.noneTodo': 'Nichts zu tun.',
  'recommendations.noneInProgress': 'Nichts in Arbeit.',
  'recommendations.noneFinished': 'Noch nichts abgeschlossen.',
  'recommendations.empty': 'Nichts zu empfehlen',
  'recommendations.emptyWhy':
    'Eine Empfehlung kommt mit einem Alarm: wenn Kosten oder eine Metrik den üblichen Bereich verlassen, stehen hier die Schritte und was sie wert sind.',
  'recommendations.noMatch': 'Keine Empfehlung passt zu diesen Filtern',
  'recommendations.noneOwned':
    'Für keine der hier gezeigten ist genau „{{owner}}“ zuständig.',
  'recommendations.impact': 'Wirkung: {{impact}}',
  'recommendations.recommended': 'empfohlen {{when}}',
  'recommendations.alertBehind': 'Der Alarm dahinter',
  'recommendations.start': 'Beginnen',
  'recommendations.done': 'Erledigt',
  'recommendations.dismiss': 'Verwerfen',
  'recommendations.reopen': 'Wieder öffnen',
  'recommendations.saved_in_progress': 'Begonnen: {{title}}',
  'recommendations.saved_done': 'Erledigt: {{title}}',
  'recommendations.saved_dismissed': 'Verworfen: {{title}}',
  'recommendations.saved_open': 'Wieder geöffnet: {{title}}',
  'recommendations.savedOwner': '{{owner}} zugewiesen: {{title}}',
  'recommendations.savedNobody': 'Jetzt ist niemand zuständig: {{title}}',
  'recommendations.order_severity': 'Schwerster Alarm zuerst',
  'recommendations.order_money': 'Das meiste Geld zuerst',
  'recommendations.order_createdAt': 'Neueste zuerst',
  'recommendations.addNote': 'Notiz hinzufügen',
  'recommendations.noNote': 'Keine Notiz',
  'recommendations.noteLabel': 'Notiz zum nächsten Schritt',
  'recommendations.steps_one': '1 Schritt',
  'recommendations.steps_other': '{{count}} Schritte',
  'recommendations.copyCommand': 'Diesen Befehl kopieren',
  'recommendations.copied': 'Kopiert',
  'recommendations.notCopied':
    'Nicht kopiert: der Browser hat es nicht erlaubt',
  'recommendations.stepsTicked': '{{steps}}, {{number}} von Ihnen abgehakt',
  'recommendations.stepsOf': 'Schritte von {{title}}',
  'recommendations.owner': 'Zuständig',
  'recommendations.ownerIs': 'Zuständig: {{owner}}',
  'recommendations.nobody': 'niemand',
  'recommendations.ownerOf': 'Zuständig für {{title}}',
  'recommendations.ownerHint': 'E-Mail oder Name',
  'recommendations.change': 'Ändern',
  'recommendations.changeOwnerOf': 'Zuständigkeit ändern: {{title}}',
  'recommendations.assignToMe': 'Mir zuweisen',
  'recommendations.assignOneToMe': 'Mir zuweisen: {{title}}',
  'savings.title': 'Gespart, nach Team',
  'savings.worth': 'Etwa {{amount}} im Monat wert',
  'savings.expected': 'erwartet {{amount}} im Monat',
  'savings.plusMinus': '{{amount}} (± {{plusMinus}})',
  'savings.measured': 'die Rechnungen zeigen {{amount}} weniger im Monat',
  'savings.costsMore': 'die Rechnungen zeigen {{amount}} mehr im Monat',
  'savings.unclear':
    'die Rechnungen zeigen noch keine klare Änderung: {{amount}} weniger im Monat',
  'savings.unclearMore':
    'die Rechnungen zeigen noch keine klare Änderung: {{amount}} mehr im Monat',
  'savings.overDays_one': '{{measured}}, an 1 Tag seither',
  'savings.overDays_other': '{{measured}}, an {{count}} Tagen seither',
  'savings.notYet':
    'seither sind zu wenige Tage endgültig, als dass die Rechnungen es zeigten',
  'savings.how':
    'Die Rechnungen: was der AWS-Dienst kostet, seit es erledigt ist, neben dem, was er vorher kostete. Der wahre Betrag liegt mit 95 % Sicherheit innerhalb von ±.',
  'savings.measuredOf_one':
    '{{measured}} von 1 Empfehlung in den Rechnungen zu sehen',
  'savings.measuredOf_other':
    '{{measured}} von {{count}} Empfehlungen in den Rechnungen zu sehen',
  'savings.nobody': 'Ohne Zuständige',
  'savings.none':
    'Noch ist nichts erledigt, das Geld wert ist. Was die Rechnungen danach zeigen, steht dann hier, beim zuständigen Team.',
} satisfies Record<KeysOf<typeof english>, string>;
