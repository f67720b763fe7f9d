/** The choices above the recommendations. */
import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import { useEffect, useId, useState } from 'react';
import { useQueryParameter } from '../../data';
import { FilterBar, FilterSelect, ProjectField } from '../filters';
import { useMe } from './useMe';
import {
  ORDER_CHOICES,
  STATUS_CHOICES,
  type RecommendationFilters,
} from './useRecommendationFilters';
import { useWords } from '../../words';

export function RecommendationFilterBar(props: {
  readonly filters: RecommendationFilters;
  /** The list may be of any project, of which the address names one. */
  readonly ofAnyProject: boolean;
}) {
  const { t } = useWords();
  const { filters } = props;
  const { owner, setOwner } = filters;
  const me = useMe();
  const ownerId = useId();
  const [draft, setDraft] = useState(owner);
  // The address may change without the field: a link, the back button, `Mine`.
  useEffect(() => setDraft(owner), [owner]);
  const mine = me !== undefined && owner === me;
  const [project, setProject] = useQueryParameter<string>('project', '');
  return (
    <FilterBar label={t('recommendations.filter')}>
      {props.ofAnyProject && (
        <ProjectField value={project} onChange={setProject} />
      )}
      <FilterSelect
        label={t('filter.status')}
        value={filters.status}
        onChange={filters.setStatus}
        choices={STATUS_CHOICES}
        choiceLabel={choice =>
          choice === 'all' ? t('filter.all') : t(`recommendations.${choice}`)
        }
      />
      <FilterSelect
        label={t('filter.order')}
        value={filters.order}
        onChange={filters.setOrder}
        choices={ORDER_CHOICES}
        choiceLabel={order => t(`recommendations.order_${order}`)}
      />
      <form
        onSubmit={event => {
          event.preventDefault();
          setOwner(draft.trim());
        }}
      >
        <TextField
          id={ownerId}
          label={t('filter.owner')}
          placeholder={t('filter.anybody')}
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
        {t('filter.mine')}
      </Button>
    </FilterBar>
  );
}
