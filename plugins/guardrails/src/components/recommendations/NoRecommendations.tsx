/** Says why no recommendation is shown, and what would bring one. */
import Button from '@material-ui/core/Button';
import { EmptyState } from '../states';
import type { RecommendationFilters } from './useRecommendationFilters';

export function NoRecommendations(props: {
  readonly filters: RecommendationFilters;
}) {
  const { filters } = props;
  if (filters.isDefault) {
    return (
      <EmptyState title="Nothing to recommend">
        A recommendation comes with an alert: when a cost or a metric leaves its
        usual range, the steps to take and what they are worth appear here.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No recommendation matches these filters"
      action={
        <Button variant="outlined" size="small" onClick={filters.clear}>
          Clear filters
        </Button>
      }
    >
      {filters.owner
        ? `None of those shown here is owned by exactly “${filters.owner}”.`
        : 'Others may: this list is narrowed by the choices above.'}
    </EmptyState>
  );
}
