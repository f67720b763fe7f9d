/** The choices above the recommendations. */
import Button from '@material-ui/core/Button';
import { useQueryParameter } from '../../data';
import { FilterBar, FilterSelect, FilterText, ProjectField } from '../filters';
import { useNames } from '../../people';
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
  /** Of what is shown, as they are stored. */
  readonly owners: readonly string[];
}) {
  const { t } = useWords();
  const { filters } = props;
  const { owner, setOwner } = filters;
  const { nameOf } = useNames();
  const me = useMe();
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
      <FilterText
        label={t('filter.owner')}
        hint={t('filter.anybody')}
        suggestions={props.owners}
        nameOf={nameOf}
        value={owner}
        onChange={setOwner}
      />
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
