/** The end of a list that goes on: fetches the next page, or says why it could not. */
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Pages } from '../../data';
import { describeError, errorReason } from '../states';
import { useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(2),
      padding: theme.spacing(2, 0),
    },
  }),
  { name: 'GuardrailsMoreItems' },
);

const SUBJECT = {
  activities: 'subject.moreActivities',
  alerts: 'subject.moreAlerts',
  events: 'subject.moreEvents',
  recommendations: 'subject.moreRecommendations',
} as const;

export function MoreItems<T>(props: {
  readonly pages: Pages<T>;
  /** What the list holds. */
  readonly noun: keyof typeof SUBJECT;
}) {
  const classes = useStyles();
  const { t, number } = useWords();
  const { pages, noun } = props;
  const page = pages.request.value;
  if (!page || !pages.hasMore) return null;
  const { loadingMore, moreError } = pages;
  const subject = t(SUBJECT[noun]);
  const shown = page.items.length;
  const count = t(`more.${noun}`, {
    shown: number(shown),
    total: number(page.totalItems ?? shown),
  });
  return (
    <div className={classes.root}>
      <Button
        variant="outlined"
        size="small"
        aria-disabled={loadingMore}
        onClick={pages.loadMore}
      >
        {t('more.load')}
      </Button>
      <Typography variant="body2" role="status">
        {loadingMore ? t('state.loading', { subject }) : count}
      </Typography>
      {moreError && (
        <Typography variant="body2" color="error" role="alert">
          {t('more.failed', {
            title: describeError(moreError, t, subject).title,
            reason: errorReason(moreError),
          })}
        </Typography>
      )}
    </div>
  );
}
