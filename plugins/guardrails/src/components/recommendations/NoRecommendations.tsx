/** Says why no recommendation is shown, and what would bring one. */
import Button from '@material-ui/core/Button';
import { type LastCheck, NextCheckLink } from '../check';
import { EmptyState } from '../states';
import type { RecommendationFilters } from './useRecommendationFilters';
import { useWords } from '../../words';

export function NoRecommendations(props: {
  readonly filters: RecommendationFilters;
  /** Undefined while nobody knows. */
  readonly check: LastCheck | undefined;
}) {
  const { t } = useWords();
  const { filters, check } = props;
  if (filters.isDefault && check && check.at === undefined) {
    return (
      <EmptyState title={t('alerts.notChecked')} action={<NextCheckLink />}>
        {t('recommendations.notCheckedWhy')}
      </EmptyState>
    );
  }
  if (filters.isDefault) {
    return (
      <EmptyState title={t('recommendations.empty')}>
        {t('recommendations.emptyWhy')}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={t('recommendations.noMatch')}
      action={
        <Button variant="outlined" size="small" onClick={filters.clear}>
          {t('action.clearFilters')}
        </Button>
      }
    >
      {filters.owner
        ? t('recommendations.noneOwned', { owner: filters.owner })
        : t('filter.narrowed')}
    </EmptyState>
  );
}
