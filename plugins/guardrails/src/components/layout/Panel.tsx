/** A sheet of paper on the page, for what belongs together. */
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';

const useStyles = makeStyles(
  theme => ({
    root: {
      minWidth: 0,
      padding: theme.spacing(2),
      [theme.breakpoints.down('xs')]: { padding: theme.spacing(1) },
    },
    // Tables reach from edge to edge and scroll by themselves where they are wider.
    flush: { padding: 0, overflowX: 'auto' },
  }),
  { name: 'GuardrailsPanel' },
);

export function Panel(props: {
  /** Without room around the content, as tables want it. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <Paper
      variant="outlined"
      className={props.flush ? classes.flush : classes.root}
    >
      {props.children}
    </Paper>
  );
}
