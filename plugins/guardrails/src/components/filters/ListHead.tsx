/** The head of a list: its totals, the choices that narrow it, and a line for news that is there even when empty. */
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';

const useStyles = makeStyles(
  theme => ({
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      justifyContent: 'space-between',
      gap: theme.spacing(2),
    },
    // As wide as totals are: whether the choices stand below does not wait for the numbers.
    totals: { flex: '1 1 30rem', minWidth: 0 },
    // As high as a button, so that news does not push the list down.
    news: {
      display: 'flex',
      alignItems: 'center',
      justifyContent: 'space-between',
      gap: theme.spacing(2),
      minHeight: 36,
    },
    stays: {
      position: 'sticky',
      top: 0,
      zIndex: 2,
      background: theme.palette.background.default,
    },
  }),
  { name: 'GuardrailsListHead' },
);

export function ListHead(props: {
  readonly totals: ReactNode;
  readonly filters: ReactNode;
  readonly news: ReactNode;
  /** The news stays in sight while the list is scrolled. */
  readonly newsStays?: boolean;
}) {
  const classes = useStyles();
  return (
    <>
      <div className={classes.head}>
        <div className={classes.totals}>{props.totals}</div>
        {props.filters}
      </div>
      <div
        className={`${classes.news} ${props.newsStays ? classes.stays : ''}`}
      >
        {props.news}
      </div>
    </>
  );
}
