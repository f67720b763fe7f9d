/** A word with a shape before it: readable without colour, and without the shape. */
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';

const useStyles = makeStyles(
  {
    root: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: '0.375em',
      whiteSpace: 'nowrap',
      // The text stands on the line of the text around it, whatever the shape's height.
      verticalAlign: 'bottom',
    },
    shape: { display: 'inline-flex', flex: 'none' },
  },
  { name: 'GuardrailsLabel' },
);

export function Label(props: {
  readonly shape: ReactNode;
  readonly color?: string;
  readonly children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <span className={classes.root}>
      <span
        className={classes.shape}
        style={{ color: props.color }}
        aria-hidden="true"
      >
        {props.shape}
      </span>
      {props.children}
    </span>
  );
}
