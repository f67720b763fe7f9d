/** A section of the page: what it is for and its filters beside each other, and its content below. */
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'grid', gap: theme.spacing(2), minWidth: 0 },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      justifyContent: 'space-between',
      gap: theme.spacing(2),
      maxWidth: '100%',
    },
    // A longer line is hard to read.
    what: { maxWidth: '44rem' },
  }),
  { name: 'GuardrailsSection' },
);

export function Section(props: {
  /** What it is for, in a sentence or two. */
  readonly what: string;
  readonly filters: ReactNode;
  readonly children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <div className={classes.root}>
      <div className={classes.head}>
        <Typography variant="body2" className={classes.what}>
          {props.what}
        </Typography>
        {props.filters}
      </div>
      {props.children}
    </div>
  );
}
