/** A short text in place of content: what is the case, why, and what to do. */
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: theme.spacing(3, 2),
      maxWidth: '44rem',
      overflowWrap: 'anywhere',
    },
    text: { marginTop: theme.spacing(1) },
    action: { marginTop: theme.spacing(2) },
  }),
  { name: 'GuardrailsNotice' },
);

export function Notice(props: {
  readonly role?: 'alert' | 'status';
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  const classes = useStyles();
  return (
    <div className={classes.root} role={props.role}>
      <Typography variant="subtitle1" component="p">
        {props.title}
      </Typography>
      {props.children && (
        <Typography variant="body2" component="div" className={classes.text}>
          {props.children}
        </Typography>
      )}
      {props.action && <div className={classes.action}>{props.action}</div>}
    </div>
  );
}
