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
      // That of the page in apps with Backstage UI, and in those without.
      background: `var(--bui-bg-app, ${theme.palette.background.default})`,
      // A phone shows too little of the list as it is.
      [theme.breakpoints.down('xs')]: { position: 'static' },
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
