/** The end of a list that goes on: fetches the next page, or says why it could not. */
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Pages } from '../../data';
import { describeError, errorReason } from '../states';

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

export function MoreItems<T>(props: {
  readonly pages: Pages<T>;
  /** What the list holds, as it reads within a sentence: `alerts`. */
  readonly noun: string;
}) {
  const classes = useStyles();
  const { pages, noun } = props;
  const page = pages.request.value;
  if (!page || !pages.hasMore) return null;
  const { loadingMore, moreError } = pages;
  const count =
    page.totalItems === undefined
      ? `${page.items.length} ${noun} shown`
      : `${page.items.length} of ${page.totalItems} ${noun} shown`;
  return (
    <div className={classes.root}>
      <Button
        variant="outlined"
        size="small"
        aria-disabled={loadingMore}
        onClick={pages.loadMore}
      >
        Load more
      </Button>
      <Typography variant="body2" role="status">
        {loadingMore ? `Loading more ${noun} …` : count}
      </Typography>
      {moreError && (
        <Typography variant="body2" color="error" role="alert">
          {describeError(moreError, `more ${noun}`).title} (
          {errorReason(moreError)}). What is shown stays as it is.
        </Typography>
      )}
    </div>
  );
}
