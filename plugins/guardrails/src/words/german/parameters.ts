/** What the parameters of the product's rules mean, in German. */
import type { parameters as english } from '../english/parameters';
import type { KeysOf } from '../keys';

export const parameters = {
  'parameter.enabled': 'Ob die Regel überhaupt urteilt',
  'parameter.settleDays':
    'Die neuesten Tage, die AWS noch ändern kann; mit ihnen wird nicht verglichen',
  'parameter.historyDays': 'Wie viele Tage zurück verglichen wird',
  'parameter.minHistoryDays':
    'Tage, die bekannt sein müssen, bevor geurteilt wird',
  'parameter.spreads':
    'Ein Alarm braucht mindestens so viele übliche Streuungen der Tage mehr als erwartet',
  'parameter.minIncreaseShare':
    'Ein Alarm braucht mindestens diesen Anstieg über das Erwartete',
  'parameter.minIncrease': 'Ein Alarm braucht mindestens so viel mehr am Tag',
  'parameter.cost_spike_minImpact':
    'Ein Alarm braucht an den Tagen in Folge zusammen mindestens so viel mehr',
  'parameter.cost_monthly_charge_minIncreaseShare':
    'Ein Alarm braucht mindestens diesen Anstieg, gemessen am üblichen Posten',
  'parameter.cost_monthly_charge_minIncrease':
    'Ein Alarm braucht mindestens so viel mehr als erwartet',
  'parameter.cost_level_shift_days':
    'Tage in Folge, die über der Grenze liegen müssen',
  'parameter.cost_drift_days':
    'Tage in Folge, die über der Grenze liegen müssen',
  'parameter.cost_drift_minIncreaseShare':
    'Ein Alarm braucht mindestens diesen Anstieg in vier Wochen, neben dem üblichen Wachstum',
  'parameter.cost_drift_minRecentShare':
    'Ein Alarm braucht mindestens diesen Anstieg auch in den letzten zwei Wochen',
  'parameter.cost_sparse_spike_times':
    'Ein Alarm braucht mindestens so oft den üblichen Betrag',
  'parameter.cost_sparse_spike_timesOnFreeWeekday':
    'Dasselbe an einem Wochentag, der sonst nie etwas kostet',
  'parameter.cost_sparse_spike_spreads':
    'Wo Beträge stark schwanken: wie weit jenseits ihrer üblichen Streuung, in Logarithmen, einer liegen muss',
  'parameter.cost_sparse_spike_minIncrease':
    'Ein Alarm braucht mindestens so viel mehr als den üblichen Betrag',
  'parameter.cost_new_service_days': 'Wie lange ein Dienst als neu gilt',
  'parameter.cost_new_service_minFreeDays':
    'Tage ganz ohne Kosten davor, die einen Dienst neu machen',
  'parameter.cost_new_service_limit':
    'Was er seit seinem ersten Tag kosten darf',
  'parameter.cost_new_service_limitPerDay':
    'Was er im Mittel am Tag kosten darf; die größere der beiden Grenzen zählt',
  'parameter.cost_limit_limits':
    'Was ein Tag eines AWS-Dienstes höchstens kosten darf',
  'parameter.cost_limit_total':
    'Was ein Tag des ganzen Projekts höchstens kosten darf',
  'parameter.error_burst_days':
    'Tage davor, mit deren gleicher Zeit verglichen wird',
  'parameter.error_burst_probability':
    'Als Häufung gilt eine Anzahl, die der Zufall seltener als so erreicht',
  'parameter.error_burst_minCount': 'Weniger Fehler sind nie eine Häufung',
  'parameter.above':
    'Wie viele übliche Abstände ein Wert über dem Üblichen liegen muss',
  'parameter.below':
    'Wie viele übliche Abstände ein Wert unter dem Üblichen liegen muss',
  'parameter.sudden_jump_minIncreaseShare':
    'Eine Latenz muss mindestens um so viel steigen',
  'parameter.sudden_jump_minIncrease':
    'Eine Latenz in ms muss mindestens um so viel steigen: Weniger spürt niemand',
  'parameter.level_shift_minIncreaseShare':
    'Eine Latenz muss mindestens um so viel steigen',
  'parameter.level_shift_minIncrease':
    'Eine Latenz in ms muss mindestens um so viel steigen: Weniger spürt niemand',
  'parameter.static_limit_limits':
    'Der höchste Wert, den eine Metrik haben darf, in ihrer Einheit',
  'parameter.static_limit_points':
    'Punkte in Folge, die über der Grenze liegen müssen',
} satisfies Record<KeysOf<typeof english>, string>;
