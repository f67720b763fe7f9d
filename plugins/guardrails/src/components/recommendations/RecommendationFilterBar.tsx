/** The choices above the recommendations. */
import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import { useEffect, useId, useState } from 'react';
import { FilterBar, FilterSelect } from '../filters';
import { GROUP_TITLE, GROUPS } from './groups';
import { useMe } from './useMe';
import type { RecommendationFilters } from './useRecommendationFilters';

export function RecommendationFilterBar(props: {
  readonly filters: RecommendationFilters;
}) {
  const { filters } = props;
  const { owner, setOwner } = filters;
  const me = useMe();
  const ownerId = useId();
  const [draft, setDraft] = useState(owner);
  // The address may change without the field: a link, the back button, `Mine`.
  useEffect(() => setDraft(owner), [owner]);
  const mine = me !== undefined && owner === me;
  return (
    <FilterBar label="Filter recommendations">
      <FilterSelect
        label="Status"
        value={filters.status}
        onChange={filters.setStatus}
        options={[
          { value: 'all', label: 'All' },
          ...GROUPS.map(group => ({
            value: group,
            label: GROUP_TITLE[group],
          })),
        ]}
      />
      <form
        onSubmit={event => {
          event.preventDefault();
          setOwner(draft.trim());
        }}
      >
        <TextField
          id={ownerId}
          label="Owner"
          placeholder="Anybody"
          size="small"
          variant="outlined"
          fullWidth
          value={draft}
          onChange={event => setDraft(event.target.value)}
          onBlur={() => setOwner(draft.trim())}
          InputLabelProps={{ shrink: true }}
          inputProps={{ maxLength: 200 }}
        />
      </form>
      <Button
        variant={mine ? 'contained' : 'outlined'}
        aria-pressed={mine}
        aria-disabled={me === undefined}
        onClick={() => {
          if (me !== undefined) setOwner(mine ? '' : me);
        }}
      >
        Mine
      </Button>
    </FilterBar>
  );
}
