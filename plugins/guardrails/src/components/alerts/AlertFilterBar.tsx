/** The choices above the list of alerts. */
import { FilterBar, FilterSelect } from '../filters';
import type { AlertFilters } from './useAlertFilters';

export function AlertFilterBar(props: { readonly filters: AlertFilters }) {
  const { filters } = props;
  return (
    <FilterBar label="Filter alerts">
      <FilterSelect
        label="Status"
        value={filters.status}
        onChange={filters.setStatus}
        options={[
          { value: 'unresolved', label: 'Not resolved' },
          { value: 'open', label: 'Open' },
          { value: 'acknowledged', label: 'Acknowledged' },
          { value: 'resolved', label: 'Resolved' },
          { value: 'all', label: 'All' },
        ]}
      />
      <FilterSelect
        label="Type"
        value={filters.type}
        onChange={filters.setType}
        options={[
          { value: 'all', label: 'All' },
          { value: 'cost', label: 'Cost' },
          { value: 'reliability', label: 'Reliability' },
        ]}
      />
      <FilterSelect
        label="Severity"
        value={filters.severity}
        onChange={filters.setSeverity}
        options={[
          { value: 'all', label: 'All' },
          { value: 'high', label: 'High' },
          { value: 'medium', label: 'Medium' },
          { value: 'low', label: 'Low' },
        ]}
      />
      <FilterSelect
        label="Detected"
        value={filters.range}
        onChange={filters.setRange}
        options={[
          { value: 'all', label: 'Any time' },
          { value: '7d', label: 'Last 7 days' },
          { value: '30d', label: 'Last 30 days' },
          { value: '90d', label: 'Last 90 days' },
        ]}
      />
      <FilterSelect
        label="Order"
        value={filters.order}
        onChange={filters.setOrder}
        options={[
          { value: 'detectedAt', label: 'Newest first' },
          { value: 'severity', label: 'Worst first' },
        ]}
      />
    </FilterBar>
  );
}
