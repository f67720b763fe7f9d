/** The choices above the list of alerts. */
import { useWords } from '../../words';
import { useQueryParameter } from '../../data';
import { FilterBar, FilterSelect, ProjectField } from '../filters';
import {
  ORDER_CHOICES,
  RANGE_DAYS,
  SEVERITY_CHOICES,
  STATUS_CHOICES,
  TYPE_CHOICES,
  type AlertFilters,
  type OrderChoice,
  type RangeChoice,
  type SeverityChoice,
  type StatusChoice,
  type TypeChoice,
} from './useAlertFilters';

export function AlertFilterBar(props: {
  readonly filters: AlertFilters;
  /** The list may be of any project, of which the address names one. */
  readonly ofAnyProject: boolean;
}) {
  const { filters } = props;
  const { t } = useWords();
  const [project, setProject] = useQueryParameter<string>('project', '');
  const statusLabel = (value: StatusChoice) => {
    if (value === 'all') return t('filter.all');
    if (value === 'snoozed') return t('snooze.filter');
    return value === 'unresolved'
      ? t('alerts.notResolved')
      : t(`status.${value}`);
  };
  const typeLabel = (value: TypeChoice) =>
    value === 'all' ? t('filter.all') : t(`alertType.${value}`);
  const severityLabel = (value: SeverityChoice) =>
    value === 'all' ? t('filter.all') : t(`severity.${value}`);
  const rangeLabel = (value: RangeChoice) => {
    const days = RANGE_DAYS[value];
    return days === undefined
      ? t('filter.anyTime')
      : t('filter.lastDays', { count: days });
  };
  const orderLabel = (value: OrderChoice) =>
    value === 'severity' ? t('filter.worstFirst') : t('filter.newestFirst');
  return (
    <FilterBar label={t('alerts.filter')}>
      {props.ofAnyProject && (
        <ProjectField value={project} onChange={setProject} />
      )}
      <FilterSelect
        label={t('filter.status')}
        value={filters.status}
        onChange={filters.setStatus}
        choices={STATUS_CHOICES}
        choiceLabel={statusLabel}
      />
      <FilterSelect
        label={t('filter.type')}
        value={filters.type}
        onChange={filters.setType}
        choices={TYPE_CHOICES}
        choiceLabel={typeLabel}
      />
      <FilterSelect
        label={t('filter.severity')}
        value={filters.severity}
        onChange={filters.setSeverity}
        choices={SEVERITY_CHOICES}
        choiceLabel={severityLabel}
      />
      <FilterSelect
        label={t('filter.detected')}
        value={filters.range}
        onChange={filters.setRange}
        choices={Object.keys(RANGE_DAYS) as RangeChoice[]}
        choiceLabel={rangeLabel}
      />
      <FilterSelect
        label={t('filter.order')}
        value={filters.order}
        onChange={filters.setOrder}
        choices={ORDER_CHOICES}
        choiceLabel={orderLabel}
      />
    </FilterBar>
  );
}
