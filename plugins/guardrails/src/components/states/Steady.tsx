/** What warns about a content that is being read: it comes and goes without moving the content. */
import { makeStyles } from '@material-ui/core/styles';
import {
  type ReactElement,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react';

const useStyles = makeStyles(
  theme => ({
    // At the lower edge of the screen while the end of the content is below it.
    late: {
      position: 'sticky',
      bottom: theme.spacing(1),
      // On a phone the portal has its bar there, 56 px high.
      [theme.breakpoints.down('xs')]: { bottom: 56 + theme.spacing(1) },
      zIndex: 1,
      marginTop: theme.spacing(1),
      background: theme.palette.background.paper,
      borderRadius: theme.shape.borderRadius,
      boxShadow: theme.shadows[4],
    },
    // What gets the focus comes into sight above the warning, not behind it.
    content: {
      '& a, & button, & input, & select, & summary, & textarea': {
        scrollMarginBottom: '8rem',
      },
    },
    above: { marginBottom: theme.spacing(2) },
    gone: { visibility: 'hidden' },
  }),
  { name: 'GuardrailsSteady' },
);

/** A warning that comes after what it is about. */
export function Late(props: { readonly children: ReactNode }) {
  const classes = useStyles();
  return <div className={classes.late}>{props.children}</div>;
}

/**
 * A warning that is there when the content is first drawn stands above it, and leaves its room when it goes. One that
 * comes later stands below.
 */
export function Steady(props: {
  /** Undefined while there is nothing to warn of. */
  readonly warning: ReactElement | undefined;
  /** The content is there to be read; before, nothing can be moved. */
  readonly drawn: boolean;
  readonly children: ReactNode;
}) {
  const classes = useStyles();
  const { warning, drawn, children } = props;
  const [isAbove, setIsAbove] = useState<boolean>();
  if (drawn && isAbove === undefined) setIsAbove(warning !== undefined);
  const last = useRef<ReactElement>();
  useEffect(() => {
    if (warning) last.current = warning;
  });
  const isLate = isAbove === false && warning !== undefined;
  return (
    <>
      {!isLate && (warning || isAbove) && (
        <div className={`${classes.above} ${warning ? '' : classes.gone}`}>
          {warning ?? last.current}
        </div>
      )}
      <div className={isLate ? classes.content : undefined}>{children}</div>
      {isLate && <Late>{warning}</Late>}
    </>
  );
}
