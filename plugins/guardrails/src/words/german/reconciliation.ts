/** Whether what is stored adds up to the bills, in German. */
import type { reconciliation as english } from '../english/reconciliation';
import type { KeysOf } from '../keys';

export const reconciliation = {
  'reconciliation.what':
    'Was für die Projekte jedes AWS-Kontos gespeichert ist und was keines beansprucht, verglichen mit der Rechnung, die AWS beim letzten Lesen des Tages nannte.',
  'reconciliation.filter': 'Tage wählen',
  'reconciliation.accounts': 'Konten',
  'reconciliation.allBalanced_one': 'Das Konto stimmt auf den Cent',
  'reconciliation.allBalanced_other':
    'Alle {{count}} Konten stimmen auf den Cent',
  'reconciliation.someOff_one': '{{count}} von {{total}} Konten stimmt nicht',
  'reconciliation.someOff_other':
    '{{count}} von {{total}} Konten stimmen nicht',
  'reconciliation.noneRead': 'In diesen Tagen wurde kein Konto gelesen',
  'reconciliation.someUnread_one':
    '{{count}} von {{total}} Konten wurde in diesen Tagen nicht gelesen; die übrigen stimmen',
  'reconciliation.someUnread_other':
    '{{count}} von {{total}} Konten wurden in diesen Tagen nicht gelesen; die übrigen stimmen',
  'reconciliation.andNotCompared_one':
    '{{headline}}; {{count}} weiteres ist nicht abgeglichen',
  'reconciliation.andNotCompared_other':
    '{{headline}}; {{count}} weitere sind nicht abgeglichen',
  'reconciliation.notCompared':
    'Nicht abgeglichen: Von seinen Kosten wurden noch keine gelesen, oder Sie dürfen nicht jedes seiner Projekte sehen.',
  'reconciliation.account': 'Konto {{account}}',
  'reconciliation.ownAccount': 'Das eigene Konto des Portals',
  'reconciliation.balanced_one': 'Stimmt auf den Cent: {{amount}} an 1 Tag',
  'reconciliation.balanced_other':
    'Stimmt auf den Cent: {{amount}} in {{count}} Tagen',
  'reconciliation.unbalanced_one':
    'Stimmt an 1 von {{days}} Tagen nicht: {{difference}} gespeichert gegenüber der Rechnung von {{amount}}',
  'reconciliation.unbalanced_other':
    'Stimmt an {{count}} von {{days}} Tagen nicht: {{difference}} gespeichert gegenüber der Rechnung von {{amount}}',
  'reconciliation.unread': 'In diesen Tagen nicht gelesen',
  'reconciliation.unreadWhy':
    'Eine Rechnung zum Vergleich gibt es erst, wenn einmal Kosten gelesen sind.',
  'reconciliation.notReconciled_one':
    'Nicht abgeglichen: {{amount}} gespeichert an 1 Tag ohne Rechnung zum Vergleich',
  'reconciliation.notReconciled_other':
    'Nicht abgeglichen: {{amount}} gespeichert an {{count}} Tagen ohne Rechnung zum Vergleich',
  'reconciliation.unreadDays_one': '1 weiterer Tag ist noch nicht gelesen.',
  'reconciliation.unreadDays_other':
    '{{count}} weitere Tage sind noch nicht gelesen.',
  'reconciliation.olderClaims_one':
    '1 Tag, {{day}}, ist noch nach älteren Ansprüchen aufgeteilt; die Vergangenheit wird einmal in der Woche neu aufgeteilt, soweit das Einlesen zurückreicht.',
  'reconciliation.olderClaims_other':
    '{{count}} Tage bis {{day}} sind noch nach älteren Ansprüchen aufgeteilt; die Vergangenheit wird einmal in der Woche neu aufgeteilt, soweit das Einlesen zurückreicht.',
  'reconciliation.countedTwice_one':
    '1 Tag, {{day}}, hat noch die Ausgaben von Konten, die für sich gelesen werden; sie zählen doppelt, wo diese zur Organisation dieses Kontos gehören. Der nächste Lauf des Einlesens liest ihn neu oder sagt, warum er so bleibt.',
  'reconciliation.countedTwice_other':
    '{{count}} Tage bis {{day}} haben noch die Ausgaben von Konten, die für sich gelesen werden; sie zählen doppelt, wo diese zur Organisation dieses Kontos gehören. Der nächste Lauf des Einlesens liest sie neu oder sagt, warum sie so bleiben.',
  'reconciliation.entities': 'Anteil der Projekte',
  'reconciliation.unallocated': 'Nicht zugeordnet',
  'reconciliation.ofBill': '{{share}} der Rechnung',
  'reconciliation.bill': 'AWS-Rechnung',
  'reconciliation.billParts': 'Nutzung {{usage}}, Posten {{charges}}',
  'reconciliation.read': 'Zuletzt gelesen',
  'reconciliation.neverRead': 'Nie',
  'reconciliation.offDays': 'Tage, die nicht stimmen',
  'reconciliation.offDaysOf': 'Tage, die nicht stimmen: {{account}}',
  'reconciliation.offWhy':
    'Das nächste Lesen des Monats ersetzt, was gespeichert ist. Bleibt der Unterschied danach, wurden Zeilen außerhalb von Guardrails geändert oder verloren.',
  'reconciliation.allDays_one': 'Der Tag',
  'reconciliation.allDays_other': 'Alle {{count}} Tage',
  'reconciliation.allDaysOf': 'Alle Tage: {{account}}',
  'reconciliation.difference': 'Unterschied',
  'reconciliation.dayUnread': 'nicht gelesen',
  'reconciliation.shares': 'Wer welchen Teil hat',
  'reconciliation.sharesOf': 'Anteile: {{account}}',
  'reconciliation.usage': 'Nutzung',
  'reconciliation.charges': 'Posten',
  'reconciliation.together': 'Zusammen',
  'reconciliation.part': 'Anteil',
  'reconciliation.unallocatedName': '{{project}} (nicht zugeordnet)',
  'reconciliation.storedBilled':
    'gespeichert {{stored}}, berechnet {{billed}}, Unterschied {{difference}}',
  'reconciliation.storedUnread':
    'gespeichert {{stored}}, Rechnung nicht gelesen',
  'reconciliation.nothingStored': 'Für diesen Tag ist nichts gespeichert.',
  'reconciliation.partial':
    'Posten sind Gutschriften, Erstattungen, Steuern und Gebühren. Konten, von denen Sie nicht jedes Projekt sehen dürfen, fehlen hier: die Summen verrieten, was die anderen kosten.',
  'reconciliation.empty': 'Kein Konto zu vergleichen',
  'reconciliation.emptyWhy':
    'Entweder sind noch keine Kosten gelesen, oder es gibt kein Konto, von dem Sie jedes Projekt sehen dürfen.',
} satisfies Record<KeysOf<typeof english>, string>;
