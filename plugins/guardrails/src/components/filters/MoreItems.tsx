/** The end of a list that goes on: fetches the next page, or says why it could not. */
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useEffect, useRef, useState } from 'react';
import type { Pages } from '../../data';
import { describeError, errorReason, focusPlace } from '../states';
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

/** The API counts a list up to here, and no further. */
const COUNTED_AT_MOST = 10_000;

export function MoreItems<T>(props: {
  readonly pages: Pages<T>;
  /** What the list holds. */
  readonly noun: keyof typeof SUBJECT;
}) {
  const classes = useStyles();
  const { t, number } = useWords();
  const { pages, noun } = props;
  const page = pages.request.value;
  const { hasMore, loadingMore, moreError } = pages;
  const [isRead, setIsRead] = useState(false);
  const count = useRef<HTMLElement>(null);
  // With the last page the button goes; who pressed it is left at the end of the list.
  useEffect(() => {
    if (!isRead || hasMore || loadingMore) return;
    if (document.activeElement === document.body) focusPlace(count.current);
  }, [isRead, hasMore, loadingMore]);
  if (!page || !(hasMore || (isRead && page.items.length > 0))) return null;
  const subject = t(SUBJECT[noun]);
  const shown = page.items.length;
  const total = Math.max(shown, page.totalItems ?? 0);
  const isCounted = !hasMore || total < COUNTED_AT_MOST;
  const countText = t(`more.${noun}`, {
    shown: number(shown),
    total: isCounted ? number(total) : `${number(total)}+`,
  });
  return (
    <div className={classes.root}>
      {hasMore && (
        <Button
          variant="outlined"
          size="small"
          aria-disabled={loadingMore}
          onClick={() => {
            setIsRead(true);
            pages.loadMore();
          }}
        >
          {t('more.load')}
        </Button>
      )}
      <Typography variant="body2" role="status" ref={count}>
        {loadingMore ? t('state.loading', { subject }) : countText}
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
