/** What stands on pages of others: an entity's overview and header, the home page, in German. */
import type { elsewhere as english } from '../english/elsewhere';
import type { KeysOf } from '../keys';

export const elsewhere = {
  'card.title': 'Kosten und Zuverlässigkeit',
  'card.spend': 'Ausgaben in diesem Monat',
  'card.changeInDays': '{{change}} in {{days}} Tagen',
  'card.alerts': 'Alarme',
  'card.quiet': 'Nichts Ungewöhnliches in den letzten {{days}} Tagen',
  'card.noneOpen': 'Keiner offen',
  'card.acknowledged': '{{number}} bestätigt',
  'card.resolvedInDays': '{{number}} gelöst in {{days}} Tagen',
  'card.doFirst': 'Zuerst tun',
  'card.data': 'Daten',
  'card.checked': 'geprüft {{when}}',
  'card.notChecked': 'noch nicht geprüft',
  'card.failed_costs': 'Kosten konnten nicht gelesen werden: {{reason}}',
  'card.failed_metrics': 'Metriken konnten nicht gelesen werden: {{reason}}',
  'card.costsRead': 'Kosten gelesen {{when}}',
  'card.noCosts': 'Noch keine Kosten gelesen',
  'link.open_one': '1 Alarm',
  'link.open_other': '{{count}} Alarme',
  'link.acknowledged': '{{number}} bestätigt',
  'link.none': 'Keine Alarme',
  'link.show': 'Die Alarme von Guardrails zeigen',
  'home.title': 'Offene Alarme',
  'home.list': 'Schwerste offene Alarme',
  'home.all_one': 'In der Liste der Alarme zeigen',
  'home.all_other': 'Alle {{number}} offenen Alarme',
} satisfies Record<KeysOf<typeof english>, string>;
