/** One group of recommendations: how many, which, and the way to the rest of them. */
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  recommendationReadPermission,
  type Recommendation,
} from '@cloudops/plugin-guardrails-common';
import type { ReactNode } from 'react';
import type { Pages } from '../../data';
import { MoreItems } from '../filters';
import { Panel } from '../layout';
import { LoadingSkeleton, RequestView } from '../states';
import { CardList } from './CardList';
import type { Group } from './groups';
import { useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
    root: { marginBottom: theme.spacing(4) },
    title: { marginBottom: theme.spacing(1) },
  }),
  { name: 'GuardrailsRecommendationGroup' },
);

/** Height of a card with its steps folded, in pixels. */
const CARD_HEIGHT = 124;

const NOTHING_IN = {
  todo: 'recommendations.noneTodo',
  inProgress: 'recommendations.noneInProgress',
  finished: 'recommendations.noneFinished',
} as const;

export function RecommendationGroup(props: {
  readonly group: Group;
  readonly pages: Pages<Recommendation>;
  /** How many belong to it, shown or not; undefined until that is known. */
  readonly total: number | undefined;
  readonly items: readonly Recommendation[];
  readonly renderItem: (item: Recommendation) => ReactNode;
}) {
  const classes = useStyles();
  const { t, number } = useWords();
  const { group, items } = props;
  const title = t(`recommendations.${group}`);
  return (
    <section className={classes.root} aria-label={title}>
      <Typography variant="h6" component="h3" className={classes.title}>
        {title}
        {props.total !== undefined && ` (${number(props.total)})`}
      </Typography>
      <RequestView
        request={props.pages.request}
        subject={t('subject.recommendations')}
        permission={recommendationReadPermission.name}
        skeleton={
          <LoadingSkeleton
            subject={t('subject.recommendations')}
            height={CARD_HEIGHT}
          />
        }
      >
        {() => (
          <>
            <Panel>
              {items.length === 0 ? (
                <Typography variant="body2" color="textSecondary">
                  {t(NOTHING_IN[group])}
                </Typography>
              ) : (
                <CardList label={title}>
                  {items.map(item => (
                    <li key={item.id}>{props.renderItem(item)}</li>
                  ))}
                </CardList>
              )}
            </Panel>
            <MoreItems pages={props.pages} noun="recommendations" />
          </>
        )}
      </RequestView>
    </section>
  );
}
